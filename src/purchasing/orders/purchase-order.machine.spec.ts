import { ORDER_CHANGE } from './order-change.machine.js';
import type { OrderChangeEvent, OrderChangeState } from './order-change.machine.js';
import { PURCHASE_ORDER } from './purchase-order.machine.js';
import type { PurchaseOrderEvent, PurchaseOrderState } from './purchase-order.machine.js';

const no = 'INVALID_STATE';
const over = {
  submit: no,
  withdraw: no,
  reject: no,
  approve: no,
  send: no,
  confirm: no,
  short_close: no,
  close: no,
  cancel: no,
};
const MATRIX: Record<PurchaseOrderState, Record<PurchaseOrderEvent, string>> = {
  draft: { ...over, submit: 'submitted', cancel: 'cancelled' },
  submitted: { ...over, withdraw: 'draft', reject: 'draft', approve: 'approved', cancel: 'cancelled' },
  approved: { ...over, send: 'sent', cancel: 'cancelled' },
  sent: { ...over, confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: { ...over, cancel: 'cancelled' },
  partially_received: { ...over, short_close: 'received' },
  received: { ...over, close: 'closed' },
  closed: over,
  cancelled: over,
};

test.each(Object.entries(MATRIX))('an order that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => PURCHASE_ORDER.next(state as PurchaseOrderState, event as PurchaseOrderEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});

const decided = { approve: no, reject: no, withdraw: no };
const CHANGES: Record<OrderChangeState, Record<OrderChangeEvent, string>> = {
  pending: { approve: 'applied', reject: 'rejected', withdraw: 'withdrawn' },
  applied: decided,
  rejected: decided,
  withdrawn: decided,
};

test.each(Object.entries(CHANGES))('a change that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => ORDER_CHANGE.next(state as OrderChangeState, event as OrderChangeEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
