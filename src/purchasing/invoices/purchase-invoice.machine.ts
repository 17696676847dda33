import { defineMachine } from '../../kernel/state-machine/index.js';
import { PURCHASE_INVOICE_PERMISSIONS as MAY } from './purchase-invoice.permissions.js';

/** The three-way match of an invoice with its order and its receipts. What is paid of it is the invoice's own status. */
export const PURCHASE_INVOICE = defineMachine({
  name: 'purchase_invoice',
  table: 'erp.purchase_invoices',
  states: ['registered', 'matched', 'held', 'released', 'cancelled'],
  initial: 'registered',
  events: {
    match: { from: ['registered', 'held'], to: 'matched', permission: MAY.match },
    release: { from: ['held'], to: 'released', permission: MAY.release },
    cancel: { from: ['matched', 'held', 'released'], to: 'cancelled', permission: MAY.cancel },
  },
  followed: { hold: { from: ['registered'], to: ['held'] } },
});

export type PurchaseInvoiceState = (typeof PURCHASE_INVOICE.states)[number];
export type PurchaseInvoiceEvent = keyof typeof PURCHASE_INVOICE.events;
