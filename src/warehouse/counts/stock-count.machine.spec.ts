import { STOCK_COUNT_MACHINE } from './stock-count.machine.js';
import type { StockCountEvent, StockCountState } from './stock-count.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<StockCountState, Record<StockCountEvent, string>> = {
  draft: { start: 'counting', finish: no, recount: no, approve: no, post: no, cancel: 'cancelled' },
  counting: { start: no, finish: 'review', recount: no, approve: no, post: no, cancel: 'cancelled' },
  review: { start: no, finish: no, recount: 'counting', approve: 'approved', post: no, cancel: 'cancelled' },
  approved: { start: no, finish: no, recount: no, approve: no, post: 'posted', cancel: 'cancelled' },
  posted: { start: no, finish: no, recount: no, approve: no, post: no, cancel: no },
  cancelled: { start: no, finish: no, recount: no, approve: no, post: no, cancel: no },
};

test.each(Object.entries(MATRIX))('a count that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => STOCK_COUNT_MACHINE.next(state as StockCountState, event as StockCountEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
