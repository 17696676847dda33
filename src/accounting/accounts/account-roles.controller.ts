import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { AccountRoleDto, AccountRolesInput, AccountRolesQuery } from './accounts.dto.js';
import { ChartOfAccounts } from './chart.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Accounting')
@Controller('accounting/account-roles')
export class AccountRolesController {
  constructor(private readonly chart: ChartOfAccounts) {}

  @Get()
  @Route({
    summary: 'Show which account stands for what',
    description: 'Documents name roles, not accounts: every role there is, with its account where it has one.',
    permission: ACCOUNTING.accounts.read,
    returns: [AccountRoleDto],
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  roles(@Query() { company_id }: AccountRolesQuery): Promise<AccountRoleDto[]> {
    return this.chart.roles(company_id);
  }

  @Put()
  @Route({
    summary: 'Say which account stands for what',
    description: 'Of what is posted from now on; what was posted stays where it is.',
    permission: ACCOUNTING.accounts.assign,
    returns: [AccountRoleDto],
    status: 200,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  assign(@Body() { roles, company_id }: AccountRolesInput): Promise<AccountRoleDto[]> {
    return this.chart.assign(roles, company_id);
  }
}
