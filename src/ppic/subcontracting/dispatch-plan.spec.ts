import { all, exceeded, lineFaults, outstanding, unused, withExtra } from './dispatch-plan.js';
import type { ComponentOutside } from './subcontract-flow.repository.js';

const thread = (given: Partial<ComponentOutside> = {}): ComponentOutside => ({
  product_id: 'thread',
  sku: 'THREAD',
  needed_quantity: 30,
  before_quantity: 0,
  others_quantity: 0,
  lying_quantity: 0,
  origin_id: null,
  ...given,
});

describe('What is still to be sent, and what may come back', () => {
  it.each([
    [{}, 30, 0],
    [{ lying_quantity: 12 }, 18, 12],
    [{ lying_quantity: 40 }, 0, 40],
    [{ lying_quantity: 12, before_quantity: 10, others_quantity: 10 }, 28, 2],
    [{ lying_quantity: 5, before_quantity: 10, others_quantity: 25 }, 30, 0],
    [{ needed_quantity: 0, lying_quantity: 7 }, 0, 7],
  ])('%j: %i and %i', (given, open, back) => {
    expect([outstanding(thread(given)), unused(thread(given))]).toEqual([open, back]);
  });

  it('is everything of which there is some', () => {
    const none = thread({ product_id: 'bobbin', needed_quantity: 0 });
    expect(all([thread(), none], outstanding)).toEqual([{ product_id: 'thread', quantity: 30 }]);
  });
});

it('lines of one product are exceeded together', () => {
  const lines = [20, 11].map((quantity) => ({ product_id: 'thread', quantity }));
  expect(exceeded(lines, [thread()], outstanding)).toEqual([{ sku: 'THREAD', asked: 31, available: 30 }]);
  expect(exceeded(lines.slice(1), [thread()], outstanding)).toEqual([]);
});

it('what goes beyond the need is a line of its own', () => {
  const lines = [20, 15, 4].map((quantity) => ({ product_id: 'thread', quantity }));
  expect(withExtra(lines, [thread()]).map(({ quantity, is_extra }) => [quantity, is_extra])).toEqual([
    [20, false],
    [10, false],
    [5, true],
    [4, true],
  ]);
  expect(withExtra([{ product_id: 'other', quantity: 1 }], [thread()])).toMatchObject([{ is_extra: true }]);
});

it('all faults of all lines are told at once', () => {
  const lines = [
    { product_id: 'button', quantity: 1, location_id: 'moon' },
    { product_id: 'thread', quantity: 1, lot_id: 'lot' },
  ];
  const at = { outside: new Set(['moon']), place: 'from_location_id', lot_needs_place: true };
  expect(lineFaults(lines, [thread()], at).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    '/lines/0/product_id REFERENCE_NOT_FOUND',
    '/lines/0/from_location_id REFERENCE_NOT_FOUND',
    '/lines/1/from_location_id REQUIRED',
  ]);
  expect(lineFaults(lines.slice(1), [thread()], { ...at, lot_needs_place: false })).toEqual([]);
});
