import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** The row of a job; times as on the wire. */
export interface JobRow {
  readonly name: string;
  readonly schedule: string | null;
  readonly state: 'idle' | 'queued' | 'running';
  readonly next_at: string | null;
  readonly run_id: string | null;
  readonly attempt: number;
  readonly trigger: 'schedule' | 'request' | 'first' | null;
  readonly runner: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly duration_ms: number | null;
  readonly result: 'succeeded' | 'failed' | null;
  readonly outcome: Record<string, unknown> | null;
  readonly fault: string | null;
  readonly last_fault: string | null;
  readonly last_fault_at: string | null;
  /** Seconds by which it is late; 0 when it is not. */
  readonly lag_seconds: number;
  readonly last_success_at: string | null;
  readonly runs: number;
  readonly failures: number;
  readonly requested_by: string | null;
  readonly requested_at: string | null;
}

/** What a run found out, and how it ended. */
export interface JobEnd {
  readonly outcome: Readonly<Record<string, unknown>> | null;
  readonly fault: string | null;
}

const COLUMNS = `name, schedule, state, next_at, run_id, attempt, trigger, runner, started_at, finished_at, duration_ms, result, outcome, fault,
  last_fault, last_fault_at, last_success_at, runs, failures, requested_by, requested_at,
  case when state = 'running' or schedule is null then 0 else coalesce(greatest(0, extract(epoch from clock_timestamp() - next_at)), 0) end::bigint as lag_seconds`;

/** The rows of the jobs: what is due, who runs it, how it ended. Time is the database's. */
@Injectable()
export class JobsRepository {
  constructor(private readonly db: Database) {}

  rows(): Promise<JobRow[]> {
    return this.db.query<JobRow>(`select ${COLUMNS} from erp.jobs order by name`);
  }

  row(name: string): Promise<JobRow | null> {
    return this.db.maybe<JobRow>(`select ${COLUMNS} from erp.jobs where name = $1`, [name]);
  }

  async now(): Promise<Date> {
    return new Date((await this.db.one<{ now: string }>('select clock_timestamp() as now')).now);
  }

  /** Every company, the main one first: whom the system acts for. */
  async companies(): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select id from erp.companies order by code <> 'MAIN', created_at, id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Writes down a job that the database does not know, or whose schedule has changed. */
  async plan(name: string, schedule: string, nextAt: Date | null, atFirst: boolean): Promise<void> {
    await this.db.query(
      `insert into erp.jobs (name, schedule, next_at, state, trigger) values ($1, $2, $3, $4, $5)
       on conflict (name) do update set schedule = excluded.schedule, next_at = excluded.next_at`,
      [name, schedule, nextAt, atFirst ? 'queued' : 'idle', atFirst ? 'first' : null],
    );
  }

  /** Jobs that no process has any more fall due no more. */
  async retire(known: readonly string[]): Promise<void> {
    await this.db.query(
      `update erp.jobs set schedule = null, next_at = null, state = case when state = 'queued' then 'idle' else state end
        where schedule is not null and name <> all($1::text[])`,
      [known],
    );
  }

  /** Asks for a run. @returns false when one is asked for or running already */
  async request(name: string, by: string): Promise<boolean> {
    const row = await this.db.maybe(
      `insert into erp.jobs (name, state, trigger, requested_by, requested_at) values ($1, 'queued', 'request', $2, clock_timestamp())
       on conflict (name) do update set state = 'queued', trigger = 'request', attempt = 0, requested_by = excluded.requested_by,
         requested_at = excluded.requested_at
        where erp.jobs.state = 'idle' returning name`,
      [name, by],
    );
    return row !== null;
  }

  /** Puts a run back in line whose process is gone, or that was stopped on purpose. @returns whether it was still that run */
  async requeue(name: string, runId: string): Promise<boolean> {
    const row = await this.db.maybe(
      `update erp.jobs set state = 'queued' where name = $1 and run_id = $2 and state = 'running' returning name`,
      [name, runId],
    );
    return row !== null;
  }

  /**
   * Takes a run: of several who try, one gets it.
   * @param due the time of `next_at` that is taken with it
   * @param next the time after this one
   * @returns the token of the run; null when there is nothing to take
   */
  async claim(name: string, due: string | null, next: Date | null, runner: string): Promise<string | null> {
    const row = await this.db.maybe<{ run_id: string }>(
      `update erp.jobs set state = 'running', run_id = erp.uuid_v7(), runner = $4, started_at = clock_timestamp(), finished_at = null,
         attempt = case when state = 'queued' and trigger is not null then attempt + 1 else 1 end,
         trigger = case when state = 'queued' then trigger else 'schedule' end, next_at = coalesce($3::timestamptz, next_at)
        where name = $1 and (state = 'queued' or state = 'idle' and next_at is not distinct from $2::timestamptz and next_at <= clock_timestamp())
       returning run_id`,
      [name, due, next, runner],
    );
    return row?.run_id ?? null;
  }

  /** Writes down how a run ended. @returns false when it is no longer that run's turn: its work must not count */
  async finish(name: string, runId: string, { outcome, fault }: JobEnd): Promise<boolean> {
    const row = await this.db.maybe(
      `update erp.jobs set state = 'idle', attempt = 0, finished_at = clock_timestamp(),
         duration_ms = (extract(epoch from clock_timestamp() - started_at) * 1000)::bigint,
         result = case when $4::text is null then 'succeeded' else 'failed' end, outcome = $3, fault = $4,
         last_fault = coalesce($4, last_fault), last_fault_at = case when $4::text is null then last_fault_at else clock_timestamp() end,
         last_success_at = case when $4::text is null then clock_timestamp() else last_success_at end,
         runs = runs + 1, failures = failures + ($4::text is not null)::integer
        where name = $1 and run_id = $2 and state = 'running' returning name`,
      [name, runId, outcome === null ? null : JSON.stringify(outcome), fault],
    );
    return row !== null;
  }
}
