import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ACCOUNTING_ERRORS } from '../../accounting/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SALES_INVOICE_ERRORS } from './sales-invoice.errors.js';
import { SALES_INVOICE_PERMISSIONS as MAY } from './sales-invoice.permissions.js';
import {
  CreditNoteInput,
  DepositCreditInput,
  DepositInput,
  SalesInvoiceDto,
  SalesInvoiceHeadDto,
  SalesInvoiceInput,
  SalesInvoiceListQuery,
} from './sales-invoices.dto.js';
import { SalesInvoices } from './sales-invoices.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { ACCOUNT_ROLE_MISSING, BOOKS_CLOSED, FISCAL_YEAR_MISSING } = ACCOUNTING_ERRORS;
const { CREDIT_EXCEEDS_SALE, DEPOSIT_EXCEEDS_ORDER, INVOICE_EXCEEDS_ORDER, NOTHING_TO_INVOICE } = SALES_INVOICE_ERRORS;
const { DEPOSIT_CREDIT_EXCEEDS_REST, SALES_TAX_MISSING } = SALES_INVOICE_ERRORS;
const drafting = { permission: MAY.create, returns: SalesInvoiceDto, status: 201, action: true } as const;
const refusals = [
  ...[NOT_FOUND, VALIDATION_FAILED, ACCOUNT_ROLE_MISSING, BOOKS_CLOSED, FISCAL_YEAR_MISSING],
  ...[MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING, SALES_ERRORS.SALES_QUANTITY_EXCEEDED],
];

@ApiTags('Invoices to customers')
@Controller('sales/invoices')
export class SalesInvoicesController {
  constructor(private readonly invoices: SalesInvoices) {}

  @Get()
  @Route({
    summary: 'List invoices, deposits and credit notes to customers',
    permission: MAY.read,
    returns: page(SalesInvoiceHeadDto),
  })
  list(@Query() query: SalesInvoiceListQuery): Promise<Page<SalesInvoiceHeadDto>> {
    return this.invoices.page(query);
  }

  @Post()
  @Route({
    summary: 'Invoice deliveries, orders or lines',
    description:
      'What was shipped or ordered and is not invoiced, with the freight of the orders and less what was paid in advance. Parts of a line sum to it to the cent.',
    ...drafting,
    errors: [...refusals, INVOICE_EXCEEDS_ORDER, NOTHING_TO_INVOICE, SALES_TAX_MISSING],
  })
  invoice(@Body() body: SalesInvoiceInput): Promise<SalesInvoiceDto> {
    return this.invoices.invoice(body);
  }

  @Post('deposits')
  @Route({
    summary: 'Ask for a deposit on an order',
    description: 'What is paid in advance is owed to the customer until an invoice of the order deducts it.',
    ...drafting,
    errors: [...refusals, INVALID_STATE, DEPOSIT_EXCEEDS_ORDER],
  })
  deposit(@Body() body: DepositInput): Promise<SalesInvoiceDto> {
    return this.invoices.deposit(body);
  }

  @Post('deposit-credits')
  @Route({
    summary: 'Give back what is left of a deposit',
    description:
      'A credit note over what no invoice has deducted of it, or a part of that, with the tax of the deposit. Money goes back by a refund that pays the credit note; else it is used for another invoice.',
    ...drafting,
    errors: [...refusals, DEPOSIT_CREDIT_EXCEEDS_REST],
  })
  depositCredit(@Body() body: DepositCreditInput): Promise<SalesInvoiceDto> {
    return this.invoices.depositCredit(body);
  }

  @Post('credit-notes')
  @Route({
    summary: 'Credit what was invoiced',
    description: 'Pieces at what they were invoiced for, or an amount.',
    ...drafting,
    errors: [...refusals, CREDIT_EXCEEDS_SALE],
  })
  creditNote(@Body() body: CreditNoteInput): Promise<SalesInvoiceDto> {
    return this.invoices.creditNote(body);
  }
}
