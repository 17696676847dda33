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
  CloseFiscalYearInput,
  FiscalYearClosingDto,
  FiscalYearDto,
  FiscalYearInput,
  FiscalYearListQuery,
  ReopenAccountingPeriodInput,
} from './accounting-periods.dto.js';
import { AccountingPeriods } from './accounting-periods.service.js';
import { YearClosing } from './year-closing.service.js';

const MAY = ACCOUNTING.fiscal_years;
const { NOT_FOUND, DUPLICATE, INVALID_STATE } = KERNEL_ERRORS;
const { ACCOUNT_NOT_POSTABLE, ACCOUNT_ROLE_MISSING, BOOKS_NOT_BEGUN, EARLIER_BOOKS_OPEN, EARLIER_YEAR_OPEN } =
  ACCOUNTING_ERRORS;
const { LATER_YEAR_CLOSED, PERIODS_OPEN } = ACCOUNTING_ERRORS;
const move = { returns: FiscalYearClosingDto, status: 200, versioned: true, action: true } as const;
const { FISCAL_YEAR_NOT_ADJOINING, FISCAL_YEAR_OVERLAPS, LATER_BOOKS_CLOSED } = ACCOUNTING_ERRORS;

@ApiTags('Accounting')
@Controller('accounting/fiscal-years')
export class FiscalYearsController {
  constructor(
    private readonly periods: AccountingPeriods,
    private readonly closing: YearClosing,
  ) {}

  @Get()
  @Route({
    summary: 'List fiscal years',
    permission: MAY.read,
    returns: page(FiscalYearDto),
  })
  list(@Query() query: FiscalYearListQuery): Promise<Page<FiscalYearDto>> {
    return this.periods.years(query);
  }

  @Post()
  @Route({
    summary: 'Add a fiscal year with its monthly periods',
    description:
      'Years follow each other without a hole. The first posting of a company opens the calendar year of its day by itself, and a posting after the last ' +
      'year the next one, at most one year ahead of today.',
    permission: MAY.create,
    returns: FiscalYearDto,
    status: 201,
    errors: [NOT_FOUND, DUPLICATE, FISCAL_YEAR_OVERLAPS, FISCAL_YEAR_NOT_ADJOINING, LATER_BOOKS_CLOSED],
  })
  create(@Body() body: FiscalYearInput): Promise<FiscalYearDto> {
    return this.periods.openYear(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a fiscal year',
    permission: MAY.read,
    returns: FiscalYearDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<FiscalYearDto> {
    return this.periods.year(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a fiscal year now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.closing.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a fiscal year',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.closing.historyOf(id);
  }

  @Post(':id/close')
  @Route({
    summary: 'Close a fiscal year and carry its result forward',
    description:
      'One entry on its last day empties its income and expense accounts to the account in the role `retained_earnings`. All its periods are closed hard, ' +
      'or closed with it. Statements of the year go on showing its result. A dry run shows the entry.',
    permission: MAY.close,
    ...move,
    errors: [
      ...[NOT_FOUND, INVALID_STATE, ACCOUNT_NOT_POSTABLE, ACCOUNT_ROLE_MISSING, BOOKS_NOT_BEGUN],
      ...[EARLIER_BOOKS_OPEN, EARLIER_YEAR_OPEN, PERIODS_OPEN],
    ],
  })
  close(@IdParam() id: string, @Body() body: CloseFiscalYearInput): Promise<FiscalYearClosingDto> {
    return this.closing.close(id, body);
  }

  @Post(':id/reopen')
  @Route({
    summary: 'Take the closing of a fiscal year back',
    description:
      'By the reversal of its entry on the same day. Only the last one that is closed; its periods stay closed.',
    permission: MAY.reopen,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, LATER_YEAR_CLOSED],
  })
  reopen(@IdParam() id: string, @Body() { reason }: ReopenAccountingPeriodInput): Promise<FiscalYearClosingDto> {
    return this.closing.reopen(id, reason);
  }
}
