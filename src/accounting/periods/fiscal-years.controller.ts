import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { FiscalYearDto, FiscalYearInput, FiscalYearListQuery } from './accounting-periods.dto.js';
import { AccountingPeriods } from './accounting-periods.service.js';

const { NOT_FOUND, DUPLICATE } = KERNEL_ERRORS;
const { FISCAL_YEAR_NOT_ADJOINING, FISCAL_YEAR_OVERLAPS, LATER_BOOKS_CLOSED } = ACCOUNTING_ERRORS;

@ApiTags('Accounting')
@Controller('accounting/fiscal-years')
export class FiscalYearsController {
  constructor(private readonly periods: AccountingPeriods) {}

  @Get()
  @Route({
    summary: 'List fiscal years',
    permission: ACCOUNTING.fiscal_years.read,
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
    permission: ACCOUNTING.fiscal_years.create,
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
    permission: ACCOUNTING.fiscal_years.read,
    returns: FiscalYearDto,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<FiscalYearDto> {
    return this.periods.year(id);
  }
}
