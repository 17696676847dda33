import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { DailyProductionRowDto, PlannedActualRowDto } from './floor-figures.dto.js';

/** Which work orders, and of which days. */
export interface WorkFilter {
  readonly from: string;
  readonly to: string;
  readonly company_id?: string | undefined;
  readonly department_id?: string | undefined;
  readonly work_centre_id?: string | undefined;
  readonly product_id?: string | undefined;
  readonly order_id?: string | undefined;
}

/** A work order without a department is everybody's in its company. */
const WITHIN = `o.company_id = any($8::uuid[]) and ($9::uuid[] is null or o.warehouse_id = any($9))
   and ($10::uuid[] is null or o.department_id is null or o.department_id = any($10))
   and ($3::uuid is null or o.company_id = $3) and ($4::uuid is null or o.department_id = $4) and ($5::uuid is null or o.work_centre_id = $5)
   and ($6::uuid is null or m.product_id = $6) and ($7::uuid is null or o.order_id = $7)`;

function params(filter: WorkFilter): unknown[] {
  const { company_ids, warehouse_ids, department_ids } = currentActor();
  const { from, to, company_id, department_id, work_centre_id, product_id, order_id } = filter;
  const named = [company_id, department_id, work_centre_id, product_id, order_id].map((id) => id ?? null);
  return [from, to, ...named, company_ids, warehouse_ids, department_ids];
}

/** What a row is of: its id, what it is called by, and its name; `$11` says which. */
const ID = `case $11::text when 'work_order' then o.id when 'order' then m.id when 'product' then p.id when 'work_centre' then w.id
  when 'department' then d.id end`;
const KEY = `case $11::text when 'work_order' then o.number when 'order' then m.number when 'product' then p.sku when 'work_centre' then w.code
  when 'department' then d.code else coalesce(o.planned_finish, o.created_at)::date::text end`;
const NAME = `case $11::text when 'work_order' then o.name when 'order' then p.name when 'product' then p.name when 'work_centre' then w.name
  when 'department' then d.name end`;
const STATE = `case $11::text when 'work_order' then min(o.state) when 'order' then min(m.state) end`;

const JOINS = `join erp.manufacturing_orders m on m.id = o.order_id join erp.products p on p.id = m.product_id
  join erp.work_centres w on w.id = o.work_centre_id left join erp.departments d on d.id = o.department_id`;

/** Sums over what was planned and done on the floor, each in one statement. */
@Injectable()
export class FloorFiguresRepository {
  constructor(private readonly db: Database) {}

  /**
   * Work orders that were to be finished within the days (released, where no time was planned), with all that was done at them; what was
   * cancelled before anything was made is left out. An order counts its own pieces, everything else those of its work orders.
   */
  plannedActual(filter: WorkFilter, group: string): Promise<PlannedActualRowDto[]> {
    return this.db.query<PlannedActualRowDto>(
      `select s.id, s.key, s.name, s.state, s.work_orders, s.completed, s.planned_quantity, s.good_quantity, s.rejected_quantity, s.lost_quantity,
              round(100 * s.good_quantity::numeric / nullif(s.planned_quantity, 0), 4) as quantity_percent, s.planned_machine_minutes, s.machine_minutes,
              round(100 * s.machine_minutes::numeric / nullif(s.planned_machine_minutes, 0), 4) as machine_percent, s.planned_labour_minutes,
              s.labour_minutes, round(100 * s.labour_minutes::numeric / nullif(s.planned_labour_minutes, 0), 4) as labour_percent,
              s.planned_cost, s.conversion_cost, s.conversion_cost - s.planned_cost as cost_difference, s.planned_start, s.started_at,
              s.planned_finish, s.completed_at, floor(extract(epoch from s.completed_at - s.planned_finish) / 60)::integer as late_minutes
         from (select ${ID} as id, ${KEY} as key, ${NAME} as name, ${STATE} as state, count(*)::bigint as work_orders,
                      (count(*) filter (where o.state = 'completed'))::bigint as completed, (case $11::text when 'order' then max(m.planned_quantity) else sum(o.planned_quantity) end)::bigint as planned_quantity,
                      (case $11::text when 'order' then max(m.good_quantity) else sum(o.good_quantity) end)::bigint as good_quantity, sum(o.rejected_quantity)::bigint as rejected_quantity,
                      sum(o.lost_quantity)::bigint as lost_quantity, sum(o.planned_machine_minutes)::bigint as planned_machine_minutes,
                      sum(o.machine_minutes)::bigint as machine_minutes, sum(o.planned_labour_minutes)::bigint as planned_labour_minutes,
                      sum(o.labour_minutes)::bigint as labour_minutes, sum(o.planned_cost)::numeric(18,2) as planned_cost,
                      sum(o.conversion_cost)::numeric(18,2) as conversion_cost, min(o.planned_start) as planned_start,
                      min(o.started_at) as started_at, max(o.planned_finish) as planned_finish,
                      case when bool_and(o.state in ('completed', 'cancelled')) then max(o.completed_at) end as completed_at
                 from erp.work_orders o ${JOINS}
                where coalesce(o.planned_finish, o.created_at) >= $1::date and coalesce(o.planned_finish, o.created_at) < $2::date + 1
                  and (o.state <> 'cancelled' or o.good_quantity + o.rejected_quantity + o.lost_quantity + o.machine_minutes + o.labour_minutes > 0)
                  and ${WITHIN}
                group by 1, 2, 3) s
        order by s.key nulls last, s.id`,
      [...params(filter), group],
    );
  }

  /** What was told of each day and shift; the last row is the total, when there is anything. */
  dailyProduction(
    filter: WorkFilter & { readonly shift?: string | undefined },
    group: string,
    period: string,
  ): Promise<(DailyProductionRowDto & { is_total: boolean })[]> {
    return this.db.query(
      `select g.production_date, max(g.shift) as shift, g.id, g.key, g.name, sum(g.good_quantity)::bigint as good_quantity,
              sum(g.rejected_quantity)::bigint as rejected_quantity, sum(g.rework_quantity)::bigint as rework_quantity,
              sum(g.lost_quantity)::bigint as lost_quantity, sum(g.reworked_quantity)::bigint as reworked_quantity,
              sum(g.machine_minutes)::bigint as machine_minutes, sum(g.labour_minutes)::bigint as labour_minutes,
              round(100 * sum(g.good_quantity)::numeric / nullif(sum(g.good_quantity + g.rejected_quantity + g.rework_quantity + g.lost_quantity), 0), 4) as good_percent,
              grouping(g.production_date) = 1 as is_total
         from (select e.production_date, case $13::text when 'shift' then e.shift end as shift, ${ID} as id, ${KEY} as key, ${NAME} as name,
                      e.good_quantity, e.rejected_quantity, e.rework_quantity, e.lost_quantity, e.reworked_quantity, e.machine_minutes, e.labour_minutes
                 from erp.work_order_entries e join erp.work_orders o on o.id = e.work_order_id ${JOINS}
                where e.production_date between $1::date and $2::date and e.reversed_at is null
                  and ($12::text is null or lower(e.shift) = lower($12)) and ${WITHIN}) g
        group by grouping sets ((g.production_date, lower(g.shift), g.id, g.key, g.name), ())
       having count(*) > 0
        order by grouping(g.production_date), g.production_date, lower(g.shift) nulls last, g.key nulls last, g.id`,
      [...params(filter), group, filter.shift ?? null, period],
    );
  }
}
