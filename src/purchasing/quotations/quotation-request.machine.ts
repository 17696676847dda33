import { defineMachine } from '../../kernel/state-machine/index.js';
import { QUOTATIONS } from './quotations.permissions.js';

/** A request for quotation. Replies are chosen line by line; with the last one it is closed by itself. */
export const QUOTATION_REQUEST = defineMachine({
  name: 'quotation_request',
  table: 'erp.quotation_requests',
  states: ['draft', 'sent', 'closed', 'cancelled'],
  initial: 'draft',
  events: {
    send: { from: ['draft'], to: 'sent', permission: QUOTATIONS.send },
    award: { from: ['sent'], to: 'closed', permission: QUOTATIONS.award, in_parts: true },
    close: { from: ['sent'], to: 'closed', permission: QUOTATIONS.award },
    cancel: { from: ['draft', 'sent'], to: 'cancelled', permission: QUOTATIONS.cancel },
  },
});

export type QuotationRequestState = (typeof QUOTATION_REQUEST.states)[number];
export type QuotationRequestEvent = keyof typeof QUOTATION_REQUEST.events;
