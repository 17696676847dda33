import { Metrics } from './metrics.js';

const LAG = Metrics.gauge({
  name: 'erp_db_replica_lag_seconds',
  help: 'How far the replica is behind the primary; -1 when it does not answer',
});
const USED = Metrics.gauge({
  name: 'erp_db_replica_used',
  help: 'Whether reports are read from the replica (1) or from the primary (0)',
});
const READS = Metrics.counter({
  name: 'erp_db_replica_reads_total',
  help: 'Statements of reports, by where they were answered',
  labels: ['from'],
});

/** @param state lag in seconds, null when the replica does not answer */
export function reportReplica({ used, lag }: { used: boolean; lag: number | null }): void {
  LAG.set(lag ?? -1);
  USED.set(used ? 1 : 0);
}

export function countReplicaRead(from: 'replica' | 'primary'): void {
  READS.inc({ from });
}
