import { defineMachine } from '../../kernel/state-machine/index.js';
import { SALES } from '../sales.permissions.js';

const MAY = SALES.orders;

/**
 * A sales order. People confirm, cancel and close it; between its confirmation and its end its state follows from what was shipped of its lines,
 * as the view `sales_order_progress` says and nothing else.
 */
export const SALES_ORDER = defineMachine({
  name: 'sales_order',
  table: 'erp.sales_orders',
  states: ['draft', 'confirmed', 'partially_shipped', 'shipped', 'closed', 'cancelled'],
  initial: 'draft',
  events: {
    confirm: { from: ['draft'], to: 'confirmed', permission: MAY.confirm },
    cancel: { from: ['draft', 'confirmed'], to: 'cancelled', permission: MAY.cancel },
    close: { from: ['partially_shipped', 'shipped'], to: 'closed', permission: MAY.close },
  },
  followed: {
    partially_ship: { from: ['confirmed'], to: ['partially_shipped'], stays_in: ['partially_shipped'] },
    ship: { from: ['confirmed', 'partially_shipped'], to: ['shipped'] },
    // A shipment was reversed: it never left.
    unship: {
      from: ['partially_shipped', 'shipped'],
      to: ['confirmed', 'partially_shipped'],
      stays_in: ['partially_shipped'],
    },
    // Goods came back; the customer may be owed them again.
    take_back: { from: ['shipped'], to: ['partially_shipped'], stays_in: ['partially_shipped', 'shipped', 'closed'] },
    // Somebody let it pass though the credit does not cover it.
    override_credit: { from: [], to: [], stays_in: ['draft', 'confirmed', 'partially_shipped', 'shipped'] },
    // Somebody had stock held for it that has come by now.
    reserve: { from: [], to: [], stays_in: ['confirmed', 'partially_shipped'] },
  },
});

export type SalesOrderState = (typeof SALES_ORDER.states)[number];
export type SalesOrderEvent = keyof typeof SALES_ORDER.events;
/** What deliveries and returns do to an order. */
export type SalesOrderFollowed = 'ship' | 'unship' | 'take_back';

/** States in which goods may leave; in these the lines lead the order. */
export const SHIPPABLE_STATES: readonly SalesOrderState[] = ['confirmed', 'partially_shipped'];

/** The name under which the lines have led an order: goods that left are a part or all of it. */
export function followedEvent(event: SalesOrderFollowed, to: SalesOrderState): string {
  return event === 'ship' && to === 'partially_shipped' ? 'partially_ship' : event;
}
