import type { BlockingReason } from '../../kernel/state-machine/index.js';
import type { WaitsFor } from './work-orders.repository.js';

const RUNNING = ['released', 'in_progress'];

/** Why a work order cannot begin, all of it, in words for the floor. */
export function startBlockers({ order_state, predecessors, shortages }: WaitsFor): BlockingReason[] {
  return [
    ...(RUNNING.includes(order_state) ? [] : [{ code: 'ORDER_NOT_RUNNING', message: `The order is ${order_state}` }]),
    ...predecessors.map(({ number, accepted_quantity, offered_quantity, needed }) => ({
      code: offered_quantity > 0 ? 'HAND_OVER_NOT_ACCEPTED' : 'PREDECESSOR_OPEN',
      message:
        `${accepted_quantity} pieces of ${number} have been accepted; ` +
        (needed === null ? 'it begins when that is completed' : `it begins with ${needed}`) +
        (offered_quantity > 0 ? `, and ${offered_quantity} wait to be accepted` : ''),
    })),
    ...shortages.map(({ sku, short_quantity }) => ({
      code: 'MATERIAL_SHORT',
      message: `${sku} is short of ${short_quantity}`,
    })),
  ];
}
