import { REWORK_ORDER } from './rework-order.machine.js';
import type { ReworkEvent, ReworkState } from './rework-order.machine.js';

const no = 'INVALID_STATE';
const NOTHING = { approve: no, start: no, complete: no, verify: no, cancel: no };
const MATRIX: Record<ReworkState, Record<ReworkEvent, string>> = {
  requested: { ...NOTHING, approve: 'approved', cancel: 'cancelled' },
  approved: { ...NOTHING, start: 'in_progress', cancel: 'cancelled' },
  in_progress: { ...NOTHING, complete: 'completed', cancel: 'cancelled' },
  completed: { ...NOTHING, verify: 'verified' },
  verified: NOTHING,
  cancelled: NOTHING,
};

test.each(Object.entries(MATRIX))('a rework order that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => REWORK_ORDER.next(state as ReworkState, event as ReworkEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
