import { LOT_MACHINE } from './lot.machine.js';
import type { LotEvent, LotState } from './lot.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<LotState, Record<LotEvent, string>> = {
  available: { hold: 'on_hold', release: no },
  on_hold: { hold: no, release: 'available' },
};

test.each(Object.entries(MATRIX))('a lot that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => LOT_MACHINE.next(state as LotState, event as LotEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
