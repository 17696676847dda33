import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { WorkOrder } from './work-order.entity.js';
import type { WorkOrderState } from './work-order.machine.js';

/** A work order as it is listed and shown. */
export interface WorkOrderRow {
  readonly id: string;
  readonly order_id: string;
  readonly order_state: string;
  readonly number: string;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly department_id: string | null;
  readonly state: WorkOrderState;
  readonly rework_quantity: number;
  readonly version: number;
}

/** What a work order waits for. */
export interface WaitsFor {
  readonly order_state: string;
  /** Operations before it of which not enough has come. */
  readonly predecessors: readonly {
    number: string;
    accepted_quantity: number;
    offered_quantity: number;
    needed: number | null;
  }[];
  readonly shortages: readonly { sku: string; short_quantity: number }[];
}

/** Another work centre that an operation may be done at, with its own times and today's rates. */
export interface Alternative {
  readonly work_centre_id: string;
  readonly department_id: string | null;
  readonly kind: WorkOrder['kind'];
  readonly supplier_id: string | null;
  readonly price_per_piece: string | null;
  readonly setup_minutes: number;
  readonly run_minutes: number;
  readonly run_quantity: number;
  readonly capacity: number;
  readonly people_per_place: number;
  readonly efficiency_percent: string;
  readonly labour_rate: string;
  readonly machine_rate: string;
  readonly overhead_percent: string;
}

const INPUT = `(select min(l.accepted_quantity) from erp.work_order_links l where l.to_work_order_id = w.id)`;
const WORK_ORDERS = defineList({
  select: `w.id, w.number, w.order_id, o.number as order_number, o.state as order_state, o.product_id, p.sku, p.name as product_name, o.priority, o.due_date,
    w.operation_no, w.name, w.is_last, w.company_id, w.warehouse_id, w.department_id, d.code as department_code, w.work_centre_id, c.code as work_centre_code, w.kind,
    w.supplier_id, w.quality_gate, w.instruction, w.state, w.planned_quantity, ${INPUT} as input_quantity, w.good_quantity, w.rejected_quantity,
    w.rework_quantity, w.lost_quantity, greatest(w.planned_quantity - w.good_quantity, 0) as remaining_quantity,
    w.planned_minutes, w.planned_machine_minutes, w.planned_labour_minutes, w.machine_minutes, w.labour_minutes, w.planned_cost, w.conversion_cost,
    w.planned_start, w.planned_finish, coalesce(w.planned_finish < now() and w.state not in ('completed', 'cancelled'), false) as is_late,
    w.started_at, w.paused_at, w.completed_at, w.cancelled_at,
    (select coalesce(json_agg(json_build_object('id', l.id, 'to_work_order_id', l.to_work_order_id, 'to_number', t.number, 'is_automatic', l.is_automatic,
        'offered_quantity', l.offered_quantity, 'accepted_quantity', l.accepted_quantity, 'missing_quantity', l.missing_quantity,
        'unhanded_quantity', w.good_quantity - l.offered_quantity - l.accepted_quantity - l.missing_quantity) order by t.operation_no), '[]')
       from erp.work_order_links l left join erp.work_orders t on t.id = l.to_work_order_id where l.from_work_order_id = w.id) as next,
    w.version, w.created_at, w.updated_at`,
  from: `erp.work_orders w join erp.manufacturing_orders o on o.id = w.order_id join erp.products p on p.id = o.product_id
    join erp.work_centres c on c.id = w.work_centre_id left join erp.departments d on d.id = w.department_id`,
  id: 'w.id',
  sorts: {
    created_at: 'w.created_at',
    updated_at: 'w.updated_at',
    number: 'w.number',
    planned_start: `coalesce(w.planned_start, timestamptz '9999-12-31 00:00+00')`,
  },
  default_sort: 'planned_start',
  search: ['w.number', 'w.name', 'p.sku', 'p.name'],
  filters: {
    order_id: 'w.order_id = ?',
    product_id: 'o.product_id = ?',
    department_id: 'w.department_id = ?',
    work_centre_id: 'w.work_centre_id = ?',
    warehouse_id: 'w.warehouse_id = ?',
    state: 'w.state = any(?::text[])',
    kind: 'w.kind = ?',
    late: `coalesce(w.planned_finish < now() and w.state not in ('completed', 'cancelled'), false) = ?`,
  },
});

/** Work orders as rows. */
@Injectable()
export class WorkOrdersRepository {
  constructor(private readonly db: Database) {}

  /** Within the caller's companies, warehouses and departments; one of no department is everybody's. */
  page(query: ListParameters): Promise<Page<WorkOrderRow>> {
    const { where, params } = scopeWhere({ company: 'w.company_id', warehouse: 'w.warehouse_id' });
    const departments = currentActor().department_ids;
    if (departments === null) return this.db.page<WorkOrderRow>(WORK_ORDERS, query, { where, params });
    return this.db.page<WorkOrderRow>(WORK_ORDERS, query, {
      where: `${where} and (w.department_id is null or w.department_id = any(?::uuid[]))`,
      params: [...params, departments],
    });
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<WorkOrderRow> {
    const row = await this.db.listed<WorkOrderRow>(WORK_ORDERS, id);
    if (!row) throw notFound('Work order', id);
    assertInScope(row, 'Work order');
    return row;
  }

  /** The row as it is now; ask after its order is locked. */
  async row(id: string): Promise<WorkOrder> {
    return this.db.one<WorkOrder>('select * from erp.work_orders where id = $1', [id]);
  }

  /** What a work order that has not begun waits for, in one statement. */
  waitsFor(id: string): Promise<WaitsFor> {
    return this.db.one<WaitsFor>(
      `select o.state as order_state,
              (select coalesce(json_agg(json_build_object('number', f.number, 'accepted_quantity', l.accepted_quantity, 'offered_quantity', l.offered_quantity,
                  'needed', f.overlap_quantity) order by f.operation_no), '[]')
                 from erp.work_order_links l join erp.work_orders f on f.id = l.from_work_order_id
                where l.to_work_order_id = w.id
                  and not (l.accepted_quantity > 0 and (f.state = 'completed' or l.accepted_quantity >= f.overlap_quantity) is true)) as predecessors,
              (select coalesce(json_agg(json_build_object('sku', m.sku, 'short_quantity', m.short_quantity) order by m.sku), '[]')
                 from erp.work_order_material m where m.order_id = w.order_id and m.work_order_id = w.id and m.short_quantity > 0) as shortages
         from erp.work_orders w join erp.manufacturing_orders o on o.id = w.order_id where w.id = $1`,
      [id],
    );
  }

  /** The work centre of the operation or one of its alternatives, when it is that. */
  alternative(operationId: string, workCentreId: string): Promise<Alternative | null> {
    return this.db.maybe<Alternative>(
      `select c.id as work_centre_id, coalesce(r.department_id, c.department_id) as department_id, c.kind, coalesce(r.supplier_id, c.supplier_id) as supplier_id,
              coalesce(a.price_per_piece, case when a.id is null then r.price_per_piece end, c.price_per_piece) as price_per_piece,
              coalesce(a.setup_minutes, r.setup_minutes) as setup_minutes, coalesce(a.run_minutes, r.run_minutes) as run_minutes,
              coalesce(a.run_quantity, r.run_quantity) as run_quantity, c.capacity, c.people_per_place, c.efficiency_percent, c.labour_rate,
              c.machine_rate, c.overhead_percent
         from erp.routing_operations r
         join erp.work_centres c on c.id = $2 and c.is_active
         left join erp.routing_operation_alternatives a on a.operation_id = r.id and a.work_centre_id = c.id
        where r.id = $1 and (a.id is not null or r.work_centre_id = c.id)`,
      [operationId, workCentreId],
    );
  }

  /** What an entry of a work centre may be told of: names of its shifts, none where it keeps none; and today. */
  shifts(workCentreId: string): Promise<{ shifts: string[]; today: string }> {
    return this.db.one(
      `select coalesce(array_agg(s.name order by s.name) filter (where s.id is not null), '{}') as shifts, current_date as today
         from erp.work_centres c join erp.companies k on k.id = c.company_id
         left join erp.calendar_shifts s on s.calendar_id = coalesce(c.calendar_id, k.calendar_id)
        where c.id = $1`,
      [workCentreId],
    );
  }

  /** Leaves an operation out: what it needed is its successor's, and those before lead to those after. */
  async bridge(work: WorkOrder): Promise<void> {
    await this.db.query(
      `with gone as (
         delete from erp.work_order_links where from_work_order_id = $1 or to_work_order_id = $1 returning from_work_order_id, to_work_order_id
       ), bridge as (
         insert into erp.work_order_links (order_id, from_work_order_id, to_work_order_id, is_automatic)
         select $2, f.id, t.id, not f.quality_gate and (f.department_id = t.department_id or f.department_id is null or t.department_id is null)
           from gone i join erp.work_orders f on f.id = i.from_work_order_id
           join gone o on o.from_work_order_id = $1 join erp.work_orders t on t.id = o.to_work_order_id
          where i.to_work_order_id = $1
            and not exists (select from erp.work_order_links l where l.from_work_order_id = f.id and l.to_work_order_id = t.id)
       )
       update erp.manufacturing_order_components c set work_order_id = t.id
         from (select t.id from gone o join erp.work_orders t on t.id = o.to_work_order_id where o.from_work_order_id = $1 order by t.operation_no limit 1) t
        where c.work_order_id = $1`,
      [work.id, work.order_id],
    );
  }
}
