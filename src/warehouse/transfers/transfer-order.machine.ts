import { defineMachine } from '../../kernel/state-machine/index.js';
import { TRANSFER_PERMISSIONS } from './transfers.permissions.js';

/** In transit until everything that was dispatched is accepted, damaged, lost or back. Accepting a part leaves it in transit. */
export const TRANSFER_ORDER_MACHINE = defineMachine({
  name: 'transfer_order',
  table: 'erp.transfer_orders',
  states: ['draft', 'in_transit', 'accepted', 'closed', 'cancelled'],
  initial: 'draft',
  events: {
    dispatch: { from: ['draft'], to: 'in_transit', permission: TRANSFER_PERMISSIONS.transfer },
    accept: { from: ['in_transit'], to: 'accepted', permission: TRANSFER_PERMISSIONS.transfer, in_parts: true },
    close: { from: ['in_transit'], to: 'closed', permission: TRANSFER_PERMISSIONS.close },
    cancel: { from: ['draft'], to: 'cancelled', permission: TRANSFER_PERMISSIONS.cancel },
  },
});

export type TransferOrderState = (typeof TRANSFER_ORDER_MACHINE.states)[number];
export type TransferOrderEvent = keyof typeof TRANSFER_ORDER_MACHINE.events;
