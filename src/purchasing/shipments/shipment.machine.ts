import { defineMachine } from '../../kernel/state-machine/index.js';
import { SHIPMENT_PERMISSIONS as MAY } from './shipment.permissions.js';

/** Goods on their way. Each event is a milestone with its day; goods are received whenever they are there. */
export const PURCHASE_SHIPMENT = defineMachine({
  name: 'purchase_shipment',
  table: 'erp.purchase_shipments',
  states: ['planned', 'shipped', 'customs', 'in_transit', 'delivered', 'cancelled'],
  initial: 'planned',
  events: {
    ship: { from: ['planned'], to: 'shipped', permission: MAY.track },
    customs: { from: ['shipped', 'in_transit'], to: 'customs', permission: MAY.track },
    transit: { from: ['shipped', 'customs'], to: 'in_transit', permission: MAY.track },
    deliver: { from: ['shipped', 'customs', 'in_transit'], to: 'delivered', permission: MAY.track },
    cancel: { from: ['planned'], to: 'cancelled', permission: MAY.track },
  },
});

export type PurchaseShipmentState = (typeof PURCHASE_SHIPMENT.states)[number];
export type PurchaseShipmentEvent = keyof typeof PURCHASE_SHIPMENT.events;
