import type { PeriodicRegistry, PeriodicReport } from '../../kernel/periodic/index.js';

/** Who has not been heard of for so long is gone: a process reports every minute. */
export const GONE_AFTER_SECONDS = 180;

/** How a periodic work stands over all processes that do it; times as the database gives them. */
export interface PeriodicState {
  readonly name: string;
  /** How many processes do it. */
  readonly processes: number;
  /** Whose figures these are: of who failed last, or else of who did it last. */
  readonly runner: string;
  readonly running: boolean;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly fault: string | null;
  readonly last_success_at: string | null;
  readonly last_success_epoch: number | null;
  readonly last_fault: string | null;
  readonly last_fault_at: string | null;
  /** Seconds by which it is late. Where one of all does it, for who did it last; else for who is the latest. */
  readonly lag: number;
  readonly runs: number;
  readonly failures: number;
}

/**
 * Parameters: instance of who asks, its reports as JSON, its name for people. Of itself a process knows how it stands this moment; what it
 * knows of the others is a minute old at most, and how late they were is told as of then: they were well when they said so.
 */
export const PERIODIC_STATE = /* sql */ `
with moment as materialized (select clock_timestamp()::timestamptz(3) as now),
known as (
  select w.name, w.runner, w.every_ms, w.one_of_all, w.began_at, w.running_since, w.started_at, w.ended_at, w.last_success_at, w.duration_ms, w.fault,
         w.last_fault, w.last_fault_at, w.runs, w.failures, w.seen_at
    from erp.periodic_works w
   where w.instance_id <> $1::uuid and w.seen_at > (select now from moment) - interval '${GONE_AFTER_SECONDS} seconds'
  union all
  select r.name, $3::text, r.every_ms, r.one_of_all, m.now - r.began_ago * interval '1 ms', m.now - r.running_for * interval '1 ms',
         m.now - r.started_ago * interval '1 ms', m.now - r.ended_ago * interval '1 ms', m.now - r.success_ago * interval '1 ms', r.duration_ms, r.fault,
         r.last_fault, m.now - r.last_fault_ago * interval '1 ms', r.runs, r.failures, m.now
    from moment m cross join jsonb_to_recordset($2::jsonb) as r(name text, every_ms bigint, one_of_all boolean, began_ago bigint, running_for bigint,
         started_ago bigint, ended_ago bigint, success_ago bigint, duration_ms bigint, fault text, last_fault text, last_fault_ago bigint, runs bigint,
         failures bigint)
),
late as (
  select k.*, greatest(0, extract(epoch from k.seen_at - coalesce(k.last_success_at, k.began_at)) - k.every_ms / 1000.0)::float8 as lag from known k
)
select distinct on (name) name, count(*) over same as processes, runner, bool_or(running_since is not null) over same as running,
       started_at::timestamptz(3), ended_at::timestamptz(3), duration_ms, fault, (max(last_success_at) over same)::timestamptz(3) as last_success_at,
       extract(epoch from max(last_success_at) over same)::float8 as last_success_epoch,
       first_value(last_fault) over latest_fault as last_fault, (first_value(last_fault_at) over latest_fault)::timestamptz(3) as last_fault_at,
       case when one_of_all then min(lag) over same else max(lag) over same end as lag,
       (sum(runs) over same)::bigint as runs, (sum(failures) over same)::bigint as failures
  from late
window same as (partition by name), latest_fault as (partition by name order by last_fault_at desc nulls last)
 order by name, fault is not null desc, ended_at desc nulls last`;

/** The parameters of `PERIODIC_STATE`. @param runner machine and process, for people */
export function whatThisProcessKnows(registry: PeriodicRegistry, runner: string): [string, string, string] {
  return [registry.instance_id, asJson(registry.reports()), runner];
}

/** Reports as one parameter. */
export function asJson(reports: readonly PeriodicReport[]): string {
  return JSON.stringify(reports);
}
