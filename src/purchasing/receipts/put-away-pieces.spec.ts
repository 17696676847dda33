import { receiptLinesOf } from './put-away-pieces.js';

const waits = (id: string, quantity: number, given: object = {}) => ({
  ...{ id, order_id: `order of ${id}`, product_id: 'plush', lot_id: null, location_id: 'dock', quantity },
  ...given,
});
const takes = (quantity: number, given: object = {}) => ({
  ...{ product_id: 'plush', lot_id: null, from_location_id: 'dock', quantity },
  ...given,
});
const told = (...all: Parameters<typeof receiptLinesOf>): string[] =>
  receiptLinesOf(...all).map(({ id, quantity }) => `${id} ${quantity}`);

it('takes what came first, of one lot, product and place, and no more than waits', () => {
  const waiting = [
    waits('a', 5),
    waits('b', 4),
    waits('lot', 9, { lot_id: 'L' }),
    waits('else', 9, { location_id: 'hall' }),
  ];
  expect(told([takes(3)], waiting)).toEqual(['a 3']);
  expect(told([takes(7)], waiting)).toEqual(['a 5', 'b 2']);
  expect(told([takes(6), takes(2)], waiting)).toEqual(['a 5', 'b 3']);
  expect(told([takes(99)], waiting)).toEqual(['a 5', 'b 4']);
  expect(told([takes(2, { lot_id: 'L' }), takes(1, { from_location_id: 'hall' })], waiting)).toEqual([
    'lot 2',
    'else 1',
  ]);
  expect(told([takes(2, { product_id: 'thread' })], waiting)).toEqual([]);
});
