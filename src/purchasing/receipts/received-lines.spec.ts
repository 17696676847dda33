import { Rational } from '../../kernel/numbers/index.js';
import type { PurchaseOrderLine } from '../orders/purchase-order.entity.js';
import { leftToReceive, receiptExcess, rejectionFaults, valued } from './received-lines.js';

const line = (id: string, given: Partial<PurchaseOrderLine> = {}): PurchaseOrderLine =>
  ({
    id,
    order_id: 'o',
    line_no: 1,
    quantity: 3,
    net_amount: '100.00',
    most_quantity: 3,
    received_quantity: 0,
    reopened_quantity: 0,
    is_closed_short: false,
    ...given,
  }) as PurchaseOrderLine;
const pieces = (order_line_id: string, quantity: number, given: object = {}) => ({
  place: 1,
  order_line_id,
  product_id: 'p',
  lot_id: null,
  quantity,
  to_location_id: null,
  is_rejected: false,
  rejection_reason: null,
  ...given,
});
const lines = (...all: PurchaseOrderLine[]) => new Map(all.map((each) => [each.id, each]));

it('takes up to the tolerance, and what is owed for what went back', () => {
  expect(leftToReceive(line('a', { most_quantity: 4, received_quantity: 3 }))).toBe(1);
  expect(leftToReceive(line('a', { received_quantity: 3, reopened_quantity: 2 }))).toBe(2);
  expect(leftToReceive(line('a', { is_closed_short: true }))).toBe(0);
  const orders = new Map([['o', { number: 'PO-1' }]]);
  expect(receiptExcess([pieces('a', 2), pieces('a', 2)], lines(line('a')), orders)).toEqual([
    { order_number: 'PO-1', line_no: 1, quantity: 4, left: 3 },
  ]);
  expect(receiptExcess([pieces('a', 3)], lines(line('a')), orders)).toEqual([]);
});

it('values pieces at the rate of the day, to the cent over lots and deliveries', () => {
  const known = lines(line('a', { received_quantity: 1 }), line('b', { net_amount: '10.00', quantity: 4 }));
  const rates = (of: PurchaseOrderLine) => (of.id === 'a' ? Rational.of(16_250) : Rational.ONE);
  const found = valued([pieces('a', 1), pieces('b', 4), pieces('a', 1, { lot_id: 'l' })], known, rates);
  // 100.00 - 33.33 = 66.67 for two of three; 66.67 * 16250 = 1083387.50
  expect(found.map(({ amount, value }) => [amount, value])).toEqual([
    ['33.34', '541693.75'],
    ['10.00', '10.00'],
    ['33.33', '541693.75'],
  ]);
});

it('wants a reason for what is not taken, and no more of it than came', () => {
  const codes = (given: object) =>
    rejectionFaults([{ quantity: 5, ...given }]).map(({ pointer, code }) => `${pointer} ${code}`);
  expect(codes({})).toEqual([]);
  expect(codes({ rejected_quantity: 6 })).toEqual([
    '/lines/0/rejected_quantity TOO_LARGE',
    '/lines/0/rejection_reason REQUIRED',
  ]);
  expect(codes({ rejected_quantity: 1, rejection_reason: 'Wet', serials: ['1', '2', '3', '4', '5'] })).toEqual([
    '/lines/0/rejected_quantity NOT_ALLOWED',
  ]);
  expect(codes({ rejected_quantity: 5, rejection_reason: 'Wet', serials: ['1', '2', '3', '4', '5'] })).toEqual([]);
});
