import { sumAmounts } from '../../kernel/numbers/index.js';
import {
  billedShare,
  billingExcess,
  billingFaults,
  creditExcess,
  creditedShare,
  deductions,
  inOrderUnit,
  leftToInvoice,
} from './invoiced-lines.js';
import type { BillableLine } from './invoiced-lines.js';

/** Three boxes of 12 for 100.00, all of which have left. */
const line = (given: Partial<BillableLine> = {}): BillableLine => ({
  id: 'line',
  order_id: 'order',
  order_number: 'SO-000001',
  order_state: 'shipped',
  line_no: 1,
  company_id: 'company',
  customer_id: 'customer',
  currency_code: 'IDR',
  payment_terms_id: null,
  sku: 'BEAR',
  product_name: 'Bear',
  unit_id: 'box',
  unit_quantity: '3.000000',
  unit_price: '33.333333',
  discount_percent: '0',
  billed_tax_code_id: null,
  billed_tax_rate: null,
  tax_code_id: null,
  lacks_tax: false,
  quantity: 36,
  net_amount: '100.00',
  shipped_quantity: 36,
  returned_quantity: 0,
  reopened_quantity: 0,
  cancelled_quantity: 0,
  billed_quantity: 0,
  billed_amount: '0.00',
  creditable_quantity: 0,
  creditable_amount: '0.00',
  ...given,
});

describe('what may be invoiced', () => {
  test.each([
    ['all that left', {}, 36, 36],
    ['what left only', { shipped_quantity: 12 }, 12, 36],
    ['less what is on invoices', { billed_quantity: 30 }, 6, 6],
    ['not what came back', { returned_quantity: 6 }, 30, 30],
    ['what replaces it, once', { shipped_quantity: 42, returned_quantity: 6, reopened_quantity: 6 }, 36, 36],
    ['not what is cancelled', { shipped_quantity: 12, cancelled_quantity: 24 }, 12, 12],
    ['never less than nothing', { billed_quantity: 36, returned_quantity: 6 }, 0, 0],
  ])('is %s', (_, given, shipped, ordered) => {
    expect(leftToInvoice(line(given), 'shipped')).toBe(shipped);
    expect(leftToInvoice(line(given), 'ordered')).toBe(ordered);
  });
});

it('parts of a line sum to it, also after credits', () => {
  const parts: string[] = [];
  let now = line();
  for (const quantity of [1, 11, 23, 1]) {
    const net = billedShare(now, quantity);
    parts.push(net);
    now = line({
      billed_quantity: now.billed_quantity + quantity,
      billed_amount: sumAmounts([now.billed_amount, net]),
    });
  }
  expect(parts).toEqual(['2.78', '30.55', '63.89', '2.78']);
  expect(sumAmounts(parts)).toBe('100.00');
  expect(creditedShare(now, 35)).toBe('97.22');
  expect(creditedShare(now, 36)).toBe('100.00');
  expect(inOrderUnit(now, 18)).toBe('1.500000');
});

it('tells what does not belong together', () => {
  const known = new Map([
    ['line', line()],
    ['other', line({ id: 'other', customer_id: 'another', currency_code: 'USD', order_state: 'draft' })],
  ]);
  const named = ['line', 'other', 'gone'].map((order_line_id) => ({ order_line_id }));
  expect(billingFaults(named, known).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    ...Array<string>(3).fill('/lines/1/order_line_id NOT_ALLOWED'),
    '/lines/2/order_line_id REFERENCE_NOT_FOUND',
  ]);
});

it('counts an order line that is named twice once', () => {
  const one = line();
  expect(billingExcess([20, 16].map((quantity) => ({ line: one, quantity })))).toEqual([]);
  expect(billingExcess([20, 17].map((quantity) => ({ line: one, quantity })))).toMatchObject([
    { quantity: 37, left: 36 },
  ]);
});

it('credits no more than was invoiced, in pieces and in money', () => {
  const one = line({ creditable_quantity: 12, creditable_amount: '33.33' });
  const excess = (quantity: number, net_amount: string) => creditExcess([{ line: one, quantity, net_amount }]).length;
  expect([excess(12, '33.33'), excess(13, '1.00'), excess(0, '33.34'), excess(0, '33.33')]).toEqual([0, 1, 1, 0]);
});

it('deducts the oldest deposit first, never below nothing', () => {
  const deposit = (id: string, left: string) => ({
    id,
    sales_invoice_id: id,
    order_id: 'o',
    number: id,
    tax_code_id: null,
    tax_rate: null,
    left,
  });
  const taken = (total: string) =>
    deductions([deposit('a', '30.00'), deposit('b', '50.00')], total).map(({ id, amount }) => `${id} ${amount}`);
  expect(taken('100.00')).toEqual(['a 30.00', 'b 50.00']);
  expect(taken('40.00')).toEqual(['a 30.00', 'b 10.00']);
  expect(taken('30.00')).toEqual(['a 30.00']);
  expect(taken('0.00')).toEqual([]);
});
