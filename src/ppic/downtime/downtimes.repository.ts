import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { workCentreScope } from '../work-centres/work-centres.kind.js';
import type { DowntimeDto } from './downtimes.dto.js';

const DOWNTIMES = defineList({
  select: `q.id, w.company_id, q.work_centre_id, w.code as work_centre_code, w.department_id, d.code as department_code, q.place, q.reason_id,
    r.code as reason_code, r.name as reason_name, r.category, q.work_order_id, o.number as work_order_number, q.state, q.started_at, q.ended_at,
    case when q.state = 'withdrawn' then 0
         else floor(extract(epoch from coalesce(q.ended_at, now())) / 60) - floor(extract(epoch from q.started_at) / 60) end::bigint as minutes,
    q.notes, q.created_by, q.version, q.created_at, q.updated_at`,
  from: `erp.downtimes q join erp.work_centres w on w.id = q.work_centre_id join erp.downtime_reasons r on r.id = q.reason_id
    left join erp.departments d on d.id = w.department_id left join erp.work_orders o on o.id = q.work_order_id`,
  id: 'q.id',
  sorts: { started_at: 'q.started_at' },
  default_sort: '-started_at',
  search: ['w.code', 'w.name', 'r.code', 'r.name', 'q.notes'],
  filters: {
    company_id: 'w.company_id = ?',
    department_id: 'w.department_id = ?',
    work_centre_id: 'q.work_centre_id = ?',
    work_order_id: 'q.work_order_id = ?',
    reason_id: 'q.reason_id = ?',
    category: 'r.category = ?',
    state: 'q.state = ?',
    from: `coalesce(q.ended_at, 'infinity') >= ?::date`,
    to: 'q.started_at < ?::date + 1',
  },
});

/** What a downtime names. */
export interface NamedByDowntime {
  readonly work_centre_id: string;
  readonly reason_id: string;
  readonly work_order_id: string | null;
}

/** What of it is there, within the caller's scope, and what time it is. */
export interface DowntimeReferences {
  readonly work_centre_id: string | null;
  readonly capacity: number | null;
  readonly reason_id: string | null;
  readonly reason_is_active: boolean | null;
  readonly work_order_id: string | null;
  readonly now: string;
  /** The first moment of the oldest day of which a downtime can still be told. */
  readonly earliest: string;
}

@Injectable()
export class DowntimesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<DowntimeDto>> {
    return this.db.page<DowntimeDto>(DOWNTIMES, query, workCentreScope());
  }

  /** @throws NOT_FOUND also outside the caller's companies and departments */
  async get(id: string): Promise<DowntimeDto> {
    const downtime = await this.db.listed<DowntimeDto>(DOWNTIMES, id, workCentreScope());
    if (!downtime) throw notFound('Downtime', id);
    return downtime;
  }

  references(named: NamedByDowntime, days: number): Promise<DowntimeReferences> {
    const { company_ids, department_ids } = currentActor();
    return this.db.one<DowntimeReferences>(
      `select w.id as work_centre_id, w.capacity, r.id as reason_id, r.is_active as reason_is_active, o.id as work_order_id,
              now()::timestamptz(3) as now, (current_date - $6::integer)::timestamptz as earliest
         from (select 1) once
         left join erp.work_centres w on w.id = $1 and w.company_id = any($4::uuid[])
           and ($5::uuid[] is null or w.department_id is null or w.department_id = any($5))
         left join erp.downtime_reasons r on r.id = $2
         left join erp.work_orders o on o.id = $3 and o.work_centre_id = w.id`,
      [named.work_centre_id, named.reason_id, named.work_order_id, company_ids, department_ids, days],
    );
  }
}
