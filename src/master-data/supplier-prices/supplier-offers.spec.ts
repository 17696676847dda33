import { Rational } from '../../kernel/numbers/index.js';
import { currentBreaks, lowestUnitPrice, quoteOffers } from './supplier-offers.js';
import type { Need, SupplierOffer } from './supplier-offers.js';

let row = 0;
const offer = (given: Partial<SupplierOffer>): SupplierOffer => ({
  id: `offer-${++row}`,
  supplier_id: given.supplier_code ?? 'S1',
  supplier_code: 'S1',
  unit_id: 'EA',
  currency_code: 'IDR',
  min_quantity: 1,
  order_multiple: 1,
  price: '10',
  lead_time_days: null,
  valid_from: '2026-01-01',
  ...given,
});
const FACTORS: Record<string, Rational> = {
  EA: Rational.ONE,
  DZ: Rational.of(12),
  BOX: Rational.of(24),
  OZ: Rational.of(567, 20),
};
const RATES: Record<string, Rational> = { IDR: Rational.ONE, USD: Rational.of(16_250) };
const need = (quantity: number): Need => ({
  quantity,
  factorOf: (unit) => FACTORS[unit] ?? null,
  rateOf: (currency) => RATES[currency] ?? null,
});

describe('quoting supplier offers', () => {
  it('takes the highest break that the quantity reaches', () => {
    const offers = [
      offer({ price: '10' }),
      offer({ min_quantity: 100, price: '8' }),
      offer({ min_quantity: 1000, price: '5' }),
    ];
    const [best] = quoteOffers(offers, need(150));
    expect(best).toMatchObject({
      order_quantity: 150,
      amount: '1200.00',
      price_per_stock_unit: '8.000000',
      stock_quantity: 150,
    });
  });

  it('orders up to a higher break when that costs less in all', () => {
    // 90 x 10 = 900; 100 x 8 = 800
    const [best] = quoteOffers([offer({ price: '10' }), offer({ min_quantity: 100, price: '8' })], need(90));
    expect(best).toMatchObject({ order_quantity: 100, amount: '800.00' });
    // 79 x 10 = 790 is below 800
    const [below] = quoteOffers([offer({ price: '10' }), offer({ min_quantity: 100, price: '8' })], need(79));
    expect(below).toMatchObject({ order_quantity: 79, amount: '790.00' });
  });

  it('never applies a low break to a quantity that a higher one governs, even where the higher one is dearer', () => {
    const [best] = quoteOffers([offer({ price: '10' }), offer({ min_quantity: 100, price: '11' })], need(120));
    expect(best).toMatchObject({ order_quantity: 120, amount: '1320.00' });
  });

  it('rounds the order up to the minimum and the multiple', () => {
    const [best] = quoteOffers([offer({ min_quantity: 50, order_multiple: 12, price: '1.005' })], need(7));
    // least 50, in twelves: 60; 60 x 1.005 = 60.30
    expect(best).toMatchObject({ order_quantity: 60, amount: '60.30' });
  });

  it('compares offers in other units by what covers the need', () => {
    const offers = [
      offer({ supplier_code: 'PIECE', price: '11' }),
      offer({ supplier_code: 'DOZEN', unit_id: 'DZ', price: '100' }),
      offer({ supplier_code: 'BOX', unit_id: 'BOX', price: '180' }),
    ];
    // 30 pieces: 330; three dozen: 300 (8.333333 each); two boxes: 360
    const quotes = quoteOffers(offers, need(30));
    expect(quotes.map((q) => [q.offer.supplier_code, q.order_quantity, q.stock_quantity, q.amount])).toEqual([
      ['DOZEN', 3, 36, '300.00'],
      ['PIECE', 30, 30, '330.00'],
      ['BOX', 2, 48, '360.00'],
    ]);
    expect(quotes[0]?.price_per_stock_unit).toBe('8.333333');
  });

  it('compares currencies at the rate, and says which offers have none', () => {
    const offers = [
      offer({ supplier_code: 'YEN', currency_code: 'JPY', price: '1' }),
      offer({ supplier_code: 'DOLLAR', currency_code: 'USD', price: '0.5' }),
      offer({ supplier_code: 'RUPIAH', price: '8000' }),
    ];
    const quotes = quoteOffers(offers, need(10));
    expect(quotes.map((q) => [q.offer.supplier_code, q.compared_amount, q.not_comparable])).toEqual([
      ['RUPIAH', '80000.00', null],
      ['DOLLAR', '81250.00', null],
      ['YEN', null, 'NO_EXCHANGE_RATE'],
    ]);
  });

  it('shows an offer in a unit without a factor last, and makes up no figure for it', () => {
    const quotes = quoteOffers(
      [offer({ supplier_code: 'CARTON', unit_id: 'CTN', price: '1' }), offer({ supplier_code: 'PIECE' })],
      need(5),
    );
    expect(quotes.map((q) => q.offer.supplier_code)).toEqual(['PIECE', 'CARTON']);
    expect(quotes[1]).toMatchObject({
      order_quantity: null,
      stock_quantity: null,
      price_per_stock_unit: null,
      amount: null,
      not_comparable: 'NO_CONVERSION',
    });
  });

  it('leaves the stock quantity open where the order is not a whole number of stock units', () => {
    // 1 oz = 28.35 g: 100 g need 4 oz (113.4 g); in twenties, 20 oz are 567 g exactly
    expect(quoteOffers([offer({ unit_id: 'OZ' })], need(100))[0]).toMatchObject({
      order_quantity: 4,
      stock_quantity: null,
    });
    expect(quoteOffers([offer({ unit_id: 'OZ', order_multiple: 20 })], need(100))[0]).toMatchObject({
      order_quantity: 20,
      stock_quantity: 567,
    });
  });

  it('breaks a tie by lead time, known before unknown, then by supplier', () => {
    const offers = [
      offer({ supplier_code: 'B' }),
      offer({ supplier_code: 'A' }),
      offer({ supplier_code: 'SLOW', lead_time_days: 9 }),
      offer({ supplier_code: 'FAST', lead_time_days: 2 }),
    ];
    expect(quoteOffers(offers, need(1)).map((q) => q.offer.supplier_code)).toEqual(['FAST', 'SLOW', 'A', 'B']);
  });

  it('makes up no figure past 2^53 - 1', () => {
    const tiny = { ...need(Number.MAX_SAFE_INTEGER), factorOf: () => Rational.of(1, 1000) };
    expect(quoteOffers([offer({})], tiny)[0]).toMatchObject({
      order_quantity: null,
      amount: null,
      not_comparable: 'OUT_OF_RANGE',
    });
    const vast = quoteOffers(
      [offer({ unit_id: 'BOX', min_quantity: Number.MAX_SAFE_INTEGER, price: '9999999999999.999999' })],
      need(1),
    );
    expect(vast[0]).toMatchObject({
      order_quantity: Number.MAX_SAFE_INTEGER,
      stock_quantity: null,
      not_comparable: null,
    });
    // (2^53 - 1) x 9,999,999,999,999.999999, worked out in whole numbers
    expect(vast[0]!.amount).toBe('90071992547409909990992800745.26');
  });

  it('gives nothing for nothing', () => {
    expect(quoteOffers([], need(1))).toEqual([]);
  });
});

describe('the breaks of a price list', () => {
  it('holds the row that became valid last for each break, in rising order', () => {
    const rows = [
      offer({ min_quantity: 100, price: '8', valid_from: '2026-01-01' }),
      offer({ min_quantity: 1, price: '10', valid_from: '2026-03-01' }),
      offer({ min_quantity: 1, price: '12', valid_from: '2026-02-01' }),
    ];
    expect(currentBreaks(rows).map((r) => [r.min_quantity, r.price])).toEqual([
      [1, '10'],
      [100, '8'],
    ]);
  });
});

describe('the lowest unit price', () => {
  it('compares the lowest break of every supplier, per stock unit and in one currency', () => {
    const offers = [
      offer({ price: '10' }),
      offer({ min_quantity: 100, price: '1' }),
      offer({ supplier_code: 'S2', unit_id: 'DZ', price: '96' }),
      offer({ supplier_code: 'S3', currency_code: 'USD', price: '0.01' }),
    ];
    const best = lowestUnitPrice(offers, need(1));
    expect(best!.offer.supplier_code).toBe('S2');
    expect(best!.unit_price).toEqual(Rational.of(8));
  });

  it('is unknown when no offer can be compared', () => {
    expect(lowestUnitPrice([offer({ unit_id: 'PAL' }), offer({ currency_code: 'EUR' })], need(1))).toBeNull();
    expect(lowestUnitPrice([], need(1))).toBeNull();
  });
});
