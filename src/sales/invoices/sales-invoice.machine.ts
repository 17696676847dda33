import { defineMachine } from '../../kernel/state-machine/index.js';
import { SALES_INVOICE_PERMISSIONS as MAY } from './sales-invoice.permissions.js';

/** An invoice, deposit or credit note to a customer; its state is that of the invoice in the books, and what is paid of it says `status`. */
export const SALES_INVOICE = defineMachine({
  name: 'sales_invoice',
  table: 'erp.sales_invoices',
  states: ['draft', 'posted', 'cancelled'],
  initial: 'draft',
  events: {
    post: { from: ['draft'], to: 'posted', permission: MAY.post },
    cancel: { from: ['draft', 'posted'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type SalesInvoiceState = (typeof SALES_INVOICE.states)[number];
export type SalesInvoiceEvent = keyof typeof SALES_INVOICE.events;
