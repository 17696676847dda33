import { differences, unconfirmedBy } from './order-differences.js';
import type { ChangeableLine } from './order-differences.js';

const line = (line_no: number, given: object = {}): ChangeableLine => ({
  line_no,
  product_id: `p${line_no}`,
  unit_quantity: '10.000000',
  quantity: 10,
  unit_price: '2.500000',
  discount_percent: '0.0000',
  tax_code: null,
  tax_percent: '0.0000',
  description: null,
  needed_on: '2026-01-05',
  promised_on: null,
  is_closed_short: false,
  ...given,
});

it('tells what is different and nothing that is only written otherwise', () => {
  expect(differences([line(1), line(2)], [line(1, { unit_quantity: '10', unit_price: '2.5' }), line(2)])).toEqual([]);
  const changes = differences(
    [line(1), line(2)],
    [line(1, { unit_price: '2.75', tax_code: 'PPN' }), line(2, { is_closed_short: true })],
  );
  expect(changes).toEqual([
    { line_no: 1, field: 'unit_price', from: '2.500000', to: '2.75' },
    { line_no: 1, field: 'tax_code', from: null, to: 'PPN' },
    { line_no: 2, field: 'is_closed_short', from: 'false', to: 'true' },
  ]);
  expect([...unconfirmedBy(changes)]).toEqual([1]);
});

it('tells a new line by its product and figures', () => {
  expect(differences([line(1)], [line(1), line(2)]).map(({ field, to }) => [field, to])).toEqual([
    ['product_id', 'p2'],
    ['unit_quantity', '10.000000'],
    ['quantity', '10'],
    ['unit_price', '2.500000'],
    ['discount_percent', '0.0000'],
    ['tax_percent', '0.0000'],
    ['needed_on', '2026-01-05'],
  ]);
});
