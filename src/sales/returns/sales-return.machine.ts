import { defineMachine } from '../../kernel/state-machine/index.js';
import { SALES_RETURN_PERMISSIONS as MAY } from './sales-return.permissions.js';

/** What a customer may send back; it is counted when it is there. */
export const SALES_RETURN = defineMachine({
  name: 'sales_return',
  table: 'erp.sales_returns',
  states: ['authorised', 'received', 'cancelled'],
  initial: 'authorised',
  events: {
    receive: { from: ['authorised'], to: 'received', permission: MAY.receive },
    cancel: { from: ['authorised'], to: 'cancelled', permission: MAY.cancel },
  },
});

export type SalesReturnState = (typeof SALES_RETURN.states)[number];
export type SalesReturnEvent = keyof typeof SALES_RETURN.events;
