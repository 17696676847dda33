import fc from 'fast-check';
import { Rational } from '../../kernel/numbers/index.js';
import { ROUNDINGS, fractionText, roundedParts, roundedQuantity } from './rounding.js';
import type { Rounding } from './rounding.js';

const rule = (rounding: Rounding, rounding_increment = 1) => ({ rounding, rounding_increment });

describe('a quantity after its conversion', () => {
  test.each([
    ['10', 'exact', 1, 10n],
    ['10.5', 'exact', 1, null],
    ['10.5', 'up', 1, 11n],
    ['10.5', 'down', 1, 10n],
    ['10.5', 'half_even', 1, 10n],
    ['11.5', 'half_even', 1, 12n],
    ['11.51', 'half_even', 1, 12n],
    ['11.49', 'half_even', 1, 11n],
    ['12', 'exact', 5, null],
    ['15', 'exact', 5, 15n],
    ['12', 'up', 5, 15n],
    ['12', 'down', 5, 10n],
    ['12.5', 'half_even', 5, 10n],
    ['17.5', 'half_even', 5, 20n],
    ['0.2', 'down', 1, 0n],
  ] as const)('%s by the rule %s in steps of %i is %s', (exact, rounding, increment, expected) => {
    expect(roundedQuantity(Rational.parse(exact), rule(rounding, increment))).toBe(expected);
  });

  it('two halves of a box of seven are seven, not eight and not six', () => {
    const halves = [Rational.of(7, 2), Rational.of(7, 2)];
    expect(roundedParts(halves, rule('up'))).toEqual([4n, 3n]);
    expect(roundedParts(halves, rule('down'))).toEqual([4n, 3n]);
    expect(roundedParts(halves, rule('exact'))).toEqual([null, null]);
  });

  it('that comes out even is left alone beside one that does not', () => {
    expect(roundedParts([Rational.of(12), Rational.of(2, 5)], rule('up'))).toEqual([12n, 1n]);
    expect(roundedParts([Rational.of(12), Rational.of(2, 5)], rule('down'))).toEqual([12n, 0n]);
    expect(roundedParts([Rational.of(1), Rational.of(1, 2)], rule('half_even'))).toEqual([1n, 1n]);
    expect(roundedParts([Rational.of(10), Rational.of(12)], rule('exact', 5))).toEqual([10n, null]);
  });

  it('names a difference as a fraction', () => {
    expect([Rational.of(-1, 3), Rational.of(2), Rational.ZERO].map(fractionText)).toEqual(['-1/3', '2', '0']);
  });
});

describe('no piece is made or lost', () => {
  const quantity = fc
    .tuple(fc.bigInt(0n, 10n ** 12n), fc.bigInt(1n, 5000n))
    .map(([top, bottom]) => Rational.of(top, bottom));
  const anyRule = fc.record({
    rounding: fc.constantFrom(...ROUNDINGS),
    rounding_increment: fc.integer({ min: 1, max: 1000 }),
  });
  const sum = (parts: readonly Rational[]) => parts.reduce((a, b) => a.add(b), Rational.ZERO);

  it('the parts hold what their rounded total holds, and each is less than a step from what was said', () => {
    fc.assert(
      fc.property(fc.array(quantity, { minLength: 1, maxLength: 20 }), anyRule, (exact, each) => {
        const parts = roundedParts(exact, each);
        if (parts.includes(null)) {
          expect(each.rounding).toBe('exact');
          return;
        }
        const step = Rational.of(each.rounding_increment);
        expect(parts.reduce((a, b) => a! + b!, 0n)).toBe(roundedQuantity(sum(exact), each));
        parts.forEach((part, index) => {
          const gap = Rational.of(part!).sub(exact[index]!);
          expect(gap.compare(step)).toBe(-1);
          expect(gap.compare(Rational.ZERO.sub(step))).toBe(1);
          expect(part! % step.numerator).toBe(0n);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('there and back again is where it began, as long as nothing was rounded', () => {
    const whole = fc.bigInt(1n, 10n ** 9n);
    fc.assert(
      fc.property(whole, whole, whole, (said, top, bottom) => {
        const factor = Rational.of(top, bottom);
        const there = roundedQuantity(Rational.of(said).mul(factor), rule('exact'));
        if (there === null) return;
        expect(roundedQuantity(Rational.of(there).div(factor), rule('exact'))).toBe(said);
      }),
    );
  });
});
