import { SALES_ORDER, followedEvent } from './sales-order.machine.js';
import type { SalesOrderEvent, SalesOrderState } from './sales-order.machine.js';

const no = 'INVALID_STATE';
const over = { confirm: no, cancel: no, close: no };
const MATRIX: Record<SalesOrderState, Record<SalesOrderEvent, string>> = {
  draft: { ...over, confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: { ...over, cancel: 'cancelled' },
  partially_shipped: { ...over, close: 'closed' },
  shipped: { ...over, close: 'closed' },
  closed: over,
  cancelled: over,
};

test.each(Object.entries(MATRIX))('an order that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => SALES_ORDER.next(state as SalesOrderState, event as SalesOrderEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});

test('what leaves is kept as a part or as all of it, whatever else under its own name', () => {
  expect(followedEvent('ship', 'partially_shipped')).toBe('partially_ship');
  expect(followedEvent('ship', 'shipped')).toBe('ship');
  expect(followedEvent('unship', 'partially_shipped')).toBe('unship');
  expect(followedEvent('take_back', 'closed')).toBe('take_back');
});
