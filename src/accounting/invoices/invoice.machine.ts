import { defineMachine } from '../../kernel/state-machine/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';

const MAY = ACCOUNTING.invoices;

/**
 * An invoice or credit note. That it is paid, in part or as a whole, is no state of its own: `status` is made of the state and what is
 * allocated, and cannot drift from it. Cancelled after posting, its entry is reversed and it keeps its number.
 */
export const INVOICE = defineMachine({
  name: 'invoice',
  table: 'erp.invoices',
  states: ['draft', 'posted', 'cancelled'],
  initial: 'draft',
  events: {
    post: { from: ['draft'], to: 'posted', permission: MAY.post },
    cancel: { from: ['draft', 'posted'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type InvoiceState = (typeof INVOICE.states)[number];
export type InvoiceEvent = keyof typeof INVOICE.events;
