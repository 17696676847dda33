import fc from 'fast-check';
import { Rational } from './rational.js';

describe('Rational', () => {
  const fraction = (text: string): string => {
    const value = Rational.parse(text);
    return `${value.numerator}/${value.denominator}`;
  };

  it('keeps lowest terms with a positive denominator', () => {
    const value = Rational.of(6, -8);
    expect([value.numerator, value.denominator]).toEqual([-3n, 4n]);
    expect(Rational.of(0, -5)).toEqual(Rational.ZERO);
  });

  it('refuses a denominator of zero, also by division', () => {
    expect(() => Rational.of(1, 0)).toThrow(RangeError);
    expect(() => Rational.ONE.div(Rational.ZERO)).toThrow(RangeError);
  });

  it.each([
    ['1.25', '5/4'],
    ['-12.340', '-617/50'],
    ['0.000001', '1/1000000'],
    ['007', '7/1'],
  ])('reads %s as %s', (text, expected) => expect(fraction(text)).toBe(expected));

  it.each(['', '.', '1.', '.5', '1e3', '+1', '1,5', ' 1', 'NaN', 'Infinity', '1'.repeat(61)])(
    'does not read %j',
    (text) => {
      expect(() => Rational.parse(text)).toThrow(RangeError);
    },
  );

  it('adds a tenth and a fifth exactly', () => {
    const sum = Rational.parse('0.1').add(Rational.parse('0.2'));
    expect(sum.compare(Rational.parse('0.3'))).toBe(0);
    expect(sum.sub(Rational.parse('0.3'))).toEqual(Rational.ZERO);
  });

  it('computes a requirement with scrap: ceil(7 * 3 * 1.025 / 2) = 11', () => {
    const need = Rational.of(7)
      .mul(Rational.of(3))
      .mul(Rational.ONE.add(Rational.parse('2.5').div(Rational.of(100))))
      .div(Rational.of(2));
    expect(need.toFixed(4)).toBe('10.7625');
    expect(need.ceil()).toBe(11n);
    expect(need.floor()).toBe(10n);
    expect(need.isInteger).toBe(false);
  });

  it.each([
    ['-1.5', -2n, -1n],
    ['1.5', 1n, 2n],
    ['-2', -2n, -2n],
    ['0', 0n, 0n],
  ])('rounds %s down to %s and up to %s', (text, floor, ceil) => {
    expect(Rational.parse(text).floor()).toBe(floor);
    expect(Rational.parse(text).ceil()).toBe(ceil);
  });

  it.each([
    ['0.005', 2, '0.01'],
    ['-0.005', 2, '-0.01'],
    ['-0.004', 2, '0.00'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['1250', 2, '1250.00'],
    ['0.0000005', 6, '0.000001'],
  ])('writes %s with %i places as %s, halves away from zero', (text, scale, expected) => {
    expect(Rational.parse(text).toFixed(scale)).toBe(expected);
  });

  it('compares', () => {
    expect(Rational.of(1, 3).compare(Rational.of(2, 6))).toBe(0);
    expect(Rational.of(1, 3).compare(Rational.of(1, 2))).toBe(-1);
    expect(Rational.of(-1, 3).compare(Rational.of(-1, 2))).toBe(1);
  });

  const rational = fc
    .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 9n))
    .map(([top, bottom]) => Rational.of(top, bottom));

  it('obeys the laws of fractions', () => {
    fc.assert(
      fc.property(rational, rational, rational, (a, b, c) => {
        expect(a.add(b)).toEqual(b.add(a));
        expect(a.mul(b.add(c))).toEqual(a.mul(b).add(a.mul(c)));
        expect(a.sub(a)).toEqual(Rational.ZERO);
        if (b.compare(Rational.ZERO) !== 0) expect(a.div(b).mul(b)).toEqual(a);
      }),
    );
  });

  it('rounds to the nearest: never further away than half a unit of the last place', () => {
    fc.assert(
      fc.property(rational, fc.integer({ min: 0, max: 8 }), (value, scale) => {
        const difference = Rational.parse(value.toFixed(scale)).sub(value);
        const half = Rational.of(1n, 2n * 10n ** BigInt(scale));
        expect(difference.compare(half)).toBeLessThanOrEqual(0);
        expect(Rational.ZERO.sub(difference).compare(half)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
