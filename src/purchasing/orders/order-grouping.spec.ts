import { groupedOrders, orderedAs } from './order-grouping.js';
import type { WantedLine } from './order-grouping.js';

const wanted = (requisition_line_id: string, given: Partial<WantedLine> = {}): WantedLine => ({
  requisition_line_id,
  company_id: 'c',
  warehouse_id: 'w',
  supplier_id: 's1',
  currency_code: 'IDR',
  product_id: 'p1',
  description: null,
  needed_by: '2026-03-01',
  quantity: 10,
  unit_price: null,
  ...given,
});

it('makes an order for each supplier, warehouse and currency, and one line of what is the same', () => {
  const groups = groupedOrders([
    wanted('a', { needed_by: '2026-03-09' }),
    wanted('b', { supplier_id: 's2' }),
    wanted('c', { needed_by: '2026-03-02', quantity: 5 }),
    wanted('d', { unit_price: '3.00' }),
    wanted('e', { currency_code: 'USD' }),
    wanted('f', { product_id: 'p2', needed_by: null }),
  ]);
  expect(groups.map(({ supplier_id, currency_code, lines }) => [supplier_id, currency_code, lines.length])).toEqual([
    ['s1', 'IDR', 3],
    ['s2', 'IDR', 1],
    ['s1', 'USD', 1],
  ]);
  expect(groups[0]!.lines[0]).toEqual({
    product_id: 'p1',
    description: null,
    unit_price: null,
    needed_on: '2026-03-02',
    quantity: 15,
    parts: [
      { requisition_line_id: 'a', quantity: 10 },
      { requisition_line_id: 'c', quantity: 5 },
    ],
  });
});

it('orders as the supplier sells, unless the buyer has a price', () => {
  const [group] = groupedOrders([wanted('a')]);
  const [line] = group!.lines;
  expect(orderedAs(line!, { unit_id: 'box', order_quantity: 2 })).toMatchObject({ unit_id: 'box', unit_quantity: '2' });
  expect(orderedAs({ ...line!, unit_price: '3.00' }, { unit_id: 'box', order_quantity: 2 })).toMatchObject({
    quantity: 10,
    unit_price: '3.00',
  });
  expect(orderedAs(line!, null)).toEqual({
    product_id: 'p1',
    description: null,
    needed_on: '2026-03-01',
    quantity: 10,
  });
});
