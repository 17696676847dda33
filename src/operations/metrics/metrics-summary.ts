import type { MetricValue } from '../../kernel/metrics/index.js';
import { quantileOf } from '../../kernel/metrics/index.js';
import type {
  BackupFiguresDto,
  CacheFiguresDto,
  DatabaseFiguresDto,
  IntegrityFiguresDto,
  JobFiguresDto,
  LimitFiguresDto,
  MetricsSummaryDto,
  PartitionFiguresDto,
  PoolFiguresDto,
  ProcessFiguresDto,
  RequestFiguresDto,
  RouteFiguresDto,
  WorkFiguresDto,
} from './metrics-summary.dto.js';

/** Metrics by their names, as they stood at one moment. */
export type Snapshot = Readonly<Record<string, readonly MetricValue[]>>;

/** Names of what the summary is made of. */
export const SUMMARISED = [
  'erp_http_requests_total',
  'erp_http_request_duration_seconds',
  'erp_db_pool_connections',
  'erp_db_pool_limit',
  'erp_db_up',
  'erp_db_connections',
  'erp_db_max_connections',
  'erp_db_longest_query_seconds',
  'erp_db_size_bytes',
  'erp_stock_movements_total',
  'erp_problems_total',
  'erp_login_failures_total',
  'erp_transaction_retries_total',
  'erp_deadlocks_total',
  'erp_invariant_violations',
  'erp_job_lag_seconds',
  'erp_job_last_run_failed',
  'erp_rate_limited_total',
  'erp_blocked_addresses',
  'erp_blocked_requests_total',
  'erp_clients_cut_total',
  'erp_cache_requests_total',
  'erp_redis_up',
  'erp_redis_failures_total',
  'erp_integrity_run_timestamp_seconds',
  'erp_integrity_run_ok',
  'erp_integrity_run_duration_seconds',
  'erp_seal_lag_seconds',
  'erp_backup_last_success_timestamp_seconds',
  'erp_backup_last_verified_timestamp_seconds',
  'erp_partition_months_ahead',
  'erp_partition_oldest_months',
  'erp_partition_archives',
  'erp_partition_archive_rows',
  'erp_partition_archive_bytes',
  'erp_memory_used_ratio',
  'erp_ready',
  'nodejs_eventloop_lag_p99_seconds',
  'process_resident_memory_bytes',
] as const;

const SLOWEST = 10;
const FEWEST_REQUESTS = 10;
/** The probes and the metrics themselves are no work. */
const NO_WORK = /^\/(metrics|actuator|health|api\/v1\/health)/;

/** The figures for people. @param uptime seconds since the start of the process @param now seconds since 1970 */
export function summaryOf(
  snapshot: Snapshot,
  uptime: number,
  now: number = Date.now() / 1000,
): Omit<MetricsSummaryDto, 'at' | 'version'> {
  const read = readerOf(snapshot);
  return {
    process: processFigures(read, uptime),
    requests: requestFigures(snapshot),
    pool: poolFigures(read),
    database: databaseFigures(read),
    work: workFigures(read),
    limits: limitFigures(snapshot, read),
    cache: cacheFigures(read),
    integrity: integrityFigures(snapshot, read, now),
    backups: backupFigures(read, now),
    partitions: partitionFigures(snapshot, read),
    drift: (snapshot['erp_invariant_violations'] ?? [])
      .map(({ labels, value }) => ({ invariant: String(labels['name']), violations: value }))
      .sort((a, b) => b.violations - a.violations),
    jobs: jobFigures(snapshot, read),
  };
}

/** The sum of a metric over the series that have these labels; null when there is none. */
type Reader = (name: (typeof SUMMARISED)[number], labels?: Record<string, string>) => number | null;

function readerOf(snapshot: Snapshot): Reader {
  return (name, labels = {}) => {
    const values = (snapshot[name] ?? []).filter(({ labels: has }) =>
      Object.entries(labels).every(([key, value]) => has[key] === value),
    );
    return values.length === 0 ? null : values.reduce((sum, { value }) => sum + value, 0);
  };
}

function processFigures(read: Reader, uptime: number): ProcessFiguresDto {
  return {
    uptime_seconds: Math.floor(uptime),
    ready: read('erp_ready') === 1,
    memory_bytes: read('process_resident_memory_bytes') ?? 0,
    memory_percent: round((read('erp_memory_used_ratio') ?? 0) * 100),
    event_loop_p99_ms: round((read('nodejs_eventloop_lag_p99_seconds') ?? 0) * 1000),
  };
}

function poolFigures(read: Reader): PoolFiguresDto {
  const pool = (state: string): number => read('erp_db_pool_connections', { state }) ?? 0;
  return { open: pool('open'), idle: pool('idle'), waiting: pool('waiting'), limit: read('erp_db_pool_limit') ?? 0 };
}

function databaseFigures(read: Reader): DatabaseFiguresDto {
  return {
    up: read('erp_db_up') === 1,
    connections: read('erp_db_connections'),
    max_connections: read('erp_db_max_connections'),
    longest_query_seconds: read('erp_db_longest_query_seconds'),
    size_bytes: read('erp_db_size_bytes'),
  };
}

function workFigures(read: Reader): WorkFiguresDto {
  return {
    stock_movements: read('erp_stock_movements_total') ?? 0,
    insufficient_stock: read('erp_problems_total', { error_code: 'INSUFFICIENT_STOCK' }) ?? 0,
    login_failures: read('erp_login_failures_total') ?? 0,
    retries: read('erp_transaction_retries_total') ?? 0,
    deadlocks: read('erp_deadlocks_total') ?? 0,
    rate_limited: read('erp_problems_total', { error_code: 'RATE_LIMITED' }) ?? 0,
  };
}

function limitFigures(snapshot: Snapshot, read: Reader): LimitFiguresDto {
  return {
    policies: (snapshot['erp_rate_limited_total'] ?? [])
      .map(({ labels, value }) => ({ policy: String(labels['policy']), refused: value }))
      .sort((a, b) => b.refused - a.refused),
    blocked_addresses: read('erp_blocked_addresses') ?? 0,
    blocked_requests: read('erp_blocked_requests_total') ?? 0,
    clients_cut: read('erp_clients_cut_total') ?? 0,
  };
}

function cacheFigures(read: Reader): CacheFiguresDto {
  const requests = read('erp_cache_requests_total') ?? 0;
  const hits = read('erp_cache_requests_total', { result: 'hit' }) ?? 0;
  return {
    redis_up: read('erp_redis_up') === 1,
    requests,
    hit_percent: requests === 0 ? null : round((hits / requests) * 100),
    redis_failures: read('erp_redis_failures_total') ?? 0,
  };
}

function integrityFigures(snapshot: Snapshot, read: Reader, now: number): IntegrityFiguresDto {
  const ok = read('erp_integrity_run_ok');
  return {
    last_run_age_hours: hoursSince(read('erp_integrity_run_timestamp_seconds'), now),
    last_run_ok: ok === null ? null : ok === 1,
    last_run_seconds: read('erp_integrity_run_duration_seconds'),
    seals: (snapshot['erp_seal_lag_seconds'] ?? []).map(({ labels, value }) => ({
      stream: String(labels['stream']),
      lag_seconds: round(value),
    })),
  };
}

function backupFigures(read: Reader, now: number): BackupFiguresDto {
  return {
    newest_age_hours: hoursSince(read('erp_backup_last_success_timestamp_seconds'), now),
    proven_age_hours: hoursSince(read('erp_backup_last_verified_timestamp_seconds'), now),
  };
}

function partitionFigures(snapshot: Snapshot, read: Reader): PartitionFiguresDto[] {
  return (snapshot['erp_partition_months_ahead'] ?? []).map(({ labels, value }) => {
    const table = String(labels['table']);
    return {
      table,
      months_ahead: value,
      oldest_months: read('erp_partition_oldest_months', { table }) ?? 0,
      archived_months: read('erp_partition_archives', { table, state: 'archived' }) ?? 0,
      archived_rows: read('erp_partition_archive_rows', { table }) ?? 0,
      archived_bytes: read('erp_partition_archive_bytes', { table }) ?? 0,
    };
  });
}

function jobFigures(snapshot: Snapshot, read: Reader): JobFiguresDto[] {
  return (snapshot['erp_job_lag_seconds'] ?? [])
    .map(({ labels, value }) => {
      const job = String(labels['name']);
      return { job, lag_seconds: round(value), failed: read('erp_job_last_run_failed', { name: job }) === 1 };
    })
    .sort((a, b) => Number(b.failed) - Number(a.failed) || b.lag_seconds - a.lag_seconds);
}

/** @param at seconds since 1970; 0 and null: never */
function hoursSince(at: number | null, now: number): number | null {
  return at === null || at === 0 ? null : Math.max(0, round((now - at) / 3600));
}

function requestFigures(snapshot: Snapshot): RequestFiguresDto {
  const counts = (snapshot['erp_http_requests_total'] ?? []).filter(isWork);
  const times = (snapshot['erp_http_request_duration_seconds'] ?? []).filter(isWork);
  const sum = (first?: string): number =>
    counts.reduce((all, { labels, value }) => (first && String(labels['status'])[0] !== first ? all : all + value), 0);
  const total = sum();
  return {
    total,
    refused: sum('4'),
    failed: sum('5'),
    error_percent: total === 0 ? 0 : Math.round((sum('5') / total) * 100_000) / 1000,
    p50_ms: milliseconds(times, 0.5),
    p95_ms: milliseconds(times, 0.95),
    p99_ms: milliseconds(times, 0.99),
    slowest: slowestOf(times),
  };
}

function slowestOf(times: readonly MetricValue[]): RouteFiguresDto[] {
  const byRoute = new Map<string, MetricValue[]>();
  for (const value of times) {
    const route = `${value.labels['method']} ${value.labels['route']}`;
    byRoute.set(route, [...(byRoute.get(route) ?? []), value]);
  }
  return [...byRoute]
    .map(([route, values]) => ({
      route,
      requests: values.find(({ name }) => name.endsWith('_count'))?.value ?? 0,
      p50_ms: milliseconds(values, 0.5),
      p95_ms: milliseconds(values, 0.95),
    }))
    .filter(({ requests }) => requests >= FEWEST_REQUESTS)
    .sort((a, b) => (b.p95_ms ?? 0) - (a.p95_ms ?? 0))
    .slice(0, SLOWEST);
}

function isWork({ labels }: MetricValue): boolean {
  return !NO_WORK.test(String(labels['route']));
}

function milliseconds(values: readonly MetricValue[], quantile: number): number | null {
  const seconds = quantileOf(values, quantile);
  return seconds === null ? null : round(seconds * 1000);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
