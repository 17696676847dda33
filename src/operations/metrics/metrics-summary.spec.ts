import type { MetricValue } from '../../kernel/metrics/index.js';
import { summaryOf } from './metrics-summary.js';

const value = (name: string, amount: number, labels: Record<string, string | number> = {}): MetricValue => ({
  name,
  value: amount,
  labels,
});

it('says of a process that has done nothing that it has done nothing', () => {
  const summary = summaryOf({}, 12.9);
  expect(summary.process).toEqual({
    uptime_seconds: 12,
    ready: false,
    memory_bytes: 0,
    memory_percent: 0,
    event_loop_p99_ms: 0,
  });
  expect(summary.requests).toEqual({
    total: 0,
    refused: 0,
    failed: 0,
    error_percent: 0,
    p50_ms: null,
    p95_ms: null,
    p99_ms: null,
    slowest: [],
  });
  expect(summary.database).toEqual({
    up: false,
    connections: null,
    max_connections: null,
    longest_query_seconds: null,
    size_bytes: null,
  });
  expect(summary).toMatchObject({ drift: [], jobs: [] });
});

it('leaves probes aside, tells refusals from failures, and names the slowest routes of those that are used', () => {
  const request = (route: string, status: number, amount: number) =>
    value('erp_http_requests_total', amount, { method: 'GET', route, status });
  const times = (route: string, fast: number, slow: number) =>
    [
      [0.01, fast],
      [1, fast + slow],
      ['+Inf', fast + slow],
    ]
      .map(([le, amount]) =>
        value('erp_http_request_duration_seconds_bucket', Number(amount), { method: 'GET', route, le: le! }),
      )
      .concat(value('erp_http_request_duration_seconds_count', fast + slow, { method: 'GET', route }));
  const { requests } = summaryOf(
    {
      erp_http_requests_total: [
        request('/a', 200, 90),
        request('/a', 404, 6),
        request('/b', 503, 4),
        request('/health', 503, 1000),
      ],
      erp_http_request_duration_seconds: [
        ...times('/a', 96, 0),
        ...times('/b', 0, 20),
        ...times('/c', 0, 3),
        ...times('/metrics', 0, 500),
      ],
    },
    1,
  );
  expect(requests).toMatchObject({ total: 100, refused: 6, failed: 4, error_percent: 4 });
  expect(requests.slowest.map(({ route }) => route)).toEqual(['GET /b', 'GET /a']);
  expect(requests.slowest[0]!.p95_ms).toBeGreaterThan(500);
  expect(requests.p50_ms).toBeLessThan(10);
});

it('puts what is broken, failed or late first', () => {
  const { drift, jobs, work } = summaryOf(
    {
      erp_invariant_violations: [value('', 0, { name: 'a' }), value('', 2, { name: 'b' })],
      erp_job_lag_seconds: [
        value('', 0, { name: 'well' }),
        value('', 90, { name: 'late' }),
        value('', 0, { name: 'failed' }),
      ],
      erp_job_last_run_failed: [value('', 1, { name: 'failed' })],
      erp_problems_total: [
        value('', 3, { error_code: 'INSUFFICIENT_STOCK' }),
        value('', 9, { error_code: 'NOT_FOUND' }),
      ],
    },
    1,
  );
  expect(drift.map(({ invariant }) => invariant)).toEqual(['b', 'a']);
  expect(jobs.map(({ job }) => job)).toEqual(['failed', 'late', 'well']);
  expect(work.insufficient_stock).toBe(3);
});

it('tells limits, cache, runs of the check, seals, backups and months, and of what never was that it never was', () => {
  const nothing = summaryOf({ erp_backup_last_success_timestamp_seconds: [value('', 0)] }, 1);
  expect(nothing).toMatchObject({
    limits: { policies: [], blocked_addresses: 0, blocked_requests: 0, clients_cut: 0 },
    cache: { redis_up: false, requests: 0, hit_percent: null, redis_failures: 0 },
    integrity: { last_run_age_hours: null, last_run_ok: null, last_run_seconds: null, seals: [] },
    backups: { newest_age_hours: null, proven_age_hours: null },
    partitions: [],
  });

  const now = 1_000_000;
  const summary = summaryOf(
    {
      erp_rate_limited_total: [value('', 1, { policy: 'default' }), value('', 7, { policy: 'login' })],
      erp_blocked_addresses: [value('', 2)],
      erp_blocked_requests_total: [value('', 340)],
      erp_clients_cut_total: [value('', 3, { reason: 'headers' }), value('', 1, { reason: 'slow_reader' })],
      erp_cache_requests_total: [
        value('', 90, { result: 'hit' }),
        value('', 9, { result: 'miss' }),
        value('', 1, { result: 'bypass' }),
      ],
      erp_redis_up: [value('', 1)],
      erp_redis_failures_total: [value('', 4)],
      erp_integrity_run_timestamp_seconds: [value('', now - 5400)],
      erp_integrity_run_ok: [value('', 0)],
      erp_integrity_run_duration_seconds: [value('', 12.5)],
      erp_seal_lag_seconds: [value('', 9.504, { stream: 'audit_logs' })],
      erp_backup_last_success_timestamp_seconds: [value('', now - 3600)],
      erp_backup_last_verified_timestamp_seconds: [value('', now - 36_000)],
      erp_partition_months_ahead: [value('', 3, { table: 'audit_logs' }), value('', 2, { table: 'stock_ledgers' })],
      erp_partition_oldest_months: [value('', 5, { table: 'stock_ledgers' })],
      erp_partition_archives: [
        value('', 12, { table: 'stock_ledgers', state: 'archived' }),
        value('', 1, { table: 'stock_ledgers', state: 'restored' }),
      ],
      erp_partition_archive_rows: [value('', 1000, { table: 'stock_ledgers' })],
      erp_partition_archive_bytes: [value('', 5000, { table: 'stock_ledgers' })],
    },
    1,
    now,
  );
  expect(summary).toMatchObject({
    limits: {
      policies: [
        { policy: 'login', refused: 7 },
        { policy: 'default', refused: 1 },
      ],
      blocked_addresses: 2,
      blocked_requests: 340,
      clients_cut: 4,
    },
    cache: { redis_up: true, requests: 100, hit_percent: 90, redis_failures: 4 },
    integrity: {
      last_run_age_hours: 1.5,
      last_run_ok: false,
      last_run_seconds: 12.5,
      seals: [{ stream: 'audit_logs', lag_seconds: 9.5 }],
    },
    backups: { newest_age_hours: 1, proven_age_hours: 10 },
    partitions: [
      {
        table: 'audit_logs',
        months_ahead: 3,
        oldest_months: 0,
        archived_months: 0,
        archived_rows: 0,
        archived_bytes: 0,
      },
      {
        table: 'stock_ledgers',
        months_ahead: 2,
        oldest_months: 5,
        archived_months: 12,
        archived_rows: 1000,
        archived_bytes: 5000,
      },
    ],
  });
});
