import { deliveryExcess, leftToDeliver, pickFaults, surplusOf, takeGiven, takeHeld } from './delivery-lines.js';
import type { DeliverableLine, HeldPieces, PickableLine } from './delivery-lines.js';

const pickable = (id: string, quantity: number, given: Partial<PickableLine> = {}): PickableLine => ({
  id,
  line_no: 1,
  order_id: 'order',
  order_line_id: id,
  product_id: 'bear',
  quantity,
  ...given,
});
const place = (location_id: string, quantity: number, given: Partial<HeldPieces> = {}): HeldPieces => ({
  order_id: 'order',
  product_id: 'bear',
  location_id,
  lot_id: null,
  quantity,
  ...given,
});

it('gives what is held to the lines in their order, each piece once', () => {
  const { picks, missing } = takeHeld([pickable('a', 5), pickable('b', 4)], [place('x', 3), place('y', 4)]);
  expect(picks.map(({ delivery_line_id, location_id, quantity }) => [delivery_line_id, location_id, quantity])).toEqual(
    [
      ['a', 'x', 3],
      ['a', 'y', 2],
      ['b', 'y', 2],
    ],
  );
  expect(missing.map(({ line, quantity }) => [line.id, quantity])).toEqual([['b', 2]]);
});

it('leaves what is held for other orders and of other products', () => {
  const held = [place('x', 9, { order_id: 'other' }), place('y', 9, { product_id: 'cat' })];
  expect(takeHeld([pickable('a', 5)], held)).toMatchObject({ picks: [], missing: [{ quantity: 5 }] });
});

it('counts what a named place takes of what is held once, and says what goes beyond it', () => {
  const named = (line: PickableLine, location_id: string, quantity: number) => ({
    ...{ line, location_id, quantity },
    lot_id: null,
  });
  const held = [place('x', 5), place('y', 1)];
  const { beyond, rest } = takeGiven([named(pickable('a', 5), 'x', 5), named(pickable('b', 2), 'x', 2)], held);
  expect(beyond.map(({ line, location_id, quantity }) => [line.id, location_id, quantity])).toEqual([['b', 'x', 2]]);
  expect(rest.map(({ quantity }) => quantity)).toEqual([0, 1]);
  expect(takeHeld([pickable('c', 5)], rest)).toMatchObject({
    picks: [{ location_id: 'y' }],
    missing: [{ quantity: 4 }],
  });
});

it('gives back what is held beyond what is open, once what is lacking is held, and nothing that a delivery takes', () => {
  const standing = (held_quantity: number, open_quantity: number, order_id = 'order') => ({
    ...{ order_id, product_id: 'bear' },
    ...{ held_quantity, open_quantity },
  });
  const wanted = [{ line: pickable('a', 5), quantity: 5 }];
  const unpicked = [place('x', 3), place('y', 9), place('z', 9, { order_id: 'other' })];
  const given = (held: number, open: number) =>
    surplusOf(unpicked, wanted, [standing(held, open), standing(9, 9, 'other')]).map((each) => [
      each.location_id,
      each.quantity,
    ]);
  expect(given(10, 10)).toEqual([
    ['x', 3],
    ['y', 2],
  ]);
  expect(given(5, 10)).toEqual([]);
  expect(given(7, 10)).toEqual([['x', 2]]);
  expect(given(99, 10)).toEqual([
    ['x', 3],
    ['y', 9],
  ]);
});

it('takes from places of the warehouse alone', () => {
  const picks = [{ line_no: 1, quantity: 5, location_id: 'elsewhere' }];
  expect(pickFaults(picks, [pickable('a', 5)], new Set(['x']))).toMatchObject([
    { pointer: '/picks/0/location_id', code: 'REFERENCE_NOT_FOUND' },
  ]);
});

it('wants a line that is named named as a whole', () => {
  const lines = [pickable('a', 5), pickable('b', 2, { line_no: 2 })];
  const faults = (...picks: [number, number][]) =>
    pickFaults(
      picks.map(([line_no, quantity]) => ({ line_no, quantity, location_id: 'x' })),
      lines,
      new Set(['x']),
    ).map(({ pointer, code }) => `${pointer} ${code}`);
  expect(faults([1, 3], [1, 2])).toEqual([]);
  expect(faults([1, 3], [1, 3], [3, 1])).toEqual([
    '/picks/0/quantity NOT_ALLOWED',
    '/picks/2/line_no REFERENCE_NOT_FOUND',
  ]);
});

it('delivers what is open and on no other delivery', () => {
  const line = { open_quantity: 10, planned_quantity: 4, order_number: 'SO-1', line_no: 1, id: 'l' } as DeliverableLine;
  expect(leftToDeliver(line)).toBe(6);
  expect(leftToDeliver({ open_quantity: 1, planned_quantity: 4 })).toBe(0);
  expect(deliveryExcess([{ line, quantity: 6 }])).toEqual([]);
  expect([7, 0].map((quantity) => deliveryExcess([{ line, quantity }]).length)).toEqual([1, 1]);
});
