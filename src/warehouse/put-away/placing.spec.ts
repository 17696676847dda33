import { Placing } from './placing.js';
import type { Bin, PlacingRule, PutAwayStrategy, Waiting } from './placing.js';

const bin = (location_code: string, given: Partial<Bin> = {}): Bin => ({
  location_id: location_code,
  location_code,
  path: `/wh/zone/${location_code}/`,
  capacity: 10,
  one_product_only: false,
  is_leaf: true,
  is_open: true,
  owner_id: null,
  occupied: 0,
  product_ids: [],
  ...given,
});
const rule = (strategy: PutAwayStrategy, location_id = 'zone', path = '/wh/zone/'): PlacingRule => ({
  rule_id: `${strategy} ${location_id}`,
  strategy,
  location_id,
  path,
});
const bears = (quantity: number, given: Partial<Waiting> = {}): Waiting => ({
  product_id: 'bear',
  space_units: 3,
  quantity,
  owner_id: null,
  ...given,
});
const proposed = (bins: Bin[], waiting: Waiting, ...rules: PlacingRule[]): string[] =>
  new Placing(bins)
    .propose(waiting, rules)
    .map(({ location_code, quantity, strategy }) => `${quantity} ${location_code} ${strategy}`);

test('a zone fills its bins in their order, each with as many whole pieces as there is room for', () => {
  // 10 units are 3 bears of 3; 4 free units are 1; what is left goes into the third
  expect(proposed([bin('A'), bin('B', { occupied: 6 }), bin('C')], bears(5), rule('zone'))).toEqual([
    '3 A zone',
    '1 B zone',
    '1 C zone',
  ]);
});

test('a bin without a capacity takes all, and one that is full or fuller nothing', () => {
  expect(
    proposed(
      [bin('A', { occupied: 10 }), bin('B', { occupied: 12 }), bin('C', { capacity: null, occupied: 500 })],
      bears(70),
      rule('zone'),
    ),
  ).toEqual(['70 C zone']);
});

test('a fixed bin comes first where its rule does, and what it has no room for goes on to the next rule', () => {
  expect(proposed([bin('A'), bin('B')], bears(7), rule('fixed_bin', 'B', '/wh/zone/B/'), rule('zone'))).toEqual([
    '3 B fixed_bin',
    '3 A zone',
  ]);
});

test('bins that hold the product already, then empty ones', () => {
  expect(
    proposed(
      [bin('A', { product_ids: ['felt'] }), bin('B'), bin('C', { product_ids: ['felt', 'bear'], occupied: 4 })],
      bears(4),
      rule('same_product'),
      rule('empty_bin'),
    ),
  ).toEqual(['2 C same_product', '2 B empty_bin']);
});

test('a bin for one product takes no second one', () => {
  expect(
    proposed(
      [
        bin('A', { one_product_only: true, product_ids: ['felt'], occupied: 1 }),
        bin('B', { one_product_only: true, product_ids: ['bear'], occupied: 3 }),
      ],
      bears(9),
      rule('zone'),
    ),
  ).toEqual(['2 B zone']);
});

test('a rack with shelves, quarantine, another zone and places of others are no bins', () => {
  const bins = [
    bin('A', { is_leaf: false, product_ids: ['bear'] }),
    bin('B', { is_open: false }),
    bin('C', { path: '/wh/other/C/' }),
    bin('D', { owner_id: 'lender' }),
  ];
  expect(proposed(bins, bears(1), rule('zone'), rule('empty_bin'), rule('same_product'))).toEqual([]);
  expect(proposed(bins, bears(1, { owner_id: 'lender' }), rule('zone'))).toEqual(['1 D zone']);
  expect(proposed(bins, bears(1), rule('fixed_bin', 'B', '/wh/zone/B/'))).toEqual(['1 B fixed_bin']);
});

test('without a rule there is no proposal', () => {
  expect(proposed([bin('A')], bears(1))).toEqual([]);
});

test('what was put there before counts, for its room and for what it holds', () => {
  const placing = new Placing([bin('A'), bin('B', { one_product_only: true })]);
  placing.fill('A', bears(2), 2);
  placing.fill('B', { ...bears(1), product_id: 'felt' }, 1);
  placing.fill('elsewhere', bears(1), 1);
  expect([placing.roomIn('A', bears(1)), placing.roomIn('B', bears(1)), placing.roomIn('elsewhere', bears(1))]).toEqual(
    [1, 0, Infinity],
  );
  const places = placing.propose(bears(5), [rule('same_product'), rule('zone')]);
  // 10 - 6 is room for one bear more; the other bin is for felt now
  expect(places).toMatchObject([{ location_code: 'A', quantity: 1, strategy: 'same_product' }]);
  expect(places).toHaveLength(1);
});

test('a bin that two rules choose is not filled twice', () => {
  expect(proposed([bin('A')], bears(9), rule('fixed_bin', 'A', '/wh/zone/A/'), rule('zone'))).toEqual([
    '3 A fixed_bin',
  ]);
});
