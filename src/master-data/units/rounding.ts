import { Rational } from '../../kernel/numbers/index.js';

export const ROUNDINGS = ['exact', 'up', 'down', 'half_even'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** How a unit takes a quantity that does not come out even: as a multiple of its increment, or (`exact`) not at all. */
export interface RoundingRule {
  readonly rounding: Rounding;
  readonly rounding_increment: number;
}

/**
 * A converted quantity as the whole multiple of the unit's increment that its rule names: the quantity itself whenever it is one.
 * @returns null when the rule is `exact` and the quantity is no multiple
 */
export function roundedQuantity(exact: Rational, { rounding, rounding_increment }: RoundingRule): bigint | null {
  const step = BigInt(rounding_increment);
  const steps = exact.div(Rational.of(step));
  const below = steps.floor();
  if (steps.isInteger) return below * step;
  if (rounding === 'exact') return null;
  if (rounding === 'up') return (below + 1n) * step;
  if (rounding === 'down') return below * step;
  const toHalf = steps.sub(Rational.of(below)).compare(Rational.of(1, 2));
  const up = toHalf > 0 || (toHalf === 0 && below % 2n !== 0n);
  return (up ? below + 1n : below) * step;
}

/**
 * Converted quantities of one thing as whole multiples of its unit's increment. They are rounded once, as a sum, and the
 * sum is shared out by largest remainder, the earlier first among equals. So what the parts hold is what their total holds, one that comes out
 * even stays as it is, and none is a whole increment away from what was said.
 * @returns null for each part that the rule `exact` refuses
 */
export function roundedParts(exact: readonly Rational[], rule: RoundingRule): (bigint | null)[] {
  const step = Rational.of(rule.rounding_increment);
  const parts = exact.map((quantity) => quantity.div(step));
  if (rule.rounding === 'exact') return parts.map((part) => (part.isInteger ? part.numerator * step.numerator : null));
  const floors = parts.map((part) => part.floor());
  const total = parts.reduce((sum, part) => sum.add(part), Rational.ZERO);
  const whole = roundedQuantity(total, { ...rule, rounding_increment: 1 })!;
  const missing = Number(whole - floors.reduce((sum, floor) => sum + floor, 0n));
  parts
    .map((part, index) => ({ index, remainder: part.sub(Rational.of(floors[index]!)) }))
    .sort((a, b) => b.remainder.compare(a.remainder) || a.index - b.index)
    .slice(0, missing)
    .forEach(({ index }) => (floors[index] = floors[index]! + 1n));
  return floors.map((floor) => floor * step.numerator);
}

/** A fraction in words: `-1/3`, `2`, `0`. */
export function fractionText({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}
