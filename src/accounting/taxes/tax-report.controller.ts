import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { FILE_TYPES, answer } from '../figures/answer.js';
import { TaxAccountsDto, TaxLinesDto, TaxLinesQuery, TaxReportDto, TaxReportQuery } from './tax-report.dto.js';
import { TaxReports } from './tax-report.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const figure = {
  permission: ACCOUNTING.statements.read,
  status: 200,
  also_produces: FILE_TYPES,
  errors: [NOT_FOUND, VALIDATION_FAILED],
} as const;

@ApiTags('Accounting')
@Controller('accounting/tax-report')
export class TaxReportController {
  constructor(private readonly reports: TaxReports) {}

  @Get()
  @Route({
    summary: 'Tax report',
    description:
      "Taxable base and tax by code and rate, of customers and of suppliers apart, in the company's currency: of documents by the day that they were posted for, and " +
      'of those that were cancelled once more, the other way, by the day of that. As JSON, which also holds it against the journal, CSV or XLSX.',
    returns: TaxReportDto,
    ...figure,
  })
  async report(@Query() query: TaxReportQuery) {
    return answer(await this.reports.report(query), query.format, 'tax-report');
  }

  @Get('accounts')
  @Route({
    summary: 'Tax of documents against that of the journal',
    description: 'By account of a tax, with the difference. As JSON, CSV or XLSX.',
    returns: TaxAccountsDto,
    ...figure,
  })
  async accounts(@Query() query: TaxReportQuery) {
    return answer(await this.reports.accounts(query), query.format, 'tax-accounts');
  }

  @Get('lines')
  @Route({
    summary: 'The lines that a tax report adds up',
    description: 'Of documents, by day. As JSON, CSV or XLSX.',
    returns: TaxLinesDto,
    ...figure,
  })
  async lines(@Query() query: TaxLinesQuery) {
    return answer(await this.reports.lines(query), query.format, 'tax-lines');
  }
}
