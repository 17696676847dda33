import fc from 'fast-check';
import { sizeLot } from './lot-sizing.js';
import type { LotRule } from './lot-sizing.js';

const rule = (lot_sizing: string, more: Partial<LotRule> = {}): LotRule => ({
  lot_sizing,
  lot_size: null,
  lot_minimum: null,
  lot_maximum: null,
  ...more,
});
const brief = (lot: LotRule, projected: number, level: number): [number, number] => {
  const { quantity, orders } = sizeLot(lot, { projected, level });
  return [quantity, orders];
};

it.each([
  // level 30, 25 will be there: 6 bring it to 31
  ['lot for lot', rule('lot_for_lot'), 25, 30, 6, 1],
  ['lot for lot at the level itself', rule('lot_for_lot'), 30, 30, 1, 1],
  ['lot for lot when more is wanted than there is', rule('lot_for_lot'), -12, 30, 43, 1],
  ['lot for lot, at least the smallest lot', rule('lot_for_lot', { lot_minimum: 20 }), 25, 30, 20, 1],
  ['lot for lot above the smallest lot', rule('lot_for_lot', { lot_minimum: 5 }), 25, 30, 6, 1],
  // 43 in lots of at most 20: 3 orders
  ['lot for lot, at most the largest lot', rule('lot_for_lot', { lot_maximum: 20 }), -12, 30, 43, 3],
  ['fixed lots', rule('fixed', { lot_size: 50 }), 25, 30, 50, 1],
  ['fixed lots, as many as it takes', rule('fixed', { lot_size: 20 }), -12, 30, 60, 3],
  ['multiples', rule('multiple', { lot_size: 12 }), 25, 30, 12, 1],
  ['multiples that fit', rule('multiple', { lot_size: 6 }), 25, 30, 6, 1],
  // the smallest lot of 20 is 2 dozen
  ['multiples of at least the smallest lot', rule('multiple', { lot_size: 12, lot_minimum: 20 }), 25, 30, 24, 1],
  // 43 is 4 dozen; no lot is above 30, and 2 dozen fit below it
  ['multiples of at most the largest lot', rule('multiple', { lot_size: 12, lot_maximum: 30 }), -12, 30, 48, 2],
  ['multiples larger than the largest lot', rule('multiple', { lot_size: 12, lot_maximum: 10 }), 10, 30, 24, 2],
  ['up to the maximum', rule('min_max', { lot_minimum: 30, lot_maximum: 100 }), 25, 30, 75, 1],
  [
    'up to the maximum when more is wanted than there is',
    rule('min_max', { lot_minimum: 30, lot_maximum: 100 }),
    -5,
    30,
    105,
    1,
  ],
  ['a maximum that is not above the level', rule('min_max', { lot_minimum: 10, lot_maximum: 20 }), 15, 40, 26, 1],
  ['a method that needs periods, as lot for lot', rule('silver_meal'), 25, 30, 6, 1],
] as const)('%s', (_what, lot, projected, level, quantity, orders) => {
  expect(brief(lot, projected, level)).toEqual([quantity, orders]);
});

it('says how it came to it', () => {
  const position = { projected: -12, level: 30 };
  expect(sizeLot(rule('multiple', { lot_size: 12, lot_minimum: 20, lot_maximum: 30 }), position)).toEqual({
    method: 'multiple',
    quantity: 48,
    orders: 2,
    steps: [
      'Up to just above the level: 30 + 1 - (-12) = 43',
      'In multiples of 12: 48',
      'No lot is above 24: 2 orders',
    ],
  });
  expect(sizeLot(rule('fixed', { lot_size: 20 }), position).steps[1]).toBe('In lots of 20: 3 x 20 = 60');
  expect(sizeLot(rule('lot_for_lot', { lot_minimum: 50 }), position).steps[1]).toBe('The smallest lot is 50');
  expect(sizeLot(rule('min_max', { lot_minimum: 1, lot_maximum: 100 }), position).steps).toEqual([
    'Up to the maximum: 100 - (-12) = 112',
  ]);
  expect(sizeLot(rule('wagner_whitin'), position).method).toBe('lot_for_lot');
});

it('orders nothing above the level, and no more than is exact', () => {
  expect(() => sizeLot(rule('lot_for_lot'), { projected: 31, level: 30 })).toThrow('nothing to order');
  const most = Number.MAX_SAFE_INTEGER;
  expect(brief(rule('lot_for_lot'), -most, most)).toEqual([most, 1]);
});

it('always leads above the level, with the smallest quantity that its rule allows', () => {
  const sizes = fc.record({
    lot_sizing: fc.constantFrom('lot_for_lot', 'fixed', 'multiple'),
    lot_size: fc.integer({ min: 1, max: 40 }),
    lot_minimum: fc.option(fc.integer({ min: 1, max: 60 })),
    lot_maximum: fc.constant(null),
  });
  fc.assert(
    fc.property(sizes, fc.integer({ min: -100, max: 100 }), fc.integer({ min: 0, max: 100 }), (lot, below, level) => {
      const projected = Math.min(below, level);
      const { quantity } = sizeLot(lot, { projected, level });
      const allowed = (n: number): boolean =>
        projected + n > level &&
        (lot.lot_sizing === 'lot_for_lot' || n % lot.lot_size === 0) &&
        (lot.lot_sizing === 'fixed' || n >= (lot.lot_minimum ?? 1));
      let least = 1;
      while (!allowed(least)) least += 1;
      expect(quantity).toBe(least);
    }),
  );
});
