import { SALES_DELIVERY } from './delivery.machine.js';
import type { SalesDeliveryEvent, SalesDeliveryState } from './delivery.machine.js';

const no = 'INVALID_STATE';
const over = { pick: no, pack: no, ship: no, cancel: no };
const MATRIX: Record<SalesDeliveryState, Record<SalesDeliveryEvent, string>> = {
  draft: { pick: 'picked', pack: no, ship: 'shipped', cancel: 'cancelled' },
  picked: { pick: 'picked', pack: 'packed', ship: 'shipped', cancel: 'cancelled' },
  packed: { pick: no, pack: no, ship: 'shipped', cancel: 'cancelled' },
  shipped: over,
  cancelled: over,
};

test.each(Object.entries(MATRIX))('a delivery that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => SALES_DELIVERY.next(state as SalesDeliveryState, event as SalesDeliveryEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
