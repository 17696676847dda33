import { PURCHASE_INVOICE } from './purchase-invoice.machine.js';
import type { PurchaseInvoiceEvent, PurchaseInvoiceState } from './purchase-invoice.machine.js';

const no = 'INVALID_STATE';
const never = { match: no, release: no, cancel: no };
const MATRIX: Record<PurchaseInvoiceState, Record<PurchaseInvoiceEvent, string>> = {
  registered: { ...never, match: 'matched' },
  matched: { ...never, cancel: 'cancelled' },
  held: { ...never, match: 'matched', release: 'released', cancel: 'cancelled' },
  released: { ...never, cancel: 'cancelled' },
  cancelled: never,
};

test.each(Object.entries(MATRIX))('an invoice that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => PURCHASE_INVOICE.next(state as PurchaseInvoiceState, event as PurchaseInvoiceEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
