import { defineMachine } from '../../kernel/state-machine/index.js';
import { DELIVERY_PERMISSIONS as MAY } from './delivery.permissions.js';

/**
 * Goods on their way out. What is picked is held for its order, and may be picked anew; where nobody keeps a pick list or packs, a delivery
 * is shipped from its draft, and picks on the way.
 */
export const SALES_DELIVERY = defineMachine({
  name: 'sales_delivery',
  table: 'erp.sales_deliveries',
  states: ['draft', 'picked', 'packed', 'shipped', 'cancelled'],
  initial: 'draft',
  events: {
    pick: { from: ['draft', 'picked'], to: 'picked', permission: MAY.pick },
    pack: { from: ['picked'], to: 'packed', permission: MAY.pack },
    ship: { from: ['draft', 'picked', 'packed'], to: 'shipped', permission: MAY.ship },
    cancel: { from: ['draft', 'picked', 'packed'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type SalesDeliveryState = (typeof SALES_DELIVERY.states)[number];
export type SalesDeliveryEvent = keyof typeof SALES_DELIVERY.events;

/** Deliveries that have pieces of an order line to themselves and have not left. */
export const OPEN_DELIVERY_STATES: readonly SalesDeliveryState[] = ['draft', 'picked', 'packed'];
