import {
  adjustmentOf,
  issueOf,
  lineFaults,
  originFaults,
  placed,
  receiptOf,
  transferOf,
} from './movement-documents.js';

const [company, product, bin, other, side] = ['company', 'product', 'bin', 'other', 'side'];

it('receives from the supplier side, or from the side that is named', () => {
  const lines = [{ product_id: product!, quantity: 2, to_location_id: bin!, unit_cost: '1.5' }];
  expect(receiptOf(company!, { reference: 'DN-1' }, placed(lines), side!)).toEqual({
    type: 'receipt',
    company_id: company,
    source_type: 'manual',
    reference: 'DN-1',
    reason: null,
    effective_at: null,
    pointer: '',
    lines: [
      {
        product_id: product,
        lot_id: null,
        place: 1,
        quantity: 2,
        from_location_id: side,
        to_location_id: bin,
        unit_cost: '1.5',
        value: null,
      },
    ],
  });
  expect(receiptOf(company!, { from_location_id: other! }, placed(lines), side!).lines[0]!.from_location_id).toBe(
    other,
  );
});

it('issues from a place or from anywhere in one, never both at once', () => {
  const draft = issueOf(
    company!,
    {},
    [
      { product_id: product!, quantity: 1, from_location_id: bin! },
      { product_id: product!, quantity: 1, pick_within: other!, reserved_for: 'order' },
    ],
    side!,
  );
  expect(draft.lines).toEqual([
    { product_id: product, lot_id: null, quantity: 1, from_location_id: bin, to_location_id: side, reserved_for: null },
    { product_id: product, lot_id: null, quantity: 1, pick_within: other, to_location_id: side, reserved_for: 'order' },
  ]);
});

it('transfers each line to its own place', () => {
  const lines = [{ product_id: product!, quantity: 1, from_location_id: bin!, to_location_id: other! }];
  expect(transferOf(company!, {}, lines).lines[0]).toMatchObject({ from_location_id: bin, to_location_id: other });
});

it('turns the direction of an adjustment into the side it comes from or goes to', () => {
  const line = { product_id: product!, quantity: 3, location_id: bin! };
  const draft = adjustmentOf(
    company!,
    { reason: 'counted' },
    placed([
      { ...line, direction: 'increase', unit_cost: '2' },
      { ...line, direction: 'decrease' },
    ]),
    side!,
  );
  expect(draft.reason).toBe('counted');
  expect(
    draft.lines.map(({ from_location_id, to_location_id, unit_cost }) => [from_location_id, to_location_id, unit_cost]),
  ).toEqual([
    [side, bin, '2'],
    [bin, side, null],
  ]);
});

it('finds what a line says twice or not at all, with its place', () => {
  expect(lineFaults([{}, { unit_cost: '1', value: '1' }, { from_location_id: bin, pick_within: other }])).toEqual([
    { pointer: '/lines/1/value', code: 'EXCLUSIVE', message: expect.any(String) },
    { pointer: '/lines/2/pick_within', code: 'EXCLUSIVE', message: expect.any(String) },
  ]);
  expect(originFaults([{ from_location_id: bin! }, {}, { pick_within: bin! }])).toMatchObject([
    { pointer: '/lines/1/from_location_id', code: 'REQUIRED' },
  ]);
});

it('makes a line of each serial number, and of the value shares that add up again', () => {
  const line = { product_id: product!, quantity: 3, to_location_id: bin!, value: '100.00', serials: ['A', 'B', 'C'] };
  const plain = { product_id: other!, quantity: 5, to_location_id: bin! };
  expect(
    placed([plain, line]).map((l) => [l.place, l.quantity, 'lot' in l ? l.lot : null, 'value' in l ? l.value : null]),
  ).toEqual([
    [1, 5, null, null],
    [2, 1, { code: 'A' }, '33.34'],
    [2, 1, { code: 'B' }, '33.33'],
    [2, 1, { code: 'C' }, '33.33'],
  ]);
});
