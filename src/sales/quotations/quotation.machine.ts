import { defineMachine } from '../../kernel/state-machine/index.js';
import { QUOTATION_PERMISSIONS as MAY } from './quotation.permissions.js';

/** A quotation. That it has expired is no state: its last day says so. */
export const SALES_QUOTATION = defineMachine({
  name: 'sales_quotation',
  table: 'erp.sales_quotations',
  states: ['draft', 'sent', 'won', 'lost', 'cancelled'],
  initial: 'draft',
  events: {
    send: { from: ['draft'], to: 'sent', permission: MAY.send },
    revise: { from: ['sent'], to: 'draft', permission: MAY.update },
    win: { from: ['sent'], to: 'won', permission: MAY.decide },
    lose: { from: ['sent'], to: 'lost', permission: MAY.decide },
    cancel: { from: ['draft', 'sent'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type QuotationState = (typeof SALES_QUOTATION.states)[number];
export type QuotationEvent = keyof typeof SALES_QUOTATION.events;
