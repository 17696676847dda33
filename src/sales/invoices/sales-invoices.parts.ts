import { BillingRepository } from './billing.repository.js';
import { DepositBilling } from './deposit-billing.service.js';
import { InvoiceBooking } from './invoice-booking.js';
import { InvoiceDrafts } from './invoice-drafts.js';
import { Billing } from './billing.service.js';
import { SalesInvoiceActionsController } from './sales-invoice-actions.controller.js';
import { SalesInvoiceBeside } from './sales-invoice-beside.js';
import { SalesInvoicesController } from './sales-invoices.controller.js';
import { SalesInvoicesRepository } from './sales-invoices.repository.js';
import { SalesInvoices } from './sales-invoices.service.js';

/** What the module of sales puts together for invoices. */
export const SALES_INVOICE_CONTROLLERS = [SalesInvoicesController, SalesInvoiceActionsController];
export const SALES_INVOICE_PROVIDERS = [
  SalesInvoicesRepository,
  BillingRepository,
  InvoiceDrafts,
  DepositBilling,
  Billing,
  InvoiceBooking,
  SalesInvoiceBeside,
  SalesInvoices,
];
