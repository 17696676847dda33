import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../../kernel/errors/index.js';
import { IdParam, Route } from '../../../kernel/http/index.js';
import { SCANNING_ERRORS } from '../scanning.errors.js';
import { SCANNING } from '../scanning.permissions.js';
import type { LabelContent } from './label-content.js';
import { LabelDto, LabelPictureQuery, LabelSheetInput, SheetDto } from './labels.dto.js';
import { Labels } from './labels.service.js';

const { NOT_FOUND, UNKNOWN_QUERY_PARAMETER, VALIDATION_FAILED } = KERNEL_ERRORS;
const { LABEL_DOES_NOT_FIT } = SCANNING_ERRORS;
const KINDS =
  'A kind is what a scan can be resolved to: product, lot, location, movement, reservation, manufacturing_order, finished_goods. The label of what the caller may not see is not found.';

@ApiTags('Scanning')
@Controller('warehouse/labels')
export class LabelsController {
  constructor(private readonly labels: Labels) {}

  @Get('sheets')
  @Route({
    summary: 'List the sheets and rolls that labels are printed on',
    permission: SCANNING.labels.read,
    returns: [SheetDto],
  })
  sheets(): SheetDto[] {
    return this.labels.sheets();
  }

  @Post('sheets')
  @Route({
    summary: 'Print labels on sheets',
    description: `A PDF. ${KINDS}`,
    permission: SCANNING.labels.read,
    produces: 'application/pdf',
    status: 200,
    errors: [VALIDATION_FAILED, LABEL_DOES_NOT_FIT],
  })
  async print(@Body() body: LabelSheetInput): Promise<StreamableFile> {
    return new StreamableFile(await this.labels.pdf(body), {
      type: 'application/pdf',
      disposition: 'inline; filename="labels.pdf"',
    });
  }

  @Get(':kind/:id')
  @Route({
    summary: 'Show what the label of a thing says',
    description: `Its words, and the content of each symbol that it can carry. ${KINDS}`,
    permission: SCANNING.labels.read,
    returns: LabelDto,
    errors: [NOT_FOUND],
  })
  get(@Param('kind') kind: string, @IdParam() id: string): Promise<LabelContent> {
    return this.labels.of(kind, id);
  }

  @Get(':kind/:id/svg')
  @Route({
    summary: 'Show the label of a thing as a picture',
    description: `In its size. ${KINDS}`,
    permission: SCANNING.labels.read,
    produces: 'image/svg+xml',
    status: 200,
    errors: [NOT_FOUND, LABEL_DOES_NOT_FIT, UNKNOWN_QUERY_PARAMETER],
  })
  async svg(
    @Param('kind') kind: string,
    @IdParam() id: string,
    @Query() query: LabelPictureQuery,
  ): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(await this.labels.svg(kind, id, query)), { type: 'image/svg+xml' });
  }
}
