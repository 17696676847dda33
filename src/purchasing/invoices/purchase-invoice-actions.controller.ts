import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ACCOUNTING_ERRORS } from '../../accounting/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { PURCHASE_INVOICE_ERRORS } from './purchase-invoice.errors.js';
import { PURCHASE_INVOICE_PERMISSIONS as MAY } from './purchase-invoice.permissions.js';
import { PurchaseInvoiceCancelInput, PurchaseInvoiceDto, PurchaseInvoiceReason } from './purchase-invoices.dto.js';
import { PurchaseInvoices } from './purchase-invoices.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { ACCOUNT_ROLE_MISSING, BOOKS_CLOSED, FISCAL_YEAR_MISSING, INVOICE_ALLOCATED } = ACCOUNTING_ERRORS;
const step = { returns: PurchaseInvoiceDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Invoices of suppliers')
@Controller('purchasing/invoices')
export class PurchaseInvoiceActionsController {
  constructor(private readonly invoices: PurchaseInvoices) {}

  @Post(':id/match')
  @Route({
    summary: 'Match a held invoice anew',
    permission: MAY.match,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, PURCHASE_INVOICE_ERRORS.INVOICE_STILL_DIFFERS],
  })
  match(@IdParam() id: string): Promise<PurchaseInvoiceDto> {
    return this.invoices.match(id);
  }

  @Post(':id/release')
  @Route({
    summary: 'Release a held invoice as it is',
    permission: MAY.release,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  release(@IdParam() id: string, @Body() { reason }: PurchaseInvoiceReason): Promise<PurchaseInvoiceDto> {
    return this.invoices.release(id, reason);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Cancel an invoice of a supplier',
    description: 'Its entries are reversed; it keeps its number. Nothing may be paid of it.',
    permission: MAY.cancel,
    ...step,
    errors: [
      NOT_FOUND,
      VALIDATION_FAILED,
      INVALID_STATE,
      ACCOUNT_ROLE_MISSING,
      BOOKS_CLOSED,
      FISCAL_YEAR_MISSING,
      INVOICE_ALLOCATED,
    ],
  })
  cancel(@IdParam() id: string, @Body() body: PurchaseInvoiceCancelInput): Promise<PurchaseInvoiceDto> {
    return this.invoices.cancel(id, body);
  }
}
