import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import type { TimedInvariant } from './integrity.service.js';
import type { IntegrityRunDto, IntegrityRunHeadDto, IntegrityRunsQuery } from './integrity.dto.js';

const RUNS = defineList({
  select: `r.id, r.ok, r.requested_by, r.started_at, r.finished_at, r.duration_ms,
    (select count(*) from erp.integrity_results s where s.run_id = r.id)::integer as invariants_checked,
    (select count(*) from erp.integrity_results s where s.run_id = r.id and s.violations > 0)::integer as invariants_violated`,
  from: 'erp.integrity_runs r',
  id: 'r.id',
  sorts: { finished_at: 'r.id' },
  default_sort: '-finished_at',
  filters: { ok: 'r.ok = ?' },
});

/** What the runs of the check found. */
@Injectable()
export class IntegrityRunsRepository {
  constructor(private readonly db: Database) {}

  /** Keeps what a run found; who asked for it stands in the row of its job. */
  async keep(jobRunId: string, milliseconds: number, found: readonly TimedInvariant[]): Promise<string> {
    const { id } = await this.db.one<{ id: string }>(
      `insert into erp.integrity_runs (requested_by, started_at, duration_ms, ok)
       values ((select j.requested_by from erp.jobs j where j.run_id = $1 and j.trigger = 'request'), clock_timestamp() - $2 * interval '1 millisecond', $2, $3) returning id`,
      [jobRunId, milliseconds, found.every(({ violations }) => violations === 0)],
    );
    await this.db.query(
      `insert into erp.integrity_results (run_id, place, name, rule, pass, duration_ms, checked, violations, samples)
       select $1, row_number() over (), f.name, f.rule, f.pass, f.duration_ms, f.checked, f.violations, f.samples
         from jsonb_to_recordset($2::jsonb) f (name text, rule text, pass text, duration_ms bigint, checked bigint, violations bigint, samples jsonb)`,
      [id, JSON.stringify(found)],
    );
    return id;
  }

  page(query: IntegrityRunsQuery): Promise<Page<IntegrityRunHeadDto>> {
    return this.db.page<IntegrityRunHeadDto>(RUNS, query);
  }

  /** @param id the last one when it is not given */
  async find(id?: string): Promise<IntegrityRunDto | null> {
    return this.db.maybe<IntegrityRunDto>(
      `select r.id, r.ok, r.requested_by, r.started_at, r.finished_at, r.duration_ms, l.invariants_checked, l.invariants_violated, l.invariants
         from erp.integrity_runs r
        cross join lateral (
          select count(*)::integer as invariants_checked, (count(*) filter (where s.violations > 0))::integer as invariants_violated,
                 coalesce(json_agg(json_build_object('name', s.name, 'rule', s.rule, 'pass', s.pass, 'duration_ms', s.duration_ms, 'checked', s.checked,
                   'violations', s.violations, 'samples', s.samples) order by s.place), '[]') as invariants
            from erp.integrity_results s where s.run_id = r.id) l
        where $1::uuid is null or r.id = $1 order by r.id desc limit 1`,
      [id ?? null],
    );
  }
}
