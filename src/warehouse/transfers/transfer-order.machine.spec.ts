import { TRANSFER_ORDER_MACHINE } from './transfer-order.machine.js';
import type { TransferOrderEvent, TransferOrderState } from './transfer-order.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<TransferOrderState, Record<TransferOrderEvent, string>> = {
  draft: { dispatch: 'in_transit', accept: no, close: no, cancel: 'cancelled' },
  in_transit: { dispatch: no, accept: 'accepted', close: 'closed', cancel: no },
  accepted: { dispatch: no, accept: no, close: no, cancel: no },
  closed: { dispatch: no, accept: no, close: no, cancel: no },
  cancelled: { dispatch: no, accept: no, close: no, cancel: no },
};

test.each(Object.entries(MATRIX))('a transfer that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => TRANSFER_ORDER_MACHINE.next(state as TransferOrderState, event as TransferOrderEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
