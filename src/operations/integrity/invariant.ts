/** One thing that must always be true, and whether it is. */
export interface Invariant {
  name: string;
  /** The rule in a sentence. */
  rule: string;
  /** How many things were looked at. */
  checked: number;
  violations: number;
  /** The first few violations, as found. */
  samples: Record<string, unknown>[];
}

/** How many violations are shown; all are counted. */
export const SAMPLES = 20;
