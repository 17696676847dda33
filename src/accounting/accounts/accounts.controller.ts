import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import {
  AccountDto,
  AccountInput,
  AccountListQuery,
  AccountPatch,
  ChartInstallDto,
  ChartInstallInput,
} from './accounts.dto.js';
import { ACCOUNT } from './accounts.kind.js';
import { ChartOfAccounts } from './chart.service.js';

const { ACCOUNT_CYCLE, ACCOUNT_FIXED, ACCOUNT_LINE_MISFIT, ACCOUNT_NOT_HEADER } = ACCOUNTING_ERRORS;
const ROUTES = recordRoutes({
  one: 'an account',
  many: 'the accounts of the chart',
  permissions: ACCOUNTING.accounts,
  answer: AccountDto,
  errors: [ACCOUNT_LINE_MISFIT, ACCOUNT_NOT_HEADER],
  change_errors: [ACCOUNT_CYCLE, ACCOUNT_FIXED],
});

@ApiTags('Accounting')
@Controller('accounting/accounts')
export class AccountsController {
  constructor(
    private readonly records: MasterRecords,
    private readonly chart: ChartOfAccounts,
  ) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: AccountListQuery): Promise<Page<AccountDto>> {
    return this.records.page(ACCOUNT, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: AccountInput): Promise<AccountDto> {
    return this.records.create(ACCOUNT, body);
  }

  @Post('install')
  @Route({
    summary: 'Install the default chart of accounts',
    description:
      'For a factory: every role has its account. Adds what is missing; accounts whose number is there, and roles that have an account, stay as they are.',
    permission: ACCOUNTING.accounts.create,
    returns: ChartInstallDto,
    status: 200,
    action: true,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED, ACCOUNT_NOT_HEADER],
  })
  install(@Body() { company_id }: ChartInstallInput): Promise<ChartInstallDto> {
    return this.chart.install(company_id);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<AccountDto> {
    return this.records.get(ACCOUNT, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: AccountPatch): Promise<AccountDto> {
    return this.records.change(ACCOUNT, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<AccountDto> {
    return this.records.setActive(ACCOUNT, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<AccountDto> {
    return this.records.setActive(ACCOUNT, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(ACCOUNT, id);
  }
}
