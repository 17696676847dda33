import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import type { GivenDefect, judged } from './findings.js';
import type { InspectionResultDto } from './findings.dto.js';

const RESULTS = defineList({
  select:
    'r.sample_no, c.characteristic_no, c.name, c.unit, r.value, r.passed, c.severity, r.note, r.recorded_by, r.recorded_at',
  from: 'erp.inspection_results r join erp.inspection_characteristics c on c.id = r.characteristic_id',
  id: 'r.characteristic_id',
  sorts: { sample_no: 'r.sample_no' },
  default_sort: 'sample_no',
  filters: { passed: 'r.passed = ?', characteristic_no: 'c.characteristic_no = ?' },
});

/** What was found, written and read in sets. */
@Injectable()
export class FindingsRepository {
  constructor(private readonly db: Database) {}

  results(inspectionId: string, query: ListParameters): Promise<Page<InspectionResultDto>> {
    return this.db.page<InspectionResultDto>(RESULTS, query, { where: 'r.inspection_id = ?', params: [inspectionId] });
  }

  async activeReasons(ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.db.query<{ id: string }>(
      'select r.id from erp.defect_reasons r where r.id = any($1::uuid[]) and r.is_active',
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What is entered again takes the place of what was. */
  async keepResults(inspectionId: string, results: ReturnType<typeof judged>): Promise<void> {
    if (results.length === 0) return;
    await this.db.query(
      `insert into erp.inspection_results (inspection_id, sample_no, characteristic_id, value, passed, note)
       select $1, w.sample_no, w.characteristic_id, w.value, w.passed, w.note
         from jsonb_to_recordset($2::jsonb) w (sample_no bigint, characteristic_id uuid, value numeric, passed boolean, note text)
        order by w.sample_no, w.characteristic_id
       on conflict (inspection_id, sample_no, characteristic_id) do update
          set value = excluded.value, passed = excluded.passed, note = excluded.note, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
      [inspectionId, JSON.stringify(results)],
    );
  }

  /** Found in the sample; what is entered again takes the place of what was, and none of it takes it away. */
  async keepSampleDefects(inspectionId: string, defects: readonly GivenDefect[]): Promise<void> {
    if (defects.length === 0) return;
    await this.db.query(
      `with given as (
         select w.reason_id, w.sample_no, w.quantity, w.note, r.severity
           from jsonb_to_recordset($2::jsonb) w (reason_id uuid, sample_no bigint, quantity bigint, note text) join erp.defect_reasons r on r.id = w.reason_id
       ), gone as (
         delete from erp.inspection_defects d using given g
          where d.inspection_id = $1 and d.stage = 'sample' and d.reason_id = g.reason_id and d.sample_no is not distinct from g.sample_no and g.quantity = 0
       )
       insert into erp.inspection_defects (inspection_id, stage, sample_no, reason_id, severity, quantity, note)
       select $1, 'sample', g.sample_no, g.reason_id, g.severity, g.quantity, g.note from given g where g.quantity > 0
       on conflict (inspection_id, stage, reason_id, sample_no) do update
          set quantity = excluded.quantity, severity = excluded.severity, note = excluded.note, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
      [inspectionId, JSON.stringify(defects)],
    );
  }

  /** Why pieces were rejected, in place of what the decision before said. */
  async replaceDecisionDefects(inspectionId: string, defects: readonly GivenDefect[]): Promise<void> {
    await this.db.query(`delete from erp.inspection_defects where inspection_id = $1 and stage = 'decision'`, [
      inspectionId,
    ]);
    if (defects.length === 0) return;
    await this.db.query(
      `insert into erp.inspection_defects (inspection_id, stage, reason_id, severity, quantity, note)
       select $1, 'decision', w.reason_id, r.severity, w.quantity, w.note
         from jsonb_to_recordset($2::jsonb) w (reason_id uuid, quantity bigint, note text) join erp.defect_reasons r on r.id = w.reason_id`,
      [inspectionId, JSON.stringify(defects)],
    );
  }
}
