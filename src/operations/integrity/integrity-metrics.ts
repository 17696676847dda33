import type { Invariant } from '../../kernel/database/index.js';
import { Metrics } from '../../kernel/metrics/index.js';

const VIOLATIONS = Metrics.gauge({
  name: 'erp_invariant_violations',
  help: 'What breaks an invariant, by its name; must be 0. Kept up every minute for stock, by a whole check for the rest',
  labels: ['name'],
});
const CHECKED_AT = Metrics.gauge({
  name: 'erp_integrity_checked_timestamp_seconds',
  help: 'When this process last checked: what has changed (incremental) or everything (whole)',
  labels: ['pass'],
});
const DURATION = Metrics.gauge({
  name: 'erp_integrity_check_duration_seconds',
  help: 'How long the last check took',
  labels: ['pass'],
});

/** Notes that a pass is over. @param violations of each invariant that it looked at */
export function reportCheck(
  pass: 'incremental' | 'whole',
  violations: Iterable<readonly [name: string, count: number]>,
  seconds: number,
): void {
  for (const [name, count] of violations) VIOLATIONS.set(count, { name });
  CHECKED_AT.set(Date.now() / 1000, { pass });
  DURATION.set(seconds, { pass });
}

export function countsOf(invariants: readonly Invariant[]): [string, number][] {
  return invariants.map(({ name, violations }) => [name, violations]);
}
