import { Rational, allocateByLargestRemainder, negated } from '../../kernel/numbers/index.js';

/** A receipt line as far as its share of a cost is concerned. */
export interface Receipt {
  readonly quantity: number;
  /** What the line was worth when it came in. */
  readonly value: string;
  readonly weight?: string | null | undefined;
}

/** What the share of a line is in proportion to: its value, its pieces or its weight. */
export function weightOf(basis: 'value' | 'quantity' | 'weight', { quantity, value, weight }: Receipt): Rational {
  if (basis === 'quantity') return Rational.of(quantity);
  return Rational.parse(basis === 'value' ? value : (weight ?? '0'));
}

/**
 * The amount spread over receipt lines, to the cent by largest remainder; evenly where all weights are zero. An amount below zero is
 * spread as the same amount above it, so that what is given and what is taken back are the same parts.
 * @returns one decimal text for each line
 */
export function landedCostShares(amount: string, weights: readonly Rational[]): string[] {
  const negative = amount.startsWith('-');
  const shares = allocateByLargestRemainder(negative ? negated(amount) : amount, weights);
  return negative ? shares.map(negated) : shares;
}
