import { Injectable } from '@nestjs/common';
import { MonitoringConnection } from '../health/monitoring-connection.js';
import { PeriodicRegistry } from '../../kernel/periodic/index.js';
import { ProbeConnection } from '../health/probe-connection.js';
import { RUNNER } from '../jobs/job-runner.js';
import { PERIODIC_STATE, whatThisProcessKnows } from '../jobs/periodic-state.js';
import { MONTHLY_PARTITIONS } from '../partitions/monthly-partitions.js';

export interface DatabaseActivity {
  connections: number;
  max_connections: number;
  /** Seconds that the oldest statement which is still running has taken. */
  longest_query: number;
  over_30_s: number;
  over_60_s: number;
  size_bytes: number;
  /** Of the blocks that were wanted, those that were in memory; null before any was. */
  cache_hit_ratio: number | null;
}

export interface PartitionedTable {
  table: string;
  /** Whole months after this one for which there is a partition already. */
  months_ahead: number;
  /** Whole months since the begin of the oldest partition that holds anything. */
  oldest_months: number;
}

export interface JobState {
  name: string;
  running: boolean;
  /** Seconds by which it is late; 0 when it is not. */
  lag: number;
  /** Seconds since 1970; null when it never ended well. */
  last_success_at: number | null;
  /** Of the last run, seconds. */
  duration: number | null;
  failed: boolean;
  runs: number;
  failures: number;
}

export interface ArchivedTable {
  table: string;
  /** Months in each state. */
  dumped: number;
  archived: number;
  restored: number;
  /** Of archived months: rows that are in the file and no longer here. */
  rows: number;
  bytes: number;
}

export interface IntegrityRunState {
  /** Seconds since 1970. */
  finished_at: number;
  ok: boolean;
  /** Seconds. */
  duration: number;
}

export interface SealedStream {
  stream: string;
  /** Seconds since the moment up to which everything is sealed. */
  lag: number;
}

/** What the metrics ask the database, by connections of their own. Numbers of PostgreSQL are taken as floating point: these are measures. */
@Injectable()
export class MetricsRepository {
  private jobsAreThere = false;

  constructor(
    private readonly server: MonitoringConnection,
    private readonly probe: ProbeConnection,
    private readonly periodic: PeriodicRegistry,
  ) {}

  async activity(): Promise<DatabaseActivity> {
    const rows = await this.server.query<DatabaseActivity & Record<string, unknown>>(ACTIVITY);
    return rows[0]!;
  }

  partitions(): Promise<PartitionedTable[]> {
    return this.server.query<PartitionedTable & Record<string, unknown>>(PARTITIONS);
  }

  archives(): Promise<ArchivedTable[]> {
    return this.probe.query<ArchivedTable & Record<string, unknown>>(ARCHIVES);
  }

  /** The last run that is kept; null when there was none yet. */
  async integrityRun(): Promise<IntegrityRunState | null> {
    const rows = await this.probe.query<IntegrityRunState & Record<string, unknown>>(INTEGRITY_RUN);
    return rows[0] ?? null;
  }

  /** Streams that were ever sealed. */
  seals(): Promise<SealedStream[]> {
    return this.probe.query<SealedStream & Record<string, unknown>>(SEALS);
  }

  /** The jobs and the periodic works there are; none as long as the database has no tables of them. */
  async jobs(): Promise<JobState[]> {
    if (!this.jobsAreThere) {
      const rows = await this.probe.query<{ there: boolean }>(
        `select to_regclass('erp.periodic_works') is not null as there`,
      );
      this.jobsAreThere = rows[0]!.there;
    }
    if (!this.jobsAreThere) return [];
    const jobs = await this.probe.query<JobState & Record<string, unknown>>(JOBS);
    const works = await this.probe.query<JobState & Record<string, unknown>>(
      PERIODIC,
      whatThisProcessKnows(this.periodic, RUNNER),
    );
    return [...jobs, ...works];
  }
}

const ACTIVITY = /* sql */ `
select count(*)::float8 as connections,
       current_setting('max_connections')::float8 as max_connections,
       coalesce(max(age) filter (where running), 0)::float8 as longest_query,
       count(*) filter (where running and age > 30)::float8 as over_30_s,
       count(*) filter (where running and age > 60)::float8 as over_60_s,
       pg_database_size(current_database())::float8 as size_bytes,
       (select blks_hit::float8 / nullif(blks_hit + blks_read, 0) from pg_stat_database where datname = current_database()) as cache_hit_ratio
  from (select state = 'active' and pid <> pg_backend_pid() as running, greatest(extract(epoch from clock_timestamp() - query_start), 0) as age
          from pg_stat_activity where backend_type = 'client backend') session`;

/** Empty months do not make a table old. */
const PARTITIONS = /* sql */ `
with month as (select date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' as begins)
select p.table_name as "table",
       greatest(0, round(extract(epoch from max(p.to_at) - (select begins from month)) / 2629746) - 1)::float8 as months_ahead,
       greatest(0, round(extract(epoch from (select begins from month) - coalesce(min(p.from_at) filter (where p.reltuples > 0), (select begins from month))) / 2629746))::float8 as oldest_months
  from (${MONTHLY_PARTITIONS}) p where p.from_at is not null group by p.table_name order by 1`;

/** Every table that has months, so that a table without an archive shows 0. */
const ARCHIVES = /* sql */ `
select t.name as "table",
       count(*) filter (where a.state = 'dumped')::float8 as dumped,
       count(*) filter (where a.state = 'archived')::float8 as archived,
       count(*) filter (where a.state = 'restored')::float8 as restored,
       coalesce(sum(a.rows - a.kept_rows) filter (where a.state = 'archived'), 0)::float8 as rows,
       coalesce(sum(a.size_bytes) filter (where a.state = 'archived'), 0)::float8 as bytes
  from (values ('audit_logs'), ('stock_ledgers')) t(name) left join erp.partition_archives a on a.table_name = t.name
 group by t.name order by 1`;

const INTEGRITY_RUN = /* sql */ `
select extract(epoch from finished_at)::float8 as finished_at, ok, (duration_ms / 1000.0)::float8 as duration
  from erp.integrity_runs order by id desc limit 1`;

/** A place in the order of ids is a time: its first 48 bits are milliseconds (RFC 9562). */
const SEALS = /* sql */ `
select stream,
       greatest(0, extract(epoch from clock_timestamp()) - ('x' || left(replace(final_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)::float8 as lag
  from erp.seal_streams where final_id is not null order by 1`;

const JOBS = /* sql */ `
select name, state = 'running' as running,
       case when state <> 'running' then coalesce(greatest(0, extract(epoch from now() - next_at)), 0) else 0 end::float8 as lag,
       extract(epoch from last_success_at)::float8 as last_success_at,
       (duration_ms / 1000.0)::float8 as duration,
       coalesce(result = 'failed', false) as failed,
       runs::float8 as runs, failures::float8 as failures
  from erp.jobs order by name`;

const PERIODIC = /* sql */ `
select name, running, lag, last_success_epoch as last_success_at, (duration_ms / 1000.0)::float8 as duration, fault is not null as failed,
       runs::float8 as runs, failures::float8 as failures
  from (${PERIODIC_STATE}) works order by name`;
