import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { ClosePeriodInput, PeriodDto, PeriodInput, PeriodListQuery, ReopenPeriodInput } from './periods.dto.js';
import { PERIOD_ERRORS } from './periods.errors.js';
import { PERIOD_PERMISSIONS } from './periods.permissions.js';
import { PeriodsService } from './periods.service.js';

const { NOT_FOUND, DUPLICATE, REFERENCE_NOT_FOUND, INVALID_STATE } = KERNEL_ERRORS;
const move = { returns: PeriodDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Warehouse')
@Controller('warehouse/periods')
export class PeriodsController {
  constructor(private readonly periods: PeriodsService) {}

  @Get()
  @Route({
    summary: 'List stock periods',
    description: 'A month that is not listed is open.',
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
    errors: [NOT_FOUND, DUPLICATE, REFERENCE_NOT_FOUND],
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

  @Post(':id/close')
  @Route({
    summary: 'Close a stock period',
    description: 'From then on nothing may become effective in that month.',
    permission: PERIOD_PERMISSIONS.close,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, PERIOD_ERRORS.PERIOD_NOT_STARTED],
  })
  close(@IdParam() id: string, @Body() { reason }: ClosePeriodInput): Promise<PeriodDto> {
    return this.periods.move(id, 'close', reason);
  }

  @Post(':id/reopen')
  @Route({
    summary: 'Open a closed stock period again',
    permission: PERIOD_PERMISSIONS.reopen,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  reopen(@IdParam() id: string, @Body() { reason }: ReopenPeriodInput): Promise<PeriodDto> {
    return this.periods.move(id, 'reopen', reason);
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
