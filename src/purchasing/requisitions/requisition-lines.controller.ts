import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PURCHASING } from '../purchasing.permissions.js';
import { RequisitionLineDetailDto, RequisitionLineDto, RequisitionLineListQuery } from './requisition-lines.dto.js';
import { RequisitionLinesService } from './requisition-lines.service.js';
import { RequisitionTransitions } from './requisition-transitions.js';

const MAY = PURCHASING.requisitions;
const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Requisitions')
@Controller('purchasing/requisition-lines')
export class RequisitionLinesController {
  constructor(
    private readonly lines: RequisitionLinesService,
    private readonly steps: RequisitionTransitions,
  ) {}

  @Get()
  @Route({
    summary: 'List lines of requisitions',
    description: 'Over all requisitions: what waits, what is to be ordered, accepted or issued, what is late.',
    permission: MAY.read,
    returns: page(RequisitionLineDto),
  })
  list(@Query() query: RequisitionLineListQuery): Promise<Page<RequisitionLineDto>> {
    return this.lines.page(query);
  }

  @Get('to-review')
  @Route({
    summary: 'List the lines that wait for your review',
    description: 'Those that you did not ask for yourself and that no rule gives to others.',
    permission: MAY.review,
    returns: page(RequisitionLineDto),
  })
  toReview(@Query() query: RequisitionLineListQuery): Promise<Page<RequisitionLineDto>> {
    return this.lines.toReview(query);
  }

  @Get('export')
  @Route({
    summary: 'Take lines of requisitions away as CSV',
    description: 'All lines of the list as a stream, whatever the limit; from `cursor` on, if there is one.',
    permission: MAY.read,
    produces: 'text/csv',
    status: 200,
    errors: [VALIDATION_FAILED],
  })
  async export(@Query() query: RequisitionLineListQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.lines.csv(query), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="requisition-lines.csv"',
    });
  }

  @Get(':id')
  @Route({
    summary: 'Show a requisition line with its questions and answers',
    permission: MAY.read,
    returns: RequisitionLineDetailDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<RequisitionLineDetailDto> {
    return this.lines.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a requisition line now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.steps.ofLine(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a requisition line',
    description: 'By people, and by the orders, shipments and receipts that it is on.',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.lines.historyOf(id);
  }
}
