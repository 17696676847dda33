import { Sources, wantedPieces } from './bringing.js';
import type { SourceStock } from './bringing.js';

const stock = (location_id: string, free: number, given: Partial<SourceStock> = {}): SourceStock => ({
  product_id: 'bear',
  location_id,
  lot_id: null,
  free,
  keeps: null,
  ...given,
});
const shown = ({ quantity, limited_by, from }: ReturnType<Sources<SourceStock>['bring']>): unknown[] => [
  quantity,
  limited_by,
  from.map((part) => `${part.quantity} ${part.stock.location_id}${part.stock.lot_id ?? ''}`),
];

test.each([
  ['nothing at the minimum', 10, 10, 40, 1, 0],
  ['up to the maximum from one below', 9, 10, 40, 1, 31],
  ['all of it into an empty bin', 0, 10, 40, 1, 40],
  ['whole cartons of 12 only: 31 hold two', 9, 10, 40, 12, 24],
  ['a carton that just fits', 9, 10, 21, 12, 12],
  ['the minimum itself where it is the maximum', 4, 5, 5, 1, 1],
])('wanted is %s', (_, free, minimum, maximum, multiple, pieces) => {
  expect(wantedPieces(free, { minimum, maximum, multiple })).toBe(pieces);
});

test('pieces come out of the stocks in their order', () => {
  const stocks = [stock('A', 5), stock('B', 20), stock('C', 20)];
  expect(shown(new Sources(stocks).bring(30, 1, Infinity, stocks))).toEqual([30, null, ['5 A', '20 B', '5 C']]);
});

test('what is there, or fits, is brought in whole multiples, and what held it back is said', () => {
  const stocks = [stock('A', 17)];
  expect(shown(new Sources(stocks).bring(24, 12, Infinity, stocks))).toEqual([12, 'source', ['12 A']]);
  expect(shown(new Sources(stocks).bring(24, 1, 9, stocks))).toEqual([9, 'capacity', ['9 A']]);
  expect(shown(new Sources(stocks).bring(24, 6, 9, stocks))).toEqual([6, 'capacity', ['6 A']]);
  expect(shown(new Sources(stocks).bring(24, 12, 0, stocks))).toEqual([0, 'capacity', []]);
  expect(shown(new Sources([]).bring(24, 12, Infinity, []))).toEqual([0, 'source', []]);
  // 20 fit and 17 are there
  expect(shown(new Sources(stocks).bring(24, 1, 20, stocks))).toEqual([17, 'source', ['17 A']]);
});

test('another pick bin gives what it has above its own minimum, over all its lots', () => {
  const stocks = [
    stock('PICK', 4, { lot_id: '/1', keeps: 6 }),
    stock('PICK', 5, { lot_id: '/2', keeps: 6 }),
    stock('LOW', 3, { keeps: 8 }),
    stock('BULK', 1),
  ];
  // 9 pieces of two lots less 6 are 3; the bin that is itself below its minimum gives none
  expect(shown(new Sources(stocks).bring(10, 1, Infinity, stocks))).toEqual([4, 'source', ['3 PICK/1', '1 BULK']]);
  const later = stocks.slice(1);
  expect(shown(new Sources(stocks).bring(10, 1, Infinity, later))).toEqual([4, 'source', ['3 PICK/2', '1 BULK']]);
});

test('what one bin was brought is not there for the next, and what it could not use is', () => {
  const stocks = [stock('PICK', 8, { keeps: 5 }), stock('BULK', 17)];
  const sources = new Sources([...stocks, ...stocks]);
  // 3 above the minimum and 17 are 20: a dozen, 3 of it from the pick bin
  expect(shown(sources.bring(24, 12, Infinity, stocks))).toEqual([12, 'source', ['3 PICK', '9 BULK']]);
  expect(shown(sources.bring(24, 1, Infinity, stocks))).toEqual([8, 'source', ['8 BULK']]);
  expect(shown(sources.bring(1, 1, Infinity, stocks))).toEqual([0, 'source', []]);
});
