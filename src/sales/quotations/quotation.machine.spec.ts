import { SALES_QUOTATION } from './quotation.machine.js';
import type { QuotationEvent, QuotationState } from './quotation.machine.js';

const no = 'INVALID_STATE';
const over = { send: no, revise: no, win: no, lose: no, cancel: no };
const MATRIX: Record<QuotationState, Record<QuotationEvent, string>> = {
  draft: { ...over, send: 'sent', cancel: 'cancelled' },
  sent: { ...over, revise: 'draft', win: 'won', lose: 'lost', cancel: 'cancelled' },
  won: over,
  lost: over,
  cancelled: over,
};

test.each(Object.entries(MATRIX))('a quotation that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => SALES_QUOTATION.next(state as QuotationState, event as QuotationEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
