import { defineMachine, transitionRows } from '../../kernel/state-machine/index.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

/**
 * A purchase order. People lead it to its supplier and close it; in between its state follows from what is confirmed and received of its lines, as
 * the view `purchase_order_progress` says and nothing else.
 */
export const PURCHASE_ORDER = defineMachine({
  name: 'purchase_order',
  table: 'erp.purchase_orders',
  states: [
    'draft',
    'submitted',
    'approved',
    'sent',
    'confirmed',
    'partially_received',
    'received',
    'closed',
    'cancelled',
  ],
  initial: 'draft',
  events: {
    submit: { from: ['draft'], to: 'submitted', permission: MAY.submit },
    withdraw: { from: ['submitted'], to: 'draft', permission: MAY.submit },
    reject: { from: ['submitted'], to: 'draft', permission: MAY.approve },
    approve: { from: ['submitted'], to: 'approved', permission: MAY.approve, in_parts: true },
    send: { from: ['approved'], to: 'sent', permission: MAY.send },
    confirm: { from: ['sent'], to: 'confirmed', permission: MAY.confirm, in_parts: true },
    short_close: { from: ['partially_received'], to: 'received', permission: MAY.close, in_parts: true },
    close: { from: ['received'], to: 'closed', permission: MAY.close },
    cancel: {
      from: ['draft', 'submitted', 'approved', 'sent', 'confirmed'],
      to: 'cancelled',
      permission: MAY.cancel,
    },
  },
  followed: {
    receive: {
      from: ['sent', 'confirmed', 'partially_received', 'received'],
      to: ['partially_received', 'received'],
      stays_in: ['partially_received', 'received'],
    },
    // Goods went back; the supplier may owe them again.
    take_back: { from: ['received'], to: ['partially_received'], stays_in: ['partially_received', 'received'] },
    // A revision. What it changes has to be confirmed anew; what it no longer wants may have been the last that was missing.
    change: { from: [], to: [], stays_in: ['approved', 'sent', 'confirmed', 'partially_received'] },
    unconfirm: { from: ['confirmed'], to: ['sent'] },
    agree: { from: ['sent'], to: ['confirmed'] },
    settle: { from: ['partially_received'], to: ['received'] },
    resend: { from: [], to: [], stays_in: ['sent', 'confirmed', 'partially_received'] },
    reconfirm: { from: [], to: [], stays_in: ['sent', 'confirmed', 'partially_received'] },
  },
});

export type PurchaseOrderState = (typeof PURCHASE_ORDER.states)[number];
export type PurchaseOrderEvent = keyof typeof PURCHASE_ORDER.events;

/** States in which the supplier has the order and goods may come; from then on the lines lead it. */
export const LIVE_STATES: readonly PurchaseOrderState[] = ['sent', 'confirmed', 'partially_received', 'received'];

/** States in which an approved order may be changed, as a new revision. */
export const CHANGEABLE_STATES: readonly PurchaseOrderState[] = ['approved', 'sent', 'confirmed', 'partially_received'];

/** The name under which the lines have led an order from one state to another: what happened, or what that led to. */
export function followedEvent(event: string, from: PurchaseOrderState, to: PurchaseOrderState): string {
  const rows = transitionRows(PURCHASE_ORDER).filter(
    ({ from_state, to_state }) => from_state === from && to_state === to,
  );
  return (
    (rows.find((row) => row.event === event) ?? rows.find((row) => row.event in PURCHASE_ORDER.followed!))?.event ??
    event
  );
}
