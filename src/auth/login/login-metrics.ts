import { Metrics } from '../../kernel/metrics/index.js';

const FAILURES = Metrics.counter({
  name: 'erp_login_failures_total',
  // Without a reason on purpose: whoever may read the metrics could tell a wrong password from an unknown name by it.
  help: 'Attempts to log in that failed, whatever the reason',
});
const LOGINS = Metrics.counter({ name: 'erp_logins_total', help: 'Sessions opened with a right password' });

export function countLogin(right: boolean): void {
  (right ? LOGINS : FAILURES).inc();
}
