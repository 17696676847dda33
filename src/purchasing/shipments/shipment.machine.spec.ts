import { PURCHASE_SHIPMENT } from './shipment.machine.js';
import type { PurchaseShipmentEvent, PurchaseShipmentState } from './shipment.machine.js';

const no = 'INVALID_STATE';
const over = { ship: no, customs: no, transit: no, deliver: no, cancel: no };
const MATRIX: Record<PurchaseShipmentState, Record<PurchaseShipmentEvent, string>> = {
  planned: { ...over, ship: 'shipped', cancel: 'cancelled' },
  shipped: { ...over, customs: 'customs', transit: 'in_transit', deliver: 'delivered' },
  customs: { ...over, transit: 'in_transit', deliver: 'delivered' },
  in_transit: { ...over, customs: 'customs', deliver: 'delivered' },
  delivered: over,
  cancelled: over,
};

test.each(Object.entries(MATRIX))('a shipment that is %s moves as its row says', (state, row) => {
  for (const [event, to] of Object.entries(row)) {
    const move = () => PURCHASE_SHIPMENT.next(state as PurchaseShipmentState, event as PurchaseShipmentEvent);
    if (to === no) expect(move).toThrow(expect.objectContaining({ code: no }));
    else expect(move()).toBe(to);
  }
});
