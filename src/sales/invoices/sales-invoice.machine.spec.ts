import { SALES_INVOICE } from './sales-invoice.machine.js';
import type { SalesInvoiceEvent, SalesInvoiceState } from './sales-invoice.machine.js';

const no = 'INVALID_STATE';
const MATRIX: Record<SalesInvoiceState, Record<SalesInvoiceEvent, string>> = {
  draft: { post: 'posted', cancel: 'cancelled' },
  posted: { post: no, cancel: 'cancelled' },
  cancelled: { post: no, cancel: no },
};

test.each(Object.entries(MATRIX))('an invoice to a customer that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => SALES_INVOICE.next(state as SalesInvoiceState, event as SalesInvoiceEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
