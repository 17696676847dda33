import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import { MAX_SHORTAGE_NEEDS } from './shortages-limits.js';

const NEEDED_BY = `exists (select from erp.manufacturing_order_components c join erp.manufacturing_orders o on o.id = c.order_id left join erp.work_orders w on w.id = c.work_order_id
  where c.product_id = s.product_id and c.required_quantity > c.issued_quantity and o.warehouse_id = s.warehouse_id
    and o.state in ('approved', 'released', 'in_progress', 'paused') and (w.id is null or w.state not in ('completed', 'cancelled')) and`;

const SHORTAGES = defineList({
  select: `s.product_id, s.sku, s.product_name, s.unit_code, s.company_id, s.warehouse_id, s.warehouse_code, s.needed_quantity, s.held_quantity, s.free_quantity,
    s.expected_quantity, s.first_expected_on, s.short_quantity, s.uncovered_quantity, s.first_needed_on, s.first_short_on, s.order_count, s.short_order_count,
    s.short_work_order_count`,
  from: 'erp.ppic_shortages s',
  id: 's.row_id',
  sorts: {
    short_quantity: 's.short_quantity',
    uncovered_quantity: 's.uncovered_quantity',
    needed_quantity: 's.needed_quantity',
    first_needed_on: `coalesce(s.first_needed_on, date '9999-12-31')`,
    first_short_on: `coalesce(s.first_short_on, date '9999-12-31')`,
    sku: 's.sku',
  },
  default_sort: 'first_short_on',
  search: ['s.sku', 's.product_name'],
  filters: {
    company_id: 's.company_id = ?',
    warehouse_id: 's.warehouse_id = ?',
    product_id: 's.product_id = ?',
    order_id: `${NEEDED_BY} o.id = ?)`,
    department_id: `${NEEDED_BY} coalesce(w.department_id, o.department_id) = ?)`,
    only_short: '(s.short_quantity > 0 or not ?::boolean)',
  },
});

/** Who needs a product in a warehouse. */
export interface NeedRow {
  readonly product_id: string;
  readonly warehouse_id: string;
  readonly need_rank: number;
}

/** A row of the list without who needs it. */
export interface ShortageRow {
  readonly product_id: string;
  readonly warehouse_id: string;
}

/** An operation with what it still needs, or a part of it. */
export interface WorkOrderHead {
  readonly work_order_id: string;
  readonly number: string;
  readonly order_id: string;
  readonly state: string;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly department_id: string | null;
}

/** What orders and operations are short of, in a fixed number of statements. */
@Injectable()
export class ShortagesRepository {
  constructor(private readonly db: Database) {}

  /** Products needed in the caller's warehouses; for a caller limited to departments, those that one of their orders or everybody's needs. */
  page(query: ListParameters): Promise<Page<ShortageRow>> {
    const { where, params } = scopeWhere({ company: 's.company_id', warehouse: 's.warehouse_id' });
    const { department_ids } = currentActor();
    if (department_ids === null) return this.db.page<ShortageRow>(SHORTAGES, query, { where, params });
    const own = `${NEEDED_BY} (coalesce(w.department_id, o.department_id) is null or coalesce(w.department_id, o.department_id) = any(?::uuid[])))`;
    return this.db.page<ShortageRow>(SHORTAGES, query, {
      where: `${where} and ${own}`,
      params: [...params, department_ids],
    });
  }

  /** Who needs each of the products, in the order of need. */
  needs(rows: readonly ShortageRow[]): Promise<NeedRow[]> {
    return this.db.query<NeedRow>(
      `select n.product_id, n.warehouse_id, n.need_rank, n.order_id, n.order_number, n.order_state, n.priority, n.department_id, n.work_order_id, n.work_order_number,
              n.work_order_state, n.needed_on, n.due_date, n.outstanding_quantity, n.held_quantity, n.available_quantity, n.short_quantity
         from (select c.*, row_number() over (partition by c.product_id, c.warehouse_id order by c.need_rank) as shown
                 from erp.ppic_component_needs c
                where c.product_id = any($1::uuid[]) and ($3::uuid[] is null or c.department_id is null or c.department_id = any($3))) n
         join unnest($1::uuid[], $2::uuid[]) row (product_id, warehouse_id) on row.product_id = n.product_id and row.warehouse_id = n.warehouse_id
        where n.shown <= ${MAX_SHORTAGE_NEEDS} order by n.need_rank`,
      [rows.map((row) => row.product_id), rows.map((row) => row.warehouse_id), currentActor().department_ids],
    );
  }

  /** What an order as a whole still needs. */
  ofOrder(orderId: string): Promise<object[]> {
    return this.db.query(
      `select product_id, sku, name as product_name, outstanding_quantity, least(reserved_quantity, outstanding_quantity) as allocated_quantity, available_quantity, short_quantity
         from erp.manufacturing_order_material where order_id = $1 and outstanding_quantity > 0 order by sku`,
      [orderId],
    );
  }

  /** The operations of an order with what each of them still needs. */
  operations(orderId: string): Promise<object[]> {
    return this.db.query(
      `select w.id as work_order_id, w.number, w.operation_no, w.name, w.department_id, w.state, coalesce(sum(m.short_quantity), 0) = 0 as material_is_here,
              coalesce(json_agg(json_build_object('product_id', m.product_id, 'sku', m.sku, 'product_name', m.name, 'outstanding_quantity', m.outstanding_quantity,
                'allocated_quantity', m.allocated_quantity, 'available_quantity', m.available_quantity, 'short_quantity', m.short_quantity) order by m.sku)
                filter (where m.product_id is not null), '[]') as material
         from erp.work_orders w
         left join erp.work_order_material m on m.order_id = w.order_id and m.work_order_id = w.id and m.outstanding_quantity > 0
          and w.state not in ('completed', 'cancelled')
        where w.order_id = $1 group by w.id order by w.operation_no`,
      [orderId],
    );
  }

  workOrder(id: string): Promise<WorkOrderHead | null> {
    return this.db.maybe<WorkOrderHead>(
      'select id as work_order_id, number, order_id, state, company_id, warehouse_id, department_id from erp.work_orders where id = $1',
      [id],
    );
  }

  /** The components of an operation with what is held and free of each. */
  components(workOrderId: string): Promise<{ short_quantity: number }[]> {
    return this.db.query(
      `select c.product_id, p.sku, p.name as product_name, c.required_quantity, c.issued_quantity, coalesce(m.outstanding_quantity, 0) as outstanding_quantity,
              coalesce(m.allocated_quantity, 0) as allocated_quantity, coalesce(m.available_quantity, 0) as available_quantity, coalesce(m.short_quantity, 0) as short_quantity,
              coalesce((select sum(coalesce(l.approved_quantity, l.quantity) - l.issued_quantity)
                          from erp.material_requests r join erp.material_request_lines l on l.request_id = r.id
                         where r.work_order_id = $1 and r.state in ('requested', 'approved') and l.product_id = c.product_id), 0)::bigint as requested_quantity
         from (select k.order_id, k.work_order_id, k.product_id, sum(k.required_quantity)::bigint as required_quantity, sum(k.issued_quantity)::bigint as issued_quantity
                 from erp.manufacturing_order_components k where k.work_order_id = $1 group by k.order_id, k.work_order_id, k.product_id) c
         join erp.products p on p.id = c.product_id
         left join erp.work_order_material m on m.order_id = c.order_id and m.work_order_id = c.work_order_id and m.product_id = c.product_id
        order by p.sku`,
      [workOrderId],
    );
  }
}
