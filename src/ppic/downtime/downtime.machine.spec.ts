import { DOWNTIME } from './downtime.machine.js';
import type { DowntimeState } from './downtime.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<DowntimeState, Record<keyof typeof DOWNTIME.events, string>> = {
  open: { end: 'ended', correct: 'ended', withdraw: 'withdrawn' },
  ended: { end: no, correct: 'ended', withdraw: 'withdrawn' },
  withdrawn: { end: no, correct: no, withdraw: no },
};

test.each(Object.entries(MATRIX))('a downtime that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => DOWNTIME.next(state as DowntimeState, event as keyof typeof DOWNTIME.events);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
