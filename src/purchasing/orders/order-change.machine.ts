import { defineMachine } from '../../kernel/state-machine/index.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

/** A change of an approved order. What needs no approval is applied at once and never waits. */
export const ORDER_CHANGE = defineMachine({
  name: 'purchase_order_change',
  table: 'erp.purchase_order_changes',
  states: ['pending', 'applied', 'rejected', 'withdrawn'],
  initial: 'pending',
  events: {
    approve: { from: ['pending'], to: 'applied', permission: MAY.approve, in_parts: true },
    reject: { from: ['pending'], to: 'rejected', permission: MAY.approve },
    withdraw: { from: ['pending'], to: 'withdrawn', permission: MAY.change },
  },
});

export type OrderChangeState = (typeof ORDER_CHANGE.states)[number];
export type OrderChangeEvent = keyof typeof ORDER_CHANGE.events;
