import { Rational } from '../../kernel/numbers/index.js';

/** How many pieces of a lot are looked at. */
export const SAMPLINGS = ['all', 'fixed', 'percent', 'table'] as const;
export type Sampling = (typeof SAMPLINGS)[number];

/** A row of a table: lots of these sizes take this sample and accept up to this many defective pieces. */
export interface SampleRow {
  readonly lot_from: number;
  readonly lot_to: number;
  readonly sample_size: number;
  readonly acceptance_number: number;
}

export interface SamplingRule {
  readonly sampling: Sampling;
  readonly sample_quantity: number | null;
  readonly sample_percent: string | null;
  readonly acceptance_number: number;
  readonly samples: readonly SampleRow[];
}

export interface Sample {
  readonly sample_size: number;
  readonly acceptance_number: number;
}

/**
 * The sample of a lot, in pieces: never more than the lot. A percentage is rounded up to a whole piece. A table is read as single
 * sampling plans such as ISO 2859-1 are: the row of the lot's size says sample and acceptance number.
 * @returns null when the table has no row for such a lot
 */
export function sampleOf(rule: SamplingRule, quantity: number): Sample | null {
  const of = (size: number, acceptance_number = rule.acceptance_number): Sample => ({
    sample_size: Math.min(size, quantity),
    acceptance_number,
  });
  switch (rule.sampling) {
    case 'all':
      return of(quantity);
    case 'fixed':
      return of(rule.sample_quantity!);
    case 'percent':
      return of(Number(Rational.of(quantity).mul(Rational.parse(rule.sample_percent!)).div(Rational.of(100)).ceil()));
    case 'table': {
      const row = rule.samples.find(({ lot_from, lot_to }) => lot_from <= quantity && quantity <= lot_to);
      return row ? of(row.sample_size, row.acceptance_number) : null;
    }
  }
}
