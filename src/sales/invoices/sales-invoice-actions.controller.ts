import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ACCOUNTING_ERRORS } from '../../accounting/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SALES_INVOICE_ERRORS } from './sales-invoice.errors.js';
import { SALES_INVOICE_PERMISSIONS as MAY } from './sales-invoice.permissions.js';
import { CancelSalesInvoiceInput, SalesInvoiceDto } from './sales-invoices.dto.js';
import { SalesInvoices } from './sales-invoices.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const {
  ACCOUNT_CURRENCY,
  ACCOUNT_NOT_POSTABLE,
  ACCOUNT_ROLE_MISSING,
  BOOKS_CLOSED,
  FISCAL_YEAR_MISSING,
  INVOICE_ALLOCATED,
} = ACCOUNTING_ERRORS;
const step = { returns: SalesInvoiceDto, status: 200, versioned: true, action: true } as const;
const posting = [
  ...[NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, ACCOUNT_ROLE_MISSING, BOOKS_CLOSED, FISCAL_YEAR_MISSING],
  ...[ACCOUNT_CURRENCY, ACCOUNT_NOT_POSTABLE, SALES_ERRORS.SALES_QUANTITY_EXCEEDED],
  SALES_INVOICE_ERRORS.INVOICE_EXCEEDS_ORDER,
];

@ApiTags('Invoices to customers')
@Controller('sales/invoices/:id')
export class SalesInvoiceActionsController {
  constructor(private readonly invoices: SalesInvoices) {}

  @Get()
  @Route({
    summary: 'Show an invoice to a customer',
    permission: MAY.read,
    returns: SalesInvoiceDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<SalesInvoiceDto> {
    return this.invoices.get(id);
  }

  @Post('post')
  @Route({
    summary: 'Post an invoice to a customer',
    description: 'Its number and its entry come in one transaction, and its orders count it.',
    permission: MAY.post,
    ...step,
    errors: posting,
  })
  post(@IdParam() id: string): Promise<SalesInvoiceDto> {
    return this.invoices.post(id);
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel an invoice to a customer',
    description: 'Of a posted one the entry is reversed; it keeps its number. Nothing may be paid of it.',
    permission: MAY.cancel,
    ...step,
    errors: [...posting, INVOICE_ALLOCATED, SALES_INVOICE_ERRORS.DEPOSIT_DEDUCTED],
  })
  cancel(@IdParam() id: string, @Body() body: CancelSalesInvoiceInput): Promise<SalesInvoiceDto> {
    return this.invoices.cancel(id, body);
  }

  @Get('transitions')
  @Route({
    summary: 'What may be done with an invoice to a customer now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.invoices.transitions(id);
  }

  @Get('history')
  @Route({
    summary: 'What was done with an invoice to a customer',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.invoices.historyOf(id);
  }
}
