import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { FILE_TYPES, answer } from './answer.js';
import {
  BalanceSheetDto,
  BalanceSheetQuery,
  CashFlowDto,
  ComparedDaysQuery,
  IncomeStatementDto,
  JournalQuery,
  JournalReportDto,
} from './statements.dto.js';
import { FinancialStatements } from './statements.service.js';
import { UpToDateBooks } from './up-to-date.interceptor.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const statement = {
  permission: ACCOUNTING.statements.read,
  status: 200,
  also_produces: FILE_TYPES,
  errors: [NOT_FOUND, VALIDATION_FAILED],
} as const;
const FORMS = 'As JSON, CSV or XLSX.';

@ApiTags('Accounting')
@Controller('accounting')
@UseInterceptors(UpToDateBooks)
export class StatementsController {
  constructor(private readonly statements: FinancialStatements) {}

  @Get('balance-sheet')
  @Route({
    summary: 'Balance sheet',
    description:
      'At the end of a day, compared with another. The results of years that are not closed stand in equity as lines of their own, so that it balances on every ' +
      `day. ${FORMS}`,
    returns: BalanceSheetDto,
    ...statement,
  })
  async balanceSheet(@Query() query: BalanceSheetQuery) {
    return answer(await this.statements.balanceSheet(query), query.format, 'balance-sheet');
  }

  @Get('income-statement')
  @Route({
    summary: 'Income statement',
    description: `Of any days, by function, compared with others; income above zero, costs below. Closing entries are no part of it. ${FORMS}`,
    returns: IncomeStatementDto,
    ...statement,
  })
  async incomeStatement(@Query() query: ComparedDaysQuery) {
    return answer(await this.statements.incomeStatement(query), query.format, 'income-statement');
  }

  @Get('cash-flow')
  @Route({
    summary: 'Cash flow statement',
    description:
      'By the indirect method: the result, and the movements of all other accounts as they are classified, which add up to the change of the cash accounts. ' +
      `Accounts that are not classified have a part of their own. ${FORMS}`,
    returns: CashFlowDto,
    ...statement,
  })
  async cashFlow(@Query() query: ComparedDaysQuery) {
    return answer(await this.statements.cashFlow(query), query.format, 'cash-flow');
  }

  @Get('journal')
  @Route({
    summary: 'The journal of some days',
    description: `Every line of posted entries, by day and number. ${FORMS}`,
    returns: JournalReportDto,
    ...statement,
  })
  async journal(@Query() query: JournalQuery) {
    return answer(await this.statements.journal(query), query.format, 'journal');
  }
}
