import fc from 'fast-check';
import { RetryBudget } from './retry-budget.js';

/** Takes until it is refused, at one moment. */
function drain(budget: RetryBudget, now: number): number {
  let taken = 0;
  while (budget.take(now)) taken += 1;
  return taken;
}

it('has a hundred at the start, and no more after any time or any number of transactions', () => {
  const budget = new RetryBudget(0);
  expect(drain(budget, 0)).toBe(100);
  expect(drain(budget, 3_600_000)).toBe(100);
  for (let n = 0; n < 100_000; n++) budget.earn();
  expect(drain(budget, 3_600_000)).toBe(100);
});

it('a tenth of the transactions may be run again under load', () => {
  const budget = new RetryBudget(0);
  drain(budget, 0);
  for (let n = 0; n < 500; n++) budget.earn();
  expect(drain(budget, 0)).toBeGreaterThanOrEqual(49);
  expect(drain(budget, 0)).toBe(0);
});

it('a quiet server is always allowed a few', () => {
  const budget = new RetryBudget(0);
  drain(budget, 0);
  expect(budget.take(50)).toBe(false);
  expect(budget.take(150)).toBe(true);
  expect(drain(budget, 1_150)).toBe(10);
});

type Step = { readonly kind: 'transaction' | 'retry'; readonly wait: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind']>('transaction', 'retry', 'retry'),
    wait: fc.integer({ min: 0, max: 40 }),
  }),
  { maxLength: 1_500 },
);

it('in no stretch of any history are there more than the burst, the floor and a tenth, and nobody is refused before', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const budget = new RetryBudget(0);
      let now = 0;
      const log: { at: number; transactions: number; retries: number }[] = [{ at: 0, transactions: 0, retries: 0 }];
      let [transactions, retries] = [0, 0];
      for (const { kind, wait } of history) {
        now += wait;
        if (kind === 'transaction') {
          budget.earn();
          transactions += 1;
        } else if (budget.take(now)) retries += 1;
        // Nobody is refused before the burst is spent.
        else expect(retries).toBeGreaterThanOrEqual(100);
        log.push({ at: now, transactions, retries });
      }
      // Every stretch from any moment to the end; histories of all lengths are tried, so that is every stretch.
      for (const then of log) {
        const allowed = 100 + (now - then.at) / 100 + (transactions - then.transactions) / 10;
        expect(retries - then.retries).toBeLessThanOrEqual(allowed + 1e-6);
      }
    }),
    { numRuns: 200 },
  );
});

it('a clock that stands still or goes back gives nothing', () => {
  const budget = new RetryBudget(1_000);
  drain(budget, 1_000);
  expect(budget.take(0)).toBe(false);
  expect(budget.take(1_000)).toBe(false);
});
