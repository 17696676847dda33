import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { CreditDto, CreditInput, CreditQuery, SalesSettingsDto, SalesSettingsInput } from './credit.dto.js';
import { CREDIT_PERMISSIONS as MAY } from './credit.permissions.js';
import { CreditService } from './credit.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const credit = { returns: CreditDto, status: 200, versioned: true } as const;
const settings = { returns: SalesSettingsDto, status: 200, versioned: true } as const;

@ApiTags('Credit of customers')
@Controller('sales')
export class CreditController {
  constructor(private readonly credit: CreditService) {}

  @Get('customers/:id/credit')
  @Route({
    summary: 'Show the credit of a customer',
    description: 'The limit, and what counts against it: open orders and unpaid invoices.',
    permission: MAY.read,
    ...credit,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string, @Query() { company_id }: CreditQuery): Promise<CreditDto> {
    return this.credit.get(id, company_id);
  }

  @Put('customers/:id/credit')
  @Route({
    summary: 'Say how much credit a customer has with a company',
    permission: MAY.administer,
    ...credit,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  put(@IdParam() id: string, @Query() { company_id }: CreditQuery, @Body() body: CreditInput): Promise<CreditDto> {
    return this.credit.change(id, body.credit_limit, company_id);
  }

  @Get('settings')
  @Route({
    summary: 'Show when a company looks at the credit of its customers',
    permission: MAY.read,
    ...settings,
    errors: [NOT_FOUND],
  })
  settings(@Query() { company_id }: CreditQuery): Promise<SalesSettingsDto> {
    return this.credit.settings(company_id);
  }

  @Put('settings')
  @Route({
    summary: 'Say when a company looks at the credit of its customers',
    permission: MAY.administer,
    ...settings,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  putSettings(@Query() { company_id }: CreditQuery, @Body() body: SalesSettingsInput): Promise<SalesSettingsDto> {
    return this.credit.changeSettings(body, company_id);
  }
}
