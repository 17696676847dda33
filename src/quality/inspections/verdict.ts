/** What a sample says of its lot. */
export const VERDICTS = ['incomplete', 'passed', 'failed'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Tally {
  readonly acceptance_number: number;
  /** Pieces of the sample that are not good. */
  readonly defective_quantity: number;
  /** Of them, those with a critical defect. */
  readonly critical_quantity: number;
  /** Mandatory results that nobody has entered yet. */
  readonly missing_results: number;
}

/**
 * More defective pieces than the acceptance number fail a sample, and a critical one does by itself; whatever is still missing, since
 * no further result makes that good. Otherwise it passes when nothing is missing.
 */
export function verdictOf(tally: Tally): Verdict {
  if (tally.critical_quantity > 0 || tally.defective_quantity > tally.acceptance_number) return 'failed';
  return tally.missing_results > 0 ? 'incomplete' : 'passed';
}
