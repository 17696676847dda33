import { Metrics } from './metrics.js';

const REASONS: Readonly<Record<string, string>> = {
  '40001': 'serialization',
  '40P01': 'deadlock',
  '55P03': 'lock_timeout',
};

const PROBLEMS = Metrics.counter({
  name: 'erp_problems_total',
  help: 'Requests refused or failed, by error code; INSUFFICIENT_STOCK and RATE_LIMITED are among them',
  labels: ['error_code'],
});
const RETRIES = Metrics.counter({
  name: 'erp_transaction_retries_total',
  help: 'Transactions that were run again after a lost race, by what lost it',
  labels: ['reason'],
});
const GIVEN_UP = Metrics.counter({
  name: 'erp_transactions_given_up_total',
  help: 'Transactions that were not run again after a lost race and were answered with 503, by what lost the last one',
  labels: ['reason'],
});
const REFUSED = Metrics.counter({
  name: 'erp_transaction_retries_refused_total',
  help: 'Transactions among those that were given up because the budget of retries was spent: too many lose',
});
REFUSED.inc({}, 0);
const DEADLOCKS = Metrics.counter({
  name: 'erp_deadlocks_total',
  help: 'Statements of this process that the database ended to break a deadlock',
});
for (const reason of Object.values(REASONS)) {
  RETRIES.inc({ reason }, 0);
  GIVEN_UP.inc({ reason }, 0);
}

export function countProblem(code: string): void {
  PROBLEMS.inc({ error_code: code });
}

/** Has a code stand at 0 from the start: an alert on its first rise needs something to rise from. */
export function announceProblem(code: string): void {
  PROBLEMS.inc({ error_code: code }, 0);
}

/** A lost race is not run again because too many lose; it is counted as given up as well. */
export function countRefusedRetry(): void {
  REFUSED.inc();
}

/** @param sqlState of the lost race; @param again whether the transaction is run another time */
export function countLostRace(sqlState: string, again: boolean): void {
  const reason = REASONS[sqlState] ?? 'other';
  if (reason === 'deadlock') DEADLOCKS.inc();
  (again ? RETRIES : GIVEN_UP).inc({ reason });
}
