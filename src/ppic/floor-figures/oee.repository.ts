import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { StandardWork } from './oee.js';

/** Of which work centres and days the OEE is. */
export interface OeeFilter {
  readonly from: string;
  readonly to: string;
  readonly shift?: string | undefined;
  readonly company_id?: string | undefined;
  readonly department_id?: string | undefined;
  readonly work_centre_id?: string | undefined;
}

export interface OeeCentre {
  readonly work_centre_id: string;
  readonly work_centre_code: string;
  readonly work_centre_name: string;
  readonly company_id: string;
  readonly company_code: string;
  readonly company_name: string;
  readonly department_id: string | null;
  readonly department_code: string | null;
  readonly department_name: string | null;
  readonly capacity: number;
  readonly calendar_id: string | null;
}

/** A downtime cut to the range: minutes since 1970 in which it began and ended. */
export interface ToldStandstill {
  readonly work_centre_id: string;
  readonly place: number | null;
  readonly is_planned: boolean;
  readonly started: number;
  readonly ended: number;
}

/** What was made at a work centre in one shift, by operations that take equally long. */
export interface MadeWork extends StandardWork {
  readonly work_centre_id: string;
  readonly production_date: string;
  readonly shift: string | null;
  readonly first_good_quantity: number;
  readonly machine_minutes: number;
}

const CENTRES = /* sql */ `
select w.id as work_centre_id, w.code as work_centre_code, w.name as work_centre_name, w.company_id, c.code as company_code, c.name as company_name,
       w.department_id, d.code as department_code, d.name as department_name, w.capacity, coalesce(w.calendar_id, c.calendar_id) as calendar_id
  from erp.work_centres w join erp.companies c on c.id = w.company_id left join erp.departments d on d.id = w.department_id
 where w.kind = 'internal' and (w.is_active or w.id = $3) and w.company_id = any($4::uuid[])
   and ($5::uuid[] is null or w.department_id is null or w.department_id = any($5))
   and ($1::uuid is null or w.company_id = $1) and ($2::uuid is null or w.department_id = $2) and ($3::uuid is null or w.id = $3)
 order by c.code, w.code, w.id`;

/** A minute counts to where it lies: both ends are cut down to it, so that what follows on something does so in the figures too. */
const STANDSTILLS = /* sql */ `
select q.work_centre_id, q.place, r.category = 'planned' as is_planned, floor(extract(epoch from q.started_at) / 60)::bigint as started,
       floor(extract(epoch from least(coalesce(q.ended_at, now()), ($3::date + 3)::timestamptz)) / 60)::bigint as ended
  from erp.downtimes q join erp.downtime_reasons r on r.id = q.reason_id
 where q.work_centre_id = any($1::uuid[]) and q.state <> 'withdrawn'
   and q.started_at < $3::date + 3 and coalesce(q.ended_at, now()) > $2::date`;

/** Set-up is earned with the first pieces of a work order, on each place that works at it; pieces done again count once, when they were made. */
const WORK = /* sql */ `
select o.work_centre_id, e.production_date, e.shift, o.run_minutes, o.run_quantity, o.efficiency_percent,
       coalesce(sum(o.setup_minutes::bigint * least(o.capacity, coalesce(o.places, o.capacity), o.planned_quantity)) filter (where e.made_quantity > 0
         and not exists (select from erp.work_order_entries f where f.work_order_id = e.work_order_id and f.entry_no < e.entry_no and f.reversed_at is null
           and f.good_quantity + f.rejected_quantity + f.rework_quantity + f.lost_quantity > f.reworked_quantity)), 0)::bigint as setup_minutes,
       sum(e.made_quantity)::bigint as made_quantity, sum(greatest(e.good_quantity - e.reworked_quantity, 0))::bigint as first_good_quantity,
       sum(e.machine_minutes)::bigint as machine_minutes
  from (select e.work_order_id, e.entry_no, e.production_date, lower(e.shift) as shift, e.good_quantity, e.reworked_quantity, e.machine_minutes,
               e.good_quantity + e.rejected_quantity + e.rework_quantity + e.lost_quantity - e.reworked_quantity as made_quantity
          from erp.work_order_entries e
         where e.production_date between $2::date and $3::date and e.reversed_at is null and ($4::text is null or lower(e.shift) = lower($4))) e
  join erp.work_orders o on o.id = e.work_order_id
 where o.work_centre_id = any($1::uuid[]) and o.kind = 'internal'
 group by o.work_centre_id, e.production_date, e.shift, o.run_minutes, o.run_quantity, o.efficiency_percent`;

/** What the OEE is computed from: three statements, however many work centres and days there are. */
@Injectable()
export class OeeRepository {
  constructor(private readonly db: Database) {}

  /** Our own work centres within the caller's scope; one that is deactivated only where it is named. */
  centres({ company_id, department_id, work_centre_id }: OeeFilter): Promise<OeeCentre[]> {
    const { company_ids, department_ids } = currentActor();
    return this.db.query<OeeCentre>(CENTRES, [
      company_id ?? null,
      department_id ?? null,
      work_centre_id ?? null,
      company_ids,
      department_ids,
    ]);
  }

  standstills(centreIds: readonly string[], { from, to }: OeeFilter): Promise<ToldStandstill[]> {
    return this.db.query<ToldStandstill>(STANDSTILLS, [centreIds, from, to]);
  }

  /** Names of shifts are in lower case. */
  work(centreIds: readonly string[], { from, to, shift }: OeeFilter): Promise<MadeWork[]> {
    return this.db.query<MadeWork>(WORK, [centreIds, from, to, shift ?? null]);
  }
}
