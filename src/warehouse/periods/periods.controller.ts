import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PeriodDto, PeriodInput, PeriodListQuery } from './periods.dto.js';
import { PERIOD_ERRORS } from './periods.errors.js';
import { PERIOD_PERMISSIONS } from './periods.permissions.js';
import { PeriodsService } from './periods.service.js';

const { NOT_FOUND, DUPLICATE, REFERENCE_NOT_FOUND } = KERNEL_ERRORS;

@ApiTags('Warehouse')
@Controller('warehouse/periods')
export class PeriodsController {
  constructor(private readonly periods: PeriodsService) {}

  @Get()
  @Route({
    summary: 'List stock periods',
    description: 'A month that is not listed is open, unless a later one is closed hard.',
    permission: PERIOD_PERMISSIONS.read,
    returns: page(PeriodDto),
  })
  list(@Query() query: PeriodListQuery): Promise<Page<PeriodDto>> {
    return this.periods.page(query);
  }

  @Post()
  @Route({
    summary: 'Add a stock period, open',
    permission: PERIOD_PERMISSIONS.create,
    returns: PeriodDto,
    status: 201,
    errors: [NOT_FOUND, DUPLICATE, REFERENCE_NOT_FOUND, PERIOD_ERRORS.LATER_PERIOD_CLOSED],
  })
  create(@Body() { month, company_id }: PeriodInput): Promise<PeriodDto> {
    return this.periods.create(month, company_id);
  }

  @Get(':id')
  @Route({
    summary: 'Show a stock period',
    permission: PERIOD_PERMISSIONS.read,
    returns: PeriodDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<PeriodDto> {
    return this.periods.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a stock period now',
    permission: PERIOD_PERMISSIONS.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.periods.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a stock period',
    permission: PERIOD_PERMISSIONS.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.periods.historyOf(id);
  }
}
