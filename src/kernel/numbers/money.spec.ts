import fc from 'fast-check';
import { allocateByLargestRemainder, lineAmount, negated, netAmount, percentOf, sumAmounts } from './money.js';
import { Rational } from './rational.js';

const cents = (text: string): bigint => BigInt(text.replace('.', ''));

describe('money', () => {
  it.each([
    [3, '0.335000', '1.01'],
    [1, '0.005', '0.01'],
    [9007199254740991, '1.000001', '9007208261940245.74'],
    [0, '12.5', '0.00'],
  ])('a line of %i at %s is %s', (quantity, price, amount) => expect(lineAmount(quantity, price)).toBe(amount));

  it.each([
    ['3', '33.335', '0', '100.01'],
    ['7', '9.99', '12.5', '61.19'],
    ['0.5', '0.01', '0', '0.01'],
    ['5', '2', '100', '0.00'],
  ])('%s at %s less %s percent is %s, rounded once', (quantity, price, discount, amount) =>
    expect(netAmount(Rational.parse(quantity), price, discount)).toBe(amount),
  );

  it('a third of a box at 10.00 is rounded once', () => expect(netAmount(Rational.of(1, 3), '10', '0')).toBe('3.33'));

  it.each([
    ['100.01', '11', '11.00'],
    ['-10', '11.005', '-1.10'],
    ['0.05', '10', '0.01'],
  ])('of %s, %s percent is %s', (amount, percent, part) => expect(percentOf(amount, percent)).toBe(part));

  it.each([
    ['12.30', '-12.30'],
    ['-0.01', '0.01'],
    ['0.00', '0.00'],
    ['9999999999999.99', '-9999999999999.99'],
  ])('%s the other way is %s', (amount, other) => expect(negated(amount)).toBe(other));

  it('sums without a float on the way', () => {
    expect(sumAmounts(Array.from({ length: 10 }, () => '0.10'))).toBe('1.00');
    expect(sumAmounts(['9999999999999.99', '0.01'])).toBe('10000000000000.00');
    expect(sumAmounts([])).toBe('0.00');
  });

  it.each([
    ['100.00', [1, 1, 1], ['33.34', '33.33', '33.33']],
    ['100.00', [0, 0, 0], ['33.34', '33.33', '33.33']],
    ['-100.00', [1, 1, 1], ['-33.33', '-33.33', '-33.34']],
    ['0.05', [1, 2, 3, 4], ['0.01', '0.01', '0.01', '0.02']],
    ['10.00', [7], ['10.00']],
    ['0.00', [3, 4], ['0.00', '0.00']],
  ])('splits %s by %j into %j', (amount, weights, parts) => {
    const got = allocateByLargestRemainder(amount, weights);
    expect(got.reduce((sum, part) => sum + cents(part), 0n)).toBe(cents(amount));
    expect(got).toEqual(parts);
  });

  it('refuses what cannot be split', () => {
    expect(() => allocateByLargestRemainder('1.00', [])).toThrow('no parts');
    expect(() => allocateByLargestRemainder('1.005', [1])).toThrow('Only whole cents');
    expect(() => allocateByLargestRemainder('1.00', [1, -1])).toThrow('negative');
  });

  it('sums to the whole exactly and keeps every part within one cent of its exact share', () => {
    const weight = fc.oneof(
      fc.nat(1_000_000),
      fc.bigInt(0n, 10n ** 15n),
      fc.tuple(fc.nat(999), fc.integer({ min: 1, max: 999 })).map(([a, b]) => Rational.of(a, b)),
    );
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 14n), 10n ** 14n),
        fc.array(weight, { minLength: 1, maxLength: 40 }),
        (whole, weights) => {
          const parts = allocateByLargestRemainder(Rational.of(whole, 100n).toFixed(2), weights).map(cents);
          expect(parts.reduce((a, b) => a + b, 0n)).toBe(whole);
          const shares = weights.map((w) => (w instanceof Rational ? w : Rational.of(w)));
          const sum = shares.reduce((a, b) => a.add(b), Rational.ZERO);
          parts.forEach((part, i) => {
            const exact =
              sum.compare(Rational.ZERO) === 0
                ? Rational.of(whole, weights.length)
                : shares[i]!.div(sum).mul(Rational.of(whole));
            const gap = Rational.of(part).sub(exact);
            expect(gap.compare(Rational.ONE)).toBe(-1);
            expect(gap.compare(Rational.of(-1))).toBe(1);
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
