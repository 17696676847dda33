import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { recordRoutes } from '../records/record-routes.js';
import {
  AccountNumberDto,
  SupplierBankAccountDto,
  SupplierBankAccountInput,
  SupplierBankAccountListQuery,
  SupplierBankAccountPatch,
} from './supplier-bank-accounts.dto.js';
import { SupplierBankAccountsService } from './supplier-bank-accounts.service.js';

const PERMISSIONS = MASTER_DATA.supplier_bank_accounts;
const ROUTES = recordRoutes({
  one: "a supplier's bank account",
  many: 'bank accounts of suppliers',
  permissions: PERMISSIONS,
  answer: SupplierBankAccountDto,
  errors: [KERNEL_ERRORS.VALIDATION_FAILED],
});

@Controller('supplier-bank-accounts')
export class SupplierBankAccountsController {
  constructor(private readonly accounts: SupplierBankAccountsService) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: SupplierBankAccountListQuery): Promise<Page<SupplierBankAccountDto>> {
    return this.accounts.page(query);
  }

  @Post()
  @Route({ ...ROUTES.create, stored: false })
  create(@Body() body: SupplierBankAccountInput): Promise<SupplierBankAccountDto> {
    return this.accounts.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<SupplierBankAccountDto> {
    return this.accounts.get(id);
  }

  @Get(':id/account-number')
  @Route({
    summary: 'Show the whole number of a bank account',
    description: 'Who asks is written down as a security event.',
    permission: PERMISSIONS.reveal,
    returns: AccountNumberDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, MASTER_DATA_ERRORS.ACCOUNT_NUMBER_UNREADABLE],
  })
  reveal(@IdParam() id: string): Promise<AccountNumberDto> {
    return this.accounts.reveal(id);
  }

  @Patch(':id')
  @Route({ ...ROUTES.change, stored: false })
  change(@IdParam() id: string, @Body() body: SupplierBankAccountPatch): Promise<SupplierBankAccountDto> {
    return this.accounts.change(id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<SupplierBankAccountDto> {
    return this.accounts.setActive(id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<SupplierBankAccountDto> {
    return this.accounts.setActive(id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.accounts.remove(id);
  }
}
