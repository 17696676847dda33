import { REQUEST_CARD } from './request-card.machine.js';
import type { RequestCardEvent, RequestCardState } from './request-card.machine.js';

const no = 'INVALID_STATE';
const NOTHING = { approve: no, reject: no, cancel: no, ship: no, receive: no, short_close: no };
const MATRIX: Record<RequestCardState, Record<RequestCardEvent, string>> = {
  pending: { ...NOTHING, approve: 'approved', reject: 'rejected', cancel: 'cancelled' },
  approved: { ...NOTHING, reject: 'rejected', cancel: 'cancelled', ship: 'in_progress' },
  in_progress: { ...NOTHING, ship: 'in_progress', receive: 'completed', short_close: 'completed' },
  completed: NOTHING,
  rejected: NOTHING,
  cancelled: NOTHING,
};

test.each(Object.entries(MATRIX))('a card that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => REQUEST_CARD.next(state as RequestCardState, event as RequestCardEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
