import { takeOverFaults, takeOverMovements } from './take-over-movements.js';

const places = new Map(
  [
    { id: 'a', company_id: 'us', owner_supplier_id: 'lender' },
    { id: 'b', company_id: 'us', owner_supplier_id: 'other' },
    { id: 'c', company_id: 'us', owner_supplier_id: null },
    { id: 'd', company_id: 'them', owner_supplier_id: 'lender' },
  ].map((place) => [place.id, place]),
);
const line = (from_location_id: string, more: object = { unit_cost: '2' }) => ({
  product_id: 'p',
  quantity: 3,
  from_location_id,
  to_location_id: 't',
  ...more,
});
const faults = (...lines: ReturnType<typeof line>[]): string[] =>
  takeOverFaults(lines, places, 'us').map(({ pointer, code }) => `${pointer} ${code}`);

describe('what a take-over may not say', () => {
  test('one supplier, and a price each, is all right', () => {
    expect(faults(line('a'), line('a', { value: '7.00' }), line('a', { unit_cost: '0' }))).toEqual([]);
  });

  test('places of nobody, of another supplier, of another company and unknown ones', () => {
    expect(faults(line('a'), line('b'), line('c'), line('d'), line('x'))).toEqual([
      '/lines/1/from_location_id OWNER_DIFFERS',
      '/lines/2/from_location_id NOT_CONSIGNED',
      '/lines/3/from_location_id REFERENCE_NOT_FOUND',
      '/lines/4/from_location_id REFERENCE_NOT_FOUND',
    ]);
  });

  test('no price, and two', () => {
    expect(faults(line('a', {}), line('a', { unit_cost: '1', value: '3' }))).toEqual([
      '/lines/0/unit_cost REQUIRED',
      '/lines/1/value EXCLUSIVE',
    ]);
  });
});

test('out of theirs without a price, into ours at its price, line by line', () => {
  const movements = takeOverMovements('id', 'us', { reference: 'W48' }, [line('a'), line('a', { value: '9.00' })], 'S');
  expect(movements.map(({ type, source_id, reference }) => [type, source_id, reference])).toEqual([
    ['issue', 'id', 'W48'],
    ['receipt', 'id', 'W48'],
  ]);
  const piece = { product_id: 'p', lot_id: null, quantity: 3 };
  expect(movements[0].lines).toEqual(Array(2).fill({ ...piece, from_location_id: 'a', to_location_id: 'S' }));
  expect(movements[1].lines).toEqual([
    { ...piece, from_location_id: 'S', to_location_id: 't', unit_cost: '2', value: null },
    { ...piece, from_location_id: 'S', to_location_id: 't', unit_cost: null, value: '9.00' },
  ]);
});
