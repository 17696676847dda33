import { defineMachine } from '../../kernel/state-machine/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';

const MAY = ACCOUNTING.payments;

/** A payment. Reversed, its entry and all that it paid are taken back; it keeps its number. */
export const PAYMENT = defineMachine({
  name: 'payment',
  table: 'erp.payments',
  states: ['draft', 'posted', 'reversed', 'cancelled'],
  initial: 'draft',
  events: {
    post: { from: ['draft'], to: 'posted', permission: MAY.post },
    cancel: { from: ['draft'], to: 'cancelled', permission: MAY.cancel },
    reverse: { from: ['posted'], to: 'reversed', permission: MAY.reverse },
  },
});

export type PaymentState = (typeof PAYMENT.states)[number];
export type PaymentEvent = keyof typeof PAYMENT.events;
