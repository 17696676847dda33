import { Rational, sumAmounts } from '../../kernel/numbers/index.js';
import { converted, deliveredAmount, lineAmounts, orderTotals, toleratedQuantities } from './order-amounts.js';

const priced = (unit_quantity: string, unit_price: string, discount_percent = '0', tax_percent = '0') =>
  lineAmounts({ unit_quantity, unit_price, discount_percent, tax_percent });

it('rounds the net of a line once, halves away from zero, and the tax on the rounded net', () => {
  // 3 * 45.5805 = 136.7415; 2.5 * 0.333333 * 0.9 = 0.74999925; 1.5 * 0.01 = 0.015
  expect(priced('3', '45.5805')).toEqual({ net_amount: '136.74', tax_amount: '0.00' });
  expect(priced('2.5', '0.333333', '10', '11')).toEqual({ net_amount: '0.75', tax_amount: '0.08' });
  expect(priced('1.5', '0.01', '0', '50')).toEqual({ net_amount: '0.02', tax_amount: '0.01' });
  expect(priced('7', '1234.567891', '100', '11')).toEqual({ net_amount: '0.00', tax_amount: '0.00' });
});

it('sums lines and rounds no header', () => {
  expect(orderTotals([priced('1', '0.005'), priced('1', '0.005', '0', '100')])).toEqual({
    net_amount: '0.02',
    tax_amount: '0.01',
    total_amount: '0.03',
  });
  expect(orderTotals([])).toEqual({ net_amount: '0.00', tax_amount: '0.00', total_amount: '0.00' });
});

it('shares the net amount of a line out to its deliveries, to the cent, and goes on beyond the line', () => {
  const line = { net_amount: '100.00', quantity: 3 };
  expect([0, 1, 2, 3].map((before) => deliveredAmount(line, before, 1))).toEqual(['33.33', '33.34', '33.33', '33.33']);
  const parts = Array.from({ length: 7 }, (_, n) => deliveredAmount({ net_amount: '0.10', quantity: 7 }, n, 1));
  expect(sumAmounts(parts)).toBe('0.10');
});

it('converts at an exact rate', () => {
  expect(converted('136.74', Rational.of(16250))).toBe('2222025.00');
  expect(converted('0.01', Rational.of(1, 3))).toBe('0.00');
});

it('tolerates whole pieces only, never more than the percentage', () => {
  const of = (quantity: number, over_percent: string, under_percent: string) =>
    Object.values(toleratedQuantities(quantity, { over_percent, under_percent }));
  expect(of(100, '5', '2.5')).toEqual([98, 105]);
  expect(of(9, '10', '10')).toEqual([9, 9]);
  expect(of(3, '0', '100')).toEqual([1, 3]);
  expect(of(Number.MAX_SAFE_INTEGER, '999', '0')).toEqual([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
});
