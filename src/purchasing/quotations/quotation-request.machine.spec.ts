import { QUOTATION_REQUEST } from './quotation-request.machine.js';
import type { QuotationRequestEvent, QuotationRequestState } from './quotation-request.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<QuotationRequestState, Record<QuotationRequestEvent, string>> = {
  draft: { send: 'sent', award: no, close: no, cancel: 'cancelled' },
  sent: { send: no, award: 'closed', close: 'closed', cancel: 'cancelled' },
  closed: { send: no, award: no, close: no, cancel: no },
  cancelled: { send: no, award: no, close: no, cancel: no },
};

test.each(Object.entries(MATRIX))('a request that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => QUOTATION_REQUEST.next(state as QuotationRequestState, event as QuotationRequestEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
