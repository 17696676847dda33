import { refuse } from '../../kernel/errors/index.js';
import { addDays } from '../../master-data/index.js';
import { LONGEST_RANGE_DAYS } from './floor-figures-limits.js';

/** @throws VALIDATION_FAILED for a range that ends before it begins, or is longer than 366 days */
export function assertRange({ from, to }: { readonly from: string; readonly to: string }): void {
  refuse([
    ...(to < from ? [{ pointer: '/to', code: 'TOO_SMALL', message: 'must not lie before from' }] : []),
    ...(to >= addDays(from, LONGEST_RANGE_DAYS)
      ? [{ pointer: '/to', code: 'TOO_LARGE', message: `is more than ${LONGEST_RANGE_DAYS} days, both included` }]
      : []),
  ]);
}
