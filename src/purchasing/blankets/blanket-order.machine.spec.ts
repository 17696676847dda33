import { BLANKET_ORDER } from './blanket-order.machine.js';
import type { BlanketOrderEvent, BlanketOrderState } from './blanket-order.machine.js';

const no = 'INVALID_STATE';
const over = { activate: no, close: no, cancel: no };
const MATRIX: Record<BlanketOrderState, Record<BlanketOrderEvent, string>> = {
  draft: { ...over, activate: 'active', cancel: 'cancelled' },
  active: { ...over, close: 'closed' },
  closed: over,
  cancelled: over,
};

test.each(Object.entries(MATRIX))('a blanket order that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => BLANKET_ORDER.next(state as BlanketOrderState, event as BlanketOrderEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
