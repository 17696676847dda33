import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { FILE_TYPES, answer } from './answer.js';
import {
  OpenAgeingDto,
  DueListDto,
  DueListQuery,
  GeneralLedgerDto,
  GeneralLedgerQuery,
  OpenItemsQuery,
  TrialBalanceDto,
  TrialBalanceQuery,
} from './figures.dto.js';
import { BooksFigures } from './figures.service.js';
import { UpToDateBooks } from './up-to-date.interceptor.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const figure = { status: 200, also_produces: FILE_TYPES, errors: [NOT_FOUND, VALIDATION_FAILED] } as const;

@ApiTags('Accounting')
@Controller('accounting')
export class BooksFiguresController {
  constructor(private readonly figures: BooksFigures) {}

  @Get('trial-balance')
  @UseInterceptors(UpToDateBooks)
  @Route({
    summary: 'Trial balance',
    description:
      'Of posted entries: balance before the first day, debits and credits, balance at the end of the last; compared with other days where these are named. As JSON, CSV or XLSX.',
    permission: ACCOUNTING.statements.read,
    returns: TrialBalanceDto,
    ...figure,
  })
  async trialBalance(@Query() query: TrialBalanceQuery) {
    return answer(await this.figures.trialBalance(query), query.format, 'trial-balance');
  }

  @Get('general-ledger')
  @UseInterceptors(UpToDateBooks)
  @Route({
    summary: 'General ledger of an account',
    description: 'Every posted line with the balance after it. As JSON, CSV or XLSX.',
    permission: ACCOUNTING.statements.read,
    returns: GeneralLedgerDto,
    ...figure,
  })
  async generalLedger(@Query() query: GeneralLedgerQuery) {
    return answer(await this.figures.generalLedger(query), query.format, 'general-ledger');
  }

  @Get('due-list')
  @Route({
    summary: 'What is to be paid, or to be paid to us, and when',
    description: 'Open invoices, credit notes and payments that are not allocated, as of a day. As JSON, CSV or XLSX.',
    permission: ACCOUNTING.invoices.read,
    returns: DueListDto,
    ...figure,
  })
  async dueList(@Query() query: DueListQuery) {
    return answer(await this.figures.dueList(query), query.format, 'due-list');
  }

  @Get('ageing')
  @Route({
    summary: 'How old is what suppliers or customers have open',
    description:
      "By days past the due date, in the company's currency, as of a day. The total is the balance of the control account. As JSON, CSV or XLSX.",
    permission: ACCOUNTING.invoices.read,
    returns: OpenAgeingDto,
    ...figure,
  })
  async ageing(@Query() query: OpenItemsQuery) {
    return answer(await this.figures.ageing(query), query.format, 'ageing');
  }
}
