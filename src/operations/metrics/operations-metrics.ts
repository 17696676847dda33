import { Metrics } from '../../kernel/metrics/index.js';
import type {
  ArchivedTable,
  DatabaseActivity,
  IntegrityRunState,
  JobState,
  PartitionedTable,
  SealedStream,
} from './metrics.repository.js';

const gauge = (name: string, help: string, labels: readonly string[] = []) => Metrics.gauge({ name, help, labels });

const READY = gauge('erp_ready', '1 when requests are welcome, as /health/ready says; else 0');
const POOL = gauge(
  'erp_db_pool_connections',
  'Connections of this process: open, idle, and requests that wait for one',
  ['state'],
);
const POOL_LIMIT = gauge('erp_db_pool_limit', 'Connections that this process may open');
const DATABASE_UP = gauge('erp_db_up', '1 when the database answered the last look');
const CONNECTIONS = gauge('erp_db_connections', 'Sessions of all clients on the database server');
const MAX_CONNECTIONS = gauge('erp_db_max_connections', 'Sessions that the database server takes');
const LONGEST_QUERY = gauge('erp_db_longest_query_seconds', 'Age of the oldest statement that is running');
const LONG_QUERIES = gauge('erp_db_long_queries', 'Statements that have been running for longer than so many seconds', [
  'over_seconds',
]);
const SIZE = gauge('erp_db_size_bytes', 'Size of the database');
const CACHE_HITS = gauge('erp_db_cache_hit_ratio', 'Share of the blocks wanted that were in memory');
const MONTHS_AHEAD = gauge('erp_partition_months_ahead', 'Months after this one that a table has partitions for', [
  'table',
]);
const OLDEST_MONTHS = gauge('erp_partition_oldest_months', 'Age in months of the oldest partition with rows', [
  'table',
]);
const ARCHIVES = gauge('erp_partition_archives', 'Months that are in files, by table and by how far it has come', [
  'table',
  'state',
]);
const ARCHIVE_ROWS = gauge('erp_partition_archive_rows', 'Rows that are in files alone', ['table']);
const ARCHIVE_BYTES = gauge('erp_partition_archive_bytes', 'Size of the files of months that are archived', ['table']);
const RUN_AT = gauge(
  'erp_integrity_run_timestamp_seconds',
  'When any server last ended a check of every invariant that is kept as a run',
);
const RUN_OK = gauge('erp_integrity_run_ok', '1 when that run found nothing');
const RUN_DURATION = gauge('erp_integrity_run_duration_seconds', 'How long that run took');
const SEAL_LAG = gauge('erp_seal_lag_seconds', 'Age of the moment up to which committed rows are sealed', ['stream']);
const JOB_RUNNING = gauge('erp_job_running', '1 while a job or a periodic work runs', ['name']);
const JOB_LAG = gauge('erp_job_lag_seconds', 'Seconds by which a job or a periodic work is late', ['name']);
const JOB_SUCCESS = gauge('erp_job_last_success_timestamp_seconds', 'When a job or a periodic work last ended well', [
  'name',
]);
const JOB_DURATION = gauge('erp_job_last_duration_seconds', 'How long the last run of a job or a periodic work took', [
  'name',
]);
const JOB_FAILED = gauge(
  'erp_job_last_run_failed',
  '1 when the last run of a job failed, or of a periodic work in any process',
  ['name'],
);
const JOB_RUNS = gauge(
  'erp_job_runs',
  'Runs of a job, ever; of a periodic work, since the processes that do it began',
  ['name'],
);
const JOB_FAILURES = gauge(
  'erp_job_failures',
  'Failed runs of a job, ever; of a periodic work, since the processes that do it began',
  ['name'],
);
const MEMORY = gauge(
  'erp_memory_used_ratio',
  "Share of the memory that this process may use which is in use; of the machine's, where it has no limit",
);
const DISK = gauge('erp_disk_used_ratio', 'Share of the disk in use, by what is kept there', ['place']);
// Nothing is known of a run before the database was asked.
reportIntegrityRun(null);
const BUILD = gauge('erp_build_info', 'Always 1; which build this is', ['version', 'node']);

export interface OwnState {
  ready: boolean;
  pool: { open: number; idle: number; waiting: number; limit: number };
  memory: number;
  disks: readonly { place: string; used: number }[];
}

export function reportBuild(version: string): void {
  BUILD.set(1, { version, node: process.version });
}

export function reportOwnState({ ready, pool, memory, disks }: OwnState): void {
  READY.set(ready ? 1 : 0);
  for (const state of ['open', 'idle', 'waiting'] as const) POOL.set(pool[state], { state });
  POOL_LIMIT.set(pool.limit);
  MEMORY.set(memory);
  for (const { place, used } of disks) DISK.set(used, { place });
}

/** @param activity null when the database did not answer: its figures are withdrawn then, since old ones would look like new */
export function reportDatabase(activity: DatabaseActivity | null): void {
  DATABASE_UP.set(activity ? 1 : 0);
  for (const each of [CONNECTIONS, MAX_CONNECTIONS, LONGEST_QUERY, LONG_QUERIES, SIZE, CACHE_HITS]) each.reset();
  if (!activity) return;
  CONNECTIONS.set(activity.connections);
  MAX_CONNECTIONS.set(activity.max_connections);
  LONGEST_QUERY.set(activity.longest_query);
  LONG_QUERIES.set(activity.over_30_s, { over_seconds: 30 });
  LONG_QUERIES.set(activity.over_60_s, { over_seconds: 60 });
  SIZE.set(activity.size_bytes);
  if (activity.cache_hit_ratio !== null) CACHE_HITS.set(activity.cache_hit_ratio);
}

export function reportPartitions(tables: readonly PartitionedTable[]): void {
  MONTHS_AHEAD.reset();
  OLDEST_MONTHS.reset();
  for (const { table, months_ahead, oldest_months } of tables) {
    MONTHS_AHEAD.set(months_ahead, { table });
    OLDEST_MONTHS.set(oldest_months, { table });
  }
}

export function reportArchives(tables: readonly ArchivedTable[]): void {
  for (const each of [ARCHIVES, ARCHIVE_ROWS, ARCHIVE_BYTES]) each.reset();
  for (const { table, dumped, archived, restored, rows, bytes } of tables) {
    for (const [state, count] of Object.entries({ dumped, archived, restored })) ARCHIVES.set(count, { table, state });
    ARCHIVE_ROWS.set(rows, { table });
    ARCHIVE_BYTES.set(bytes, { table });
  }
}

/** @param run null when there was none yet */
export function reportIntegrityRun(run: IntegrityRunState | null): void {
  for (const each of [RUN_AT, RUN_OK, RUN_DURATION]) each.reset();
  if (!run) return;
  RUN_AT.set(run.finished_at);
  RUN_OK.set(run.ok ? 1 : 0);
  RUN_DURATION.set(run.duration);
}

export function reportSeals(streams: readonly SealedStream[]): void {
  SEAL_LAG.reset();
  for (const { stream, lag } of streams) SEAL_LAG.set(lag, { stream });
}

export function reportJobs(jobs: readonly JobState[]): void {
  for (const each of [JOB_RUNNING, JOB_LAG, JOB_SUCCESS, JOB_DURATION, JOB_FAILED, JOB_RUNS, JOB_FAILURES])
    each.reset();
  for (const { name, ...state } of jobs) {
    JOB_RUNNING.set(state.running ? 1 : 0, { name });
    JOB_LAG.set(state.lag, { name });
    JOB_FAILED.set(state.failed ? 1 : 0, { name });
    JOB_RUNS.set(state.runs, { name });
    JOB_FAILURES.set(state.failures, { name });
    if (state.last_success_at !== null) JOB_SUCCESS.set(state.last_success_at, { name });
    if (state.duration !== null) JOB_DURATION.set(state.duration, { name });
  }
}
