import { defineMachine } from '../../kernel/state-machine/index.js';
import { BLANKET_PERMISSIONS as MAY } from './blanket-order.permissions.js';

/** What is agreed with a supplier for a time. Calling off changes no state: it is an order. */
export const BLANKET_ORDER = defineMachine({
  name: 'blanket_order',
  table: 'erp.purchase_blanket_orders',
  states: ['draft', 'active', 'closed', 'cancelled'],
  initial: 'draft',
  events: {
    activate: { from: ['draft'], to: 'active', permission: MAY.activate },
    close: { from: ['active'], to: 'closed', permission: MAY.activate },
    cancel: { from: ['draft'], to: 'cancelled', permission: MAY.update },
  },
});

export type BlanketOrderState = (typeof BLANKET_ORDER.states)[number];
export type BlanketOrderEvent = keyof typeof BLANKET_ORDER.events;
