import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { PeriodicRegistry, PeriodicReport } from '../../kernel/periodic/index.js';
import { GONE_AFTER_SECONDS, PERIODIC_STATE, asJson, whatThisProcessKnows } from './periodic-state.js';
import type { PeriodicState } from './periodic-state.js';

/** How the periodic works of all processes stand. Time is the database's. */
@Injectable()
export class PeriodicWorksRepository {
  constructor(private readonly db: Database) {}

  states(registry: PeriodicRegistry, runner: string): Promise<PeriodicState[]> {
    return this.db.query<PeriodicState>(PERIODIC_STATE, whatThisProcessKnows(registry, runner));
  }

  /** Writes down how the works of a process stand. */
  async write(instanceId: string, runner: string, reports: readonly PeriodicReport[]): Promise<void> {
    await this.db.query(
      `with moment as materialized (select clock_timestamp()::timestamptz(3) as now)
       insert into erp.periodic_works (instance_id, name, runner, every_ms, one_of_all, began_at, running_since, started_at, ended_at, last_success_at,
         duration_ms, fault, last_fault, last_fault_at, runs, failures, seen_at)
       select $1, r.name, $3, r.every_ms, r.one_of_all, m.now - r.began_ago * interval '1 ms', m.now - r.running_for * interval '1 ms',
              m.now - r.started_ago * interval '1 ms', m.now - r.ended_ago * interval '1 ms', m.now - r.success_ago * interval '1 ms', r.duration_ms,
              r.fault, r.last_fault, m.now - r.last_fault_ago * interval '1 ms', r.runs, r.failures, m.now
         from moment m cross join jsonb_to_recordset($2::jsonb) as r(name text, every_ms bigint, one_of_all boolean, began_ago bigint, running_for bigint,
              started_ago bigint, ended_ago bigint, success_ago bigint, duration_ms bigint, fault text, last_fault text, last_fault_ago bigint,
              runs bigint, failures bigint)
        order by r.name
       on conflict (instance_id, name) do update set runner = excluded.runner, every_ms = excluded.every_ms, one_of_all = excluded.one_of_all,
         began_at = excluded.began_at, running_since = excluded.running_since, started_at = excluded.started_at, ended_at = excluded.ended_at,
         last_success_at = excluded.last_success_at, duration_ms = excluded.duration_ms, fault = excluded.fault, last_fault = excluded.last_fault,
         last_fault_at = excluded.last_fault_at, runs = excluded.runs, failures = excluded.failures, seen_at = excluded.seen_at`,
      [instanceId, asJson(reports), runner],
    );
  }

  /** Takes away what a process has written down, and what others have that are gone. */
  async forget(instanceId: string | null): Promise<void> {
    await this.db.query(
      `delete from erp.periodic_works
        where instance_id = $1 or seen_at < clock_timestamp() - interval '${GONE_AFTER_SECONDS} seconds'`,
      [instanceId],
    );
  }
}
