import { SALES_RETURN } from './sales-return.machine.js';
import type { SalesReturnEvent, SalesReturnState } from './sales-return.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<SalesReturnState, Record<SalesReturnEvent, string>> = {
  authorised: { receive: 'received', cancel: 'cancelled' },
  received: { receive: no, cancel: no },
  cancelled: { receive: no, cancel: no },
};

test.each(Object.entries(MATRIX))('a return that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => SALES_RETURN.next(state as SalesReturnState, event as SalesReturnEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
