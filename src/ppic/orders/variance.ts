import { Rational } from '../../kernel/numbers/index.js';

/** How far the quantity made is from the quantity planned: `exact` up to 1 %, `minor` up to 10 %, `major` above. */
export type VarianceStatus = 'exact' | 'minor' | 'major';

export interface Variance {
  /** Signed percent of the plan with four places: `-2.5000` is 2.5 % too little. */
  readonly variance_percent: string;
  readonly variance_status: VarianceStatus;
}

const EXACT_PERCENT = Rational.of(1);
const MINOR_PERCENT = Rational.of(10);

/**
 * Compares the good quantity of an order with its plan. The limits are held against the exact fraction, never against the rounded
 * percentage: 10.00001 % is major although it shows as 10.0000.
 * @param planned pieces, above zero
 * @param actual good pieces, not below zero
 */
export function quantityVariance(planned: number, actual: number): Variance {
  const percent = Rational.of(BigInt(actual) - BigInt(planned), BigInt(planned)).mul(Rational.of(100));
  const size = percent.compare(Rational.ZERO) < 0 ? Rational.ZERO.sub(percent) : percent;
  const within = (limit: Rational): boolean => size.compare(limit) <= 0;
  return {
    variance_percent: percent.toFixed(4),
    variance_status: within(EXACT_PERCENT) ? 'exact' : within(MINOR_PERCENT) ? 'minor' : 'major',
  };
}
