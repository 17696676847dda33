import { MatchSettling } from './match-settling.js';
import { PurchaseInvoiceIntegrity } from './invoice-integrity.js';
import { PurchaseInvoiceActionsController } from './purchase-invoice-actions.controller.js';
import { PurchaseInvoicesController } from './purchase-invoices.controller.js';
import { PurchaseInvoicesRepository } from './purchase-invoices.repository.js';
import { PurchaseInvoices } from './purchase-invoices.service.js';

/** What the module of purchasing puts together for invoices. */
export const INVOICE_CONTROLLERS = [PurchaseInvoicesController, PurchaseInvoiceActionsController];
export const INVOICE_PROVIDERS = [
  PurchaseInvoicesRepository,
  MatchSettling,
  PurchaseInvoices,
  PurchaseInvoiceIntegrity,
];
