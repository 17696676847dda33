import type { FieldError } from '../../kernel/errors/index.js';
import { quantityOf } from './scanned-quantity.js';

const CASE = { unit_id: 'box', stock_unit_id: 'piece', quantity: 2 } as never;
const PIECE = { unit_id: 'piece', stock_unit_id: 'piece', quantity: 1 } as never;
const scanned = (given: object = {}): never => ({ count: null, measure: null, ...given }) as never;

it.each([
  ['one of a pack', {}, scanned(), CASE, { unit_id: 'box', unit_quantity: '2' }],
  ['so many packs', {}, scanned({ count: 3 }), CASE, { unit_id: 'box', unit_quantity: '6' }],
  ['one piece', {}, scanned(), PIECE, { quantity: 1 }],
  ['so many pieces', {}, scanned({ count: 12 }), PIECE, { quantity: 12 }],
  [
    'a weight',
    {},
    scanned({ measure: { decimal: '1.25', unit: 'KG' } }),
    PIECE,
    { unit_id: 'kilo', unit_quantity: '1.25' },
  ],
  ['pieces keyed in', { quantity: 7 }, scanned({ count: 3 }), CASE, { quantity: 7 }],
  ['packs keyed in', { unit_quantity: '4' }, scanned(), CASE, { unit_id: 'box', unit_quantity: '4' }],
  ['units keyed in', { unit_quantity: '4', unit_id: 'x' }, scanned(), CASE, { unit_id: 'x', unit_quantity: '4' }],
  ['a unit alone, which is refused later', { unit_id: 'x' }, scanned(), CASE, { unit_id: 'x' }],
])('is %s', (_, given, item, product, expected) => {
  const faults: FieldError[] = [];
  expect(quantityOf(given, item, product, new Map([['KG', 'kilo']]), 0, faults)).toEqual(expected);
  expect(faults).toEqual([]);
});

it.each([
  ['UNIT_UNKNOWN', scanned({ measure: { decimal: '1', unit: 'M2' } }), CASE],
  ['TOO_SMALL', scanned({ measure: { decimal: '0.000', unit: 'KG' } }), CASE],
  ['TOO_SMALL', scanned({ count: 0 }), CASE],
  ['TOO_LARGE', scanned({ count: 99999999 }), { unit_id: 'b', stock_unit_id: 'p', quantity: 1e12 } as never],
])('is %s', (code, item, product) => {
  const faults: FieldError[] = [];
  quantityOf({}, item, product, new Map([['KG', 'kilo']]), 2, faults);
  expect(faults).toMatchObject([{ pointer: '/lines/2/scans', code }]);
});
