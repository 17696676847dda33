import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ACCOUNTING_ERRORS } from '../../accounting/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { PURCHASE_INVOICE_ERRORS } from './purchase-invoice.errors.js';
import { PURCHASE_INVOICE_PERMISSIONS as MAY } from './purchase-invoice.permissions.js';
import {
  PurchaseInvoiceDto,
  PurchaseInvoiceHeadDto,
  PurchaseInvoiceInput,
  PurchaseInvoiceListQuery,
} from './purchase-invoices.dto.js';
import { PurchaseInvoices } from './purchase-invoices.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, DUPLICATE, INVALID_VALUE } = KERNEL_ERRORS;
const { ACCOUNT_ROLE_MISSING, ACCOUNT_NOT_POSTABLE, ACCOUNT_CURRENCY, BOOKS_CLOSED, FISCAL_YEAR_MISSING } =
  ACCOUNTING_ERRORS;
const POSTING = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, ACCOUNT_ROLE_MISSING, BOOKS_CLOSED, FISCAL_YEAR_MISSING];

@ApiTags('Invoices of suppliers')
@Controller('purchasing/invoices')
export class PurchaseInvoicesController {
  constructor(private readonly invoices: PurchaseInvoices) {}

  @Get()
  @Route({
    summary: 'List invoices of suppliers',
    description: 'The hold queue is `state=held`.',
    permission: MAY.read,
    returns: page(PurchaseInvoiceHeadDto),
  })
  list(@Query() query: PurchaseInvoiceListQuery): Promise<Page<PurchaseInvoiceHeadDto>> {
    return this.invoices.page(query);
  }

  @Post()
  @Route({
    summary: 'Enter an invoice or credit note of a supplier',
    description:
      'It is posted and matched with its orders and receipts, quantity and price apart: within the tolerances of the supplier and category it passes by itself, ' +
      'otherwise it is on hold, with what it differs in. A receipt that makes up for it lets it pass later.',
    permission: MAY.register,
    returns: PurchaseInvoiceDto,
    status: 201,
    action: true,
    errors: [
      ...POSTING,
      DUPLICATE,
      INVALID_VALUE,
      ACCOUNT_NOT_POSTABLE,
      ACCOUNT_CURRENCY,
      MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING,
      PURCHASE_INVOICE_ERRORS.CREDIT_EXCEEDS_INVOICED,
    ],
  })
  register(@Body() body: PurchaseInvoiceInput): Promise<PurchaseInvoiceDto> {
    return this.invoices.register(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show an invoice of a supplier',
    permission: MAY.read,
    returns: PurchaseInvoiceDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<PurchaseInvoiceDto> {
    return this.invoices.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'Say what may be done with an invoice of a supplier',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.invoices.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'Show what became of an invoice of a supplier',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.invoices.historyOf(id);
  }
}
