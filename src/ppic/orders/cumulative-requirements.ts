import { KERNEL_ERRORS } from '../../kernel/errors/index.js';

/** Pieces needed or yielded for each piece processed, as an exact fraction: decimal texts of whole numbers. */
export interface Ratio {
  readonly numerator: string;
  readonly denominator: string;
}

/**
 * Pieces of a component that `processed` pieces need altogether: `ceil(processed * ratio)` in exact arithmetic. Requirements are
 * cumulative, so what a further report consumes is the difference to what was consumed before, and ten reports of one consume
 * what one report of ten does.
 * @param processed good, rejected and lost pieces together
 */
export function cumulativeRequirement(ratio: Ratio, processed: number): number {
  const [top, bottom] = [BigInt(ratio.numerator) * BigInt(processed), BigInt(ratio.denominator)];
  return exactNumber((top + bottom - 1n) / bottom);
}

/** Pieces of a co- or by-product that `processed` pieces yield altogether: whole ones only, `floor(processed * ratio)`. */
export function cumulativeYield(ratio: Ratio, processed: number): number {
  return exactNumber((BigInt(ratio.numerator) * BigInt(processed)) / BigInt(ratio.denominator));
}

/** The sum of quantities. @throws VALUE_OUT_OF_RANGE past 2^53 - 1 */
export function sumQuantities(...quantities: readonly number[]): number {
  return exactNumber(quantities.reduce((sum, quantity) => sum + BigInt(quantity), 0n));
}

/** @throws VALUE_OUT_OF_RANGE past 2^53 - 1, where a JSON number would no longer be exact */
function exactNumber(pieces: bigint): number {
  const quantity = Number(pieces);
  if (!Number.isSafeInteger(quantity))
    throw KERNEL_ERRORS.VALUE_OUT_OF_RANGE('A quantity is larger than 2^53 - 1 pieces');
  return quantity;
}
