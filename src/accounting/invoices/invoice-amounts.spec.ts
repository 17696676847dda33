import { invoiceTotals, lineAmounts } from './invoice-amounts.js';
import type { PricedLine } from './invoice-amounts.js';

const line = (given: Partial<PricedLine>): PricedLine => ({
  quantity: '1',
  unit_price: '0',
  discount_percent: '0',
  tax_rate: null,
  ...given,
});
const texts = (given: Partial<PricedLine>, rate = '1'): string =>
  Object.values(lineAmounts(line(given), rate)).join(' ');

describe('the amounts of a line', () => {
  it.each([
    ['a price with four places', { quantity: '3', unit_price: '0.3350' }, '1', '1.01 0.00 1.01 0.00'],
    ['half a cent goes up', { quantity: '1', unit_price: '0.005' }, '1', '0.01 0.00 0.01 0.00'],
    [
      'a discount before rounding',
      { quantity: '7', unit_price: '9.99', discount_percent: '12.5' },
      '1',
      '61.19 0.00 61.19 0.00',
    ],
    [
      'tax of the rounded net',
      { quantity: '3', unit_price: '33.335', tax_rate: '11' },
      '1',
      '100.01 11.00 100.01 11.00',
    ],
    [
      'hours and a rate',
      { quantity: '2.25', unit_price: '80', tax_rate: '10' },
      '15500.5',
      '180.00 18.00 2790090.00 279009.00',
    ],
    [
      'an amount that is handed over',
      { quantity: '4', unit_price: '2.5', net_amount: '10.01', tax_rate: '10' },
      '1',
      '10.01 1.00 10.01 1.00',
    ],
    ['one below zero', { net_amount: '-10', tax_rate: '11.005' }, '2', '-10.00 -1.10 -20.00 -2.20'],
    [
      'a tax that is handed over',
      { net_amount: '10', tax_rate: '11', tax_amount: '1.09' },
      '1',
      '10.00 1.09 10.00 1.09',
    ],
  ])('%s', (_what, given, rate, expected) => expect(texts(given, rate)).toBe(expected));

  it('no tax code, no tax, whatever is said', () =>
    expect(texts({ net_amount: '10', tax_amount: '3' })).toBe('10.00 0.00 10.00 0.00'));
});

it('totals are sums: the company’s currency has no rounding of its own', () => {
  const lines = [1, 2, 3].map(() => lineAmounts(line({ net_amount: '0.33', tax_rate: '11' }), '1.5'));
  expect(lines[0]).toEqual({ net_amount: '0.33', tax_amount: '0.04', base_net: '0.50', base_tax: '0.06' });
  expect(invoiceTotals(lines)).toEqual({
    net_amount: '0.99',
    tax_amount: '0.12',
    total_amount: '1.11',
    base_total: '1.68',
  });
});
