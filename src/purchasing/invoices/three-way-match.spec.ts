import { creditExcess, differencesOf, enteredFaults, matchedLine, quantityVariance } from './three-way-match.js';
import type { InvoicedOrderLine } from './three-way-match.js';

/** Three boxes of 12 at 10.00 a box, of which 24 pieces came and 12 are invoiced. */
const line = (given: Partial<InvoicedOrderLine> = {}): InvoicedOrderLine => ({
  id: 'line',
  order_id: 'order',
  order_number: 'PO-000001',
  order_state: 'partially_received',
  line_no: 1,
  company_id: 'company',
  supplier_id: 'supplier',
  currency_code: 'IDR',
  sku: 'BUTTON',
  is_service: false,
  quantity: 36,
  unit_id: 'box',
  unit_quantity: '3.000000',
  unit_price: '10.000000',
  discount_percent: '0.0000',
  tax_code_id: null,
  received_quantity: 24,
  invoiced_quantity: 12,
  invoiced_amount: '10.00',
  price_percent: '0',
  price_amount: '0',
  invoice_percent: '0',
  ...given,
});
const entered = (quantity: number, given: object = {}) => ({ order_line_id: 'line', quantity, ...given });
const kinds = (quantity: number, given: object, of: Partial<InvoicedOrderLine> = {}): string[] =>
  differencesOf(matchedLine(entered(quantity, given), line(of)), 1).map(({ kind }) => kind);

describe('the amount of pieces', () => {
  it('is that of the order when nothing else is said, for the unit of the order', () =>
    expect(matchedLine(entered(18), line())).toMatchObject({
      unit_quantity: '1.500000',
      net_amount: '15.00',
      ordered_amount: '15.00',
      price_variance: '0.00',
      quantity_variance: 6,
    }));
  it('takes price and discount of the paper', () =>
    expect(matchedLine(entered(12, { unit_price: '12.50', discount_percent: '10' }), line())).toMatchObject({
      net_amount: '11.25',
      ordered_amount: '10.00',
      price_variance: '1.25',
    }));
  it('or the amount of the paper', () =>
    expect(matchedLine(entered(12, { net_amount: '9.99' }), line()).price_variance).toBe('-0.01'));
  it('is rounded once: a piece of three boxes at 0.335', () =>
    expect(matchedLine(entered(1, { unit_price: '0.18' }), line()).net_amount).toBe('0.02'));
});

test.each([
  [12, 24, 12, 0],
  [13, 24, 12, 1],
  [5, 0, 0, 5],
  // More was invoiced than came already: all of these have not come.
  [5, 10, 12, 5],
])('of %i pieces, with %i received and %i invoiced, %i are too many', (quantity, received, invoiced, expected) =>
  expect(quantityVariance(quantity, { received_quantity: received, invoiced_quantity: invoiced })).toBe(expected),
);

describe('what is beyond the tolerance', () => {
  it('is quantity and price apart', () => {
    expect(kinds(12, {})).toEqual([]);
    expect(kinds(13, {})).toEqual(['quantity']);
    expect(kinds(12, { unit_price: '10.01' })).toEqual(['price']);
    expect(kinds(13, { unit_price: '11' })).toEqual(['quantity', 'price']);
  });
  it('is never what costs less, or fewer pieces', () => expect(kinds(1, { unit_price: '0' })).toEqual([]));
  it('begins above the larger of percentage and amount', () => {
    const tolerant = { price_percent: '5', price_amount: '0.20' };
    expect(kinds(12, { unit_price: '10.50' }, tolerant)).toEqual([]);
    expect(kinds(12, { unit_price: '10.51' }, tolerant)).toEqual(['price']);
    expect(kinds(12, { unit_price: '11' }, { ...tolerant, price_amount: '1' })).toEqual([]);
  });
  it('counts pieces against the ordered ones', () => {
    expect(kinds(15, {}, { invoice_percent: '10' })).toEqual([]);
    expect(kinds(16, {}, { invoice_percent: '10' })).toEqual(['quantity']);
  });
  it('says what, for people', () =>
    expect(differencesOf(matchedLine(entered(13, { unit_price: '11' }), line()), 2)).toEqual([
      {
        line_no: 2,
        kind: 'quantity',
        message: 'line 2 (PO-000001 line 1, BUTTON): 1 pieces more than came and are not invoiced',
      },
      { line_no: 2, kind: 'price', message: 'line 2 (PO-000001 line 1, BUTTON): 1.09 IDR more than ordered' },
    ]));
});

describe('what cannot be entered', () => {
  const faults = (lines: object[], of: Partial<InvoicedOrderLine>[] = [{}], is_credit = false): string[] =>
    enteredFaults(lines as never, new Map(of.map((each) => [each.id ?? 'line', line(each)])), {
      supplier_id: 'supplier',
      company_id: 'company',
      is_credit,
    }).map(({ pointer, code }) => `${pointer} ${code}`);

  it('is told all at once', () => {
    expect(faults([entered(1)])).toEqual([]);
    expect(faults([entered(0), entered(2), { order_line_id: 'gone', quantity: 1 }])).toEqual([
      '/lines/0/quantity TOO_SMALL',
      '/lines/1/order_line_id DUPLICATE',
      '/lines/2/order_line_id REFERENCE_NOT_FOUND',
    ]);
    expect(faults([entered(1)], [{ supplier_id: 'x', company_id: 'y', order_state: 'draft' }])).toEqual(
      Array(3).fill('/lines/0/order_line_id NOT_ALLOWED'),
    );
    expect(faults([entered(1), { order_line_id: 'b', quantity: 1 }], [{}, { id: 'b', currency_code: 'EUR' }])).toEqual([
      '/lines/1/order_line_id NOT_ALLOWED',
    ]);
  });
  it('a credit note may be of an amount alone', () => {
    expect(faults([entered(0, { net_amount: '1.00' })], [{}], true)).toEqual([]);
    expect(faults([entered(0)], [{}], true)).toEqual(['/lines/0/quantity TOO_SMALL']);
    expect(faults([entered(0, { net_amount: '1.00' })])).toEqual(['/lines/0/quantity TOO_SMALL']);
  });
});

it('no more is credited than was invoiced, in pieces and in money', () => {
  const excess = (quantity: number, net_amount: string) =>
    creditExcess([matchedLine(entered(quantity, { net_amount }), line())]).length;
  expect([excess(12, '10.00'), excess(13, '1.00'), excess(0, '10.01'), excess(0, '10.00')]).toEqual([0, 1, 1, 0]);
});
