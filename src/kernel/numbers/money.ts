import { Rational } from './rational.js';

/** Places of an amount of money, `numeric(15,2)`. */
export const AMOUNT_SCALE = 2;
/** Places of a unit cost, price or rate, `numeric(19,6)`. */
export const UNIT_COST_SCALE = 6;

/** `round(quantity * price, 2)`: the amount of a document line, as a decimal text. */
export function lineAmount(quantity: number | bigint, price: string): string {
  return Rational.of(quantity).mul(Rational.parse(price)).toFixed(AMOUNT_SCALE);
}

const HUNDRED = Rational.of(100);

/** `round(quantity * price * (1 - discount / 100), 2)` in one rounding, halves away from zero: the net amount of a line. */
export function netAmount(quantity: Rational, price: string, discountPercent: string): string {
  const kept = HUNDRED.sub(Rational.parse(discountPercent)).div(HUNDRED);
  return quantity.mul(Rational.parse(price)).mul(kept).toFixed(AMOUNT_SCALE);
}

/** `round(amount * percent / 100, 2)`, such as a tax. */
export function percentOf(amount: string, percent: string): string {
  return Rational.parse(amount).mul(Rational.parse(percent).div(HUNDRED)).toFixed(AMOUNT_SCALE);
}

/** The sum of decimal texts, with the places of an amount. */
export function sumAmounts(amounts: readonly string[]): string {
  return amounts.reduce((sum, amount) => sum.add(Rational.parse(amount)), Rational.ZERO).toFixed(AMOUNT_SCALE);
}

/** The same amount the other way, with the places of an amount. */
export function negated(amount: string): string {
  return Rational.ZERO.sub(Rational.parse(amount)).toFixed(AMOUNT_SCALE);
}

/**
 * Splits an amount in proportion to weights so that the parts sum to it exactly: every part is cut to a cent and the cents left
 * over go to the largest remainders, the earlier part first among equals (Hamilton's method).
 * @param amount decimal text with at most two places, may be negative
 * @param weights none negative; all zero splits evenly
 * @returns one decimal text for each weight
 */
export function allocateByLargestRemainder(amount: string, weights: readonly (bigint | number | Rational)[]): string[] {
  if (weights.length === 0) throw new RangeError('An amount cannot be split into no parts');
  const total = Rational.parse(amount).mul(Rational.of(100n));
  if (!total.isInteger) throw new RangeError('Only whole cents can be split');
  const shares = weights.map((weight) => (weight instanceof Rational ? weight : Rational.of(weight)));
  if (shares.some((share) => share.compare(Rational.ZERO) < 0)) throw new RangeError('A weight cannot be negative');
  const sum = shares.reduce((a, b) => a.add(b), Rational.ZERO);
  const even = Rational.of(1n, weights.length);
  const exact = shares.map((share) => (sum.compare(Rational.ZERO) === 0 ? even : share.div(sum)).mul(total));
  const parts = exact.map((part) => part.floor());
  const missing = Number(total.numerator - parts.reduce((a, b) => a + b, 0n));
  exact
    .map((part, index) => ({ index, remainder: part.sub(Rational.of(part.floor())) }))
    .sort((a, b) => b.remainder.compare(a.remainder) || a.index - b.index)
    .slice(0, missing)
    .forEach(({ index }) => (parts[index] = parts[index]! + 1n));
  return parts.map((cents) => Rational.of(cents, 100n).toFixed(AMOUNT_SCALE));
}
