import { GoodsArrivals } from './goods-arrivals.js';
import type { GoodsArrived } from './goods-arrivals.js';
import type { PostedMovement } from './movement-draft.js';

function movement(type: PostedMovement['type']): PostedMovement {
  const line = {
    id: 'l',
    line_no: 1,
    product_id: 'P',
    lot_id: 'L',
    quantity: 3,
    from_location_id: 'F',
    to_location_id: 'T',
    value: '3.00',
  };
  return { type, company_id: 'C', lines: [line] } as unknown as PostedMovement;
}

describe('goods that arrive', () => {
  it('are told to everybody who listens, and only those of receipts', async () => {
    const arrivals = new GoodsArrivals();
    await arrivals.tell([movement('receipt')]);
    const heard: GoodsArrived[] = [];
    const listen = (arrived: GoodsArrived): Promise<void> => Promise.resolve(void heard.push(arrived));
    expect(arrivals.concern([movement('receipt')])).toBe(false);
    arrivals.listen(listen);
    arrivals.listen(listen);
    expect(arrivals.concern([movement('issue')])).toBe(false);
    expect(arrivals.concern([movement('issue'), movement('receipt')])).toBe(true);
    await arrivals.tell([movement('issue'), movement('receipt'), movement('transfer')]);
    const told = { company_id: 'C', lines: [{ product_id: 'P', location_id: 'T', lot_id: 'L', quantity: 3 }] };
    expect(heard).toEqual([told, told]);
  });
});
