import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import {
  AccountingPeriodDto,
  AccountingPeriodListQuery,
  CloseAccountingPeriodInput,
  ReopenAccountingPeriodInput,
} from './accounting-periods.dto.js';
import { AccountingPeriods } from './accounting-periods.service.js';

const MAY = ACCOUNTING.periods;
const { NOT_FOUND, INVALID_STATE } = KERNEL_ERRORS;
const { BOOKS_NOT_BEGUN, EARLIER_BOOKS_OPEN, FISCAL_YEAR_CLOSED, LATER_BOOKS_CLOSED } = ACCOUNTING_ERRORS;
const move = { returns: AccountingPeriodDto, status: 200, versioned: true, action: true } as const;

/** How months of the books close and open again. Each waits for the postings that are under way. */
@ApiTags('Accounting')
@Controller('accounting/periods')
export class AccountingPeriodsController {
  constructor(private readonly periods: AccountingPeriods) {}

  @Get()
  @Route({ summary: 'List accounting periods', permission: MAY.read, returns: page(AccountingPeriodDto) })
  list(@Query() query: AccountingPeriodListQuery): Promise<Page<AccountingPeriodDto>> {
    return this.periods.page(query);
  }

  @Get(':id')
  @Route({
    summary: 'Show an accounting period',
    permission: MAY.read,
    returns: AccountingPeriodDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<AccountingPeriodDto> {
    return this.periods.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with an accounting period now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.periods.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with an accounting period',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.periods.historyOf(id);
  }

  @Post(':id/soft-close')
  @Route({
    summary: 'Close an accounting period softly',
    description: 'From then on only who may post in a softly closed period can post in it.',
    permission: MAY.soft_close,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, BOOKS_NOT_BEGUN],
  })
  softClose(@IdParam() id: string, @Body() { reason }: CloseAccountingPeriodInput): Promise<AccountingPeriodDto> {
    return this.periods.move(id, 'soft_close', reason);
  }

  @Post(':id/close')
  @Route({
    summary: 'Close an accounting period hard',
    description: 'From then on nothing is posted in it. Periods close in their order.',
    permission: MAY.close,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, BOOKS_NOT_BEGUN, EARLIER_BOOKS_OPEN],
  })
  close(@IdParam() id: string, @Body() { reason }: CloseAccountingPeriodInput): Promise<AccountingPeriodDto> {
    return this.periods.move(id, 'close', reason);
  }

  @Post(':id/reopen')
  @Route({
    summary: 'Open a softly closed accounting period again',
    permission: MAY.reopen,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  reopen(@IdParam() id: string, @Body() { reason }: ReopenAccountingPeriodInput): Promise<AccountingPeriodDto> {
    return this.periods.move(id, 'reopen', reason);
  }

  @Post(':id/reopen-hard')
  @Route({
    summary: 'Open an accounting period again that was closed hard',
    description: 'Only the last one that is closed.',
    permission: MAY.reopen_hard,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, FISCAL_YEAR_CLOSED, LATER_BOOKS_CLOSED],
  })
  reopenHard(@IdParam() id: string, @Body() { reason }: ReopenAccountingPeriodInput): Promise<AccountingPeriodDto> {
    return this.periods.move(id, 'reopen_hard', reason);
  }
}
