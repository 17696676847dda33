import { verdictOf } from './verdict.js';

it.each([
  // acceptance number, defective, critical, missing
  [1, 0, 0, 0, 'passed'],
  [1, 1, 0, 0, 'passed'],
  [1, 2, 0, 0, 'failed'],
  [1, 2, 0, 9, 'failed'],
  [5, 1, 1, 0, 'failed'],
  [1, 1, 0, 1, 'incomplete'],
  [0, 0, 0, 50, 'incomplete'],
] as const)(
  'accepting %d with %d bad, %d of them critical, %d missing: %s',
  (acceptance_number, bad, critical, missing, verdict) => {
    expect(
      verdictOf({ acceptance_number, defective_quantity: bad, critical_quantity: critical, missing_results: missing }),
    ).toBe(verdict);
  },
);
