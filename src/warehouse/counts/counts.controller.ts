import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { StockCountDto, StockCountInput, StockCountListQuery, PlanQuery, PlanRowDto } from './counts.dto.js';
import { COUNT_PERMISSIONS } from './counts.permissions.js';
import { CountsService } from './counts.service.js';

const { NOT_FOUND, REFERENCE_NOT_FOUND, VALIDATION_FAILED, INVALID_VALUE } = KERNEL_ERRORS;

@ApiTags('Stock counts')
@Controller('warehouse/counts')
export class CountsController {
  constructor(private readonly counts: CountsService) {}

  @Get()
  @Route({ summary: 'List stock counts', permission: COUNT_PERMISSIONS.read, returns: page(StockCountDto) })
  list(@Query() query: StockCountListQuery): Promise<Page<StockCountDto>> {
    return this.counts.page(query);
  }

  @Get('plan')
  @Route({
    summary: 'What is due to be counted',
    description:
      'Products in a place by class of use (A to 80 % of the value used, B to 95 %, C the rest) with their last count there, the most used first. ' +
      'Due is what was last counted longer ago than its class allows, or never.',
    permission: COUNT_PERMISSIONS.read,
    returns: [PlanRowDto],
    errors: [NOT_FOUND],
  })
  plan(@Query() query: PlanQuery): Promise<PlanRowDto[]> {
    return this.counts.plan(query);
  }

  @Post()
  @Route({
    summary: 'Plan a stock count',
    permission: COUNT_PERMISSIONS.create,
    returns: StockCountDto,
    status: 201,
    errors: [NOT_FOUND, REFERENCE_NOT_FOUND, VALIDATION_FAILED, INVALID_VALUE],
  })
  create(@Body() body: StockCountInput): Promise<StockCountDto> {
    return this.counts.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a stock count',
    permission: COUNT_PERMISSIONS.read,
    returns: StockCountDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<StockCountDto> {
    return this.counts.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a stock count now',
    permission: COUNT_PERMISSIONS.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.counts.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a stock count',
    permission: COUNT_PERMISSIONS.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.counts.historyOf(id);
  }
}
