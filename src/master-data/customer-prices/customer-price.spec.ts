import { Rational } from '../../kernel/numbers/index.js';
import { customerPrice } from './customer-price.js';
import type { CustomerOffer } from './customer-price.js';

const offer = (given: Partial<CustomerOffer>): CustomerOffer => ({
  id: 'offer',
  customer_id: null,
  discount_percent: '0',
  unit_id: 'EA',
  currency_code: 'IDR',
  min_quantity: 1,
  price: '100',
  valid_from: '2026-01-01',
  ...given,
});
const inPieces = (unit: string): Rational | null => ({ EA: Rational.ONE, DZ: Rational.of(12) })[unit] ?? null;

describe("a customer's price", () => {
  it("is the customer's own before the one for everybody, even when that is lower", () => {
    const found = customerPrice([offer({ price: '90' }), offer({ customer_id: 'toko', price: '95' })], 1, inPieces);
    expect(found).toMatchObject({ unit_price: '95.000000', offer: { customer_id: 'toko' } });
  });

  it('is that of the highest break reached', () => {
    const list = [offer({}), offer({ min_quantity: 50, price: '80' }), offer({ min_quantity: 500, price: '60' })];
    expect(customerPrice(list, 49, inPieces)?.unit_price).toBe('100.000000');
    expect(customerPrice(list, 50, inPieces)?.unit_price).toBe('80.000000');
    expect(customerPrice(list, 499, inPieces)?.unit_price).toBe('80.000000');
  });

  it("falls back to everybody's list where the customer's own breaks are not reached", () => {
    const list = [offer({}), offer({ customer_id: 'toko', min_quantity: 10, price: '70' })];
    expect(customerPrice(list, 9, inPieces)?.unit_price).toBe('100.000000');
    expect(customerPrice(list, 10, inPieces)?.unit_price).toBe('70.000000');
  });

  it('counts the break in the unit of the list and prices the unit asked for', () => {
    const list = [offer({ unit_id: 'DZ', min_quantity: 2, price: '1000' })];
    expect(customerPrice(list, 23, inPieces)).toBeNull();
    // 1000 / 12 = 83.333333
    expect(customerPrice(list, 24, inPieces)?.unit_price).toBe('83.333333');
  });

  it('is unknown without a list, and in a unit without a factor', () => {
    expect(customerPrice([], 1, inPieces)).toBeNull();
    expect(customerPrice([offer({ unit_id: 'CTN' })], 1, inPieces)).toBeNull();
  });
});
