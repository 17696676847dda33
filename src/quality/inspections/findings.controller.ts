import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { QUALITY } from '../quality.permissions.js';
import { FindingsInput, InspectionResultDto, InspectionResultListQuery } from './findings.dto.js';
import { FindingsService } from './findings.service.js';
import { InspectionDto } from './inspections.dto.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { read, record } = QUALITY.inspections;

@ApiTags('Quality')
@Controller('quality/inspections')
export class FindingsController {
  constructor(private readonly findings: FindingsService) {}

  @Get(':id/results')
  @Route({
    summary: 'What was found, sample by sample',
    permission: read,
    returns: page(InspectionResultDto),
    errors: [NOT_FOUND],
  })
  results(@IdParam() id: string, @Query() query: InspectionResultListQuery): Promise<Page<InspectionResultDto>> {
    return this.findings.results(id, query);
  }

  @Post(':id/results')
  @Route({
    summary: 'Enter what was found',
    description:
      'Results by sample and characteristic, and defects by reason, hundreds at once: all of them or none. A measured value outside its limits fails by itself. What is entered again takes the place of what was.',
    permission: record,
    returns: InspectionDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED],
  })
  record(@IdParam() id: string, @Body() body: FindingsInput): Promise<InspectionDto> {
    return this.findings.record(id, body);
  }
}
