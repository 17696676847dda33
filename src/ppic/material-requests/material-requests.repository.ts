import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { OrderState } from '../orders/manufacturing-order.machine.js';
import type { WorkOrderState } from '../work-orders/work-order.machine.js';
import type { MaterialRequestDto, MaterialRequestHeadDto } from './material-requests.dto.js';

const LATE = `coalesce(r.needed_by < current_date and r.state in ('requested', 'approved'), false)`;
const REQUESTS = defineList({
  select: `r.id, r.number, r.company_id, r.warehouse_id, h.code as warehouse_code, r.department_id, d.code as department_code, r.order_id, o.number as order_number,
    r.work_order_id, w.number as work_order_number, r.purpose, r.state, r.needed_by, ${LATE} as is_late, r.notes,
    (select count(*)::integer from erp.material_request_lines l where l.request_id = r.id) as line_count,
    r.approved_by, r.approved_at, r.created_by, r.version, r.created_at, r.updated_at`,
  from: `erp.material_requests r join erp.locations h on h.id = r.warehouse_id left join erp.departments d on d.id = r.department_id
    left join erp.manufacturing_orders o on o.id = r.order_id left join erp.work_orders w on w.id = r.work_order_id`,
  id: 'r.id',
  sorts: { created_at: 'r.created_at', needed_by: `coalesce(r.needed_by, date '9999-12-31')` },
  default_sort: '-created_at',
  search: ['r.number', 'o.number', 'r.purpose'],
  filters: {
    state: 'r.state = any(?::text[])',
    company_id: 'r.company_id = ?',
    warehouse_id: 'r.warehouse_id = ?',
    department_id: 'r.department_id = ?',
    order_id: 'r.order_id = ?',
    work_order_id: 'r.work_order_id = ?',
    product_id: 'exists (select from erp.material_request_lines l where l.request_id = r.id and l.product_id = ?)',
    late: `${LATE} = ?`,
  },
});

/** What a new request names. */
export interface NamedByRequest {
  readonly company_id: string | null;
  readonly order_id: string | null;
  readonly work_order_id: string | null;
  readonly warehouse_id: string | null;
  readonly department_id: string | null;
}

/** The same as far as it is there, and what belongs to it. */
export interface RequestReferences {
  readonly order_id: string | null;
  readonly order_state: OrderState | null;
  readonly work_order_id: string | null;
  readonly work_order_state: WorkOrderState | null;
  /** The order that the work order is part of. */
  readonly work_order_order_id: string | null;
  readonly company_id: string | null;
  readonly warehouse_id: string | null;
  readonly department_id: string | null;
  /** Of the work order, else of the order. */
  readonly own_department_id: string | null;
}

/** What may stand in the way of a step. */
export interface RequestCircumstances {
  readonly order_state: OrderState | null;
  readonly approver_must_differ: boolean;
  readonly issued_quantity: number;
}

/** Requests for material as rows. */
@Injectable()
export class MaterialRequestsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<MaterialRequestHeadDto>> {
    return this.db.page<MaterialRequestHeadDto>(REQUESTS, query, scope());
  }

  /** With its lines and moves. @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<MaterialRequestDto> {
    const head = await this.db.listed<MaterialRequestHeadDto>(REQUESTS, id, scope());
    if (!head) throw notFound('Material request', id);
    const parts = await this.db.one<Pick<MaterialRequestDto, 'lines' | 'moves' | 'units'>>(
      `select coalesce((select json_agg(json_build_object('line_no', l.line_no, 'product_id', l.product_id, 'sku', p.sku, 'product_name', p.name, 'is_component', l.is_component,
                'quantity', l.quantity, 'approved_quantity', l.approved_quantity, 'approval_reason', l.approval_reason, 'issued_quantity', l.issued_quantity,
                'returned_quantity', l.returned_quantity, 'left_to_issue', case when $2 = 'approved' then l.approved_quantity - l.issued_quantity else 0 end,
                'remarks', l.remarks) order by l.line_no)
                from erp.material_request_lines l join erp.products p on p.id = l.product_id where l.request_id = $1), '[]') as lines,
              coalesce((select json_agg(json_build_object('kind', m.kind, 'line_no', l.line_no, 'movement_id', m.movement_id, 'posting_id', m.posting_id,
                'location_id', m.location_id, 'location_code', c.code, 'lot_id', m.lot_id, 'lot_code', t.code, 'quantity', m.quantity, 'value', m.value::text,
                'created_by', m.created_by, 'created_at', m.created_at) order by m.id)
                from erp.material_request_moves m join erp.material_request_lines l on l.id = m.line_id join erp.locations c on c.id = m.location_id
                left join erp.lots t on t.id = m.lot_id where l.request_id = $1), '[]') as moves,
              erp.units_said('material_request', $1) as units`,
      [id, head.state],
    );
    return { ...head, ...parts };
  }

  /** Looks up everything a new request names, within the caller's scope; the warehouse of general use is the company's first when none is named. */
  references(named: NamedByRequest): Promise<RequestReferences> {
    const { company_ids, warehouse_ids, department_ids } = currentActor();
    return this.db.one<RequestReferences>(
      `select o.id as order_id, o.state as order_state, w.id as work_order_id, w.state as work_order_state, w.order_id as work_order_order_id, coalesce(o.company_id, h.company_id) as company_id,
              coalesce(o.warehouse_id, h.id) as warehouse_id, d.id as department_id, coalesce(w.department_id, o.department_id) as own_department_id
         from (select 1) one
         left join erp.work_orders w on w.id = $3 and ($8::uuid[] is null or w.department_id is null or w.department_id = any($8))
         left join erp.manufacturing_orders o on o.id = coalesce($2, w.order_id) and o.company_id = any($6::uuid[]) and ($7::uuid[] is null or o.warehouse_id = any($7))
          and ($8::uuid[] is null or o.department_id is null or o.department_id = any($8))
         left join lateral (select l.id, l.company_id from erp.locations l
                             where l.company_id = $1 and l.type = 'warehouse' and l.is_active and ($4::uuid is null or l.id = $4)
                               and ($7::uuid[] is null or l.id = any($7))
                             order by l.code <> 'WH', l.created_at, l.id limit 1) h on true
         left join erp.departments d on d.id = $5 and d.company_id = coalesce(o.company_id, $1)`,
      [
        named.company_id,
        named.order_id,
        named.work_order_id,
        named.warehouse_id,
        named.department_id,
        company_ids,
        warehouse_ids,
        department_ids,
      ],
    );
  }

  /** Which of the products can be kept in stock, and whether the order's bill has them. */
  async products(orderId: string | null, ids: readonly string[]): Promise<Map<string, boolean>> {
    const rows = await this.db.query<{ id: string; is_component: boolean }>(
      `select p.id, exists (select from erp.manufacturing_order_components c where c.order_id = $1 and c.product_id = p.id and c.numerator > 0) as is_component
         from erp.products p where p.id = any($2::uuid[]) and p.is_active and p.type <> 'service'`,
      [orderId, ids],
    );
    return new Map(rows.map(({ id, is_component }) => [id, is_component]));
  }

  /** What an order, or one of its operations, still needs of its components and nobody has asked for yet, in the order of the bill. */
  outstanding(orderId: string, workOrderId: string | null): Promise<{ product_id: string; quantity: number }[]> {
    return this.db.query(
      `select need.product_id, need.quantity - asked.quantity as quantity
         from (select c.product_id, min(c.line_no) as line_no, sum(greatest(c.required_quantity - c.issued_quantity, 0))::bigint as quantity
                 from erp.manufacturing_order_components c
                where c.order_id = $1 and ($2::uuid is null or c.work_order_id = $2) group by c.product_id) need
        cross join lateral (
          select coalesce(sum(coalesce(l.approved_quantity, l.quantity) - l.issued_quantity), 0)::bigint as quantity
            from erp.material_requests r join erp.material_request_lines l on l.request_id = r.id
           where r.order_id = $1 and ($2::uuid is null or r.work_order_id is null or r.work_order_id = $2) and r.state in ('requested', 'approved')
             and l.product_id = need.product_id) asked
        where need.quantity > asked.quantity order by need.line_no`,
      [orderId, workOrderId],
    );
  }

  circumstances(id: string): Promise<RequestCircumstances> {
    return this.db.one<RequestCircumstances>(
      `select o.state as order_state, coalesce(s.approver_must_differ, false) as approver_must_differ,
              (select sum(l.issued_quantity)::bigint from erp.material_request_lines l where l.request_id = r.id) as issued_quantity
         from erp.material_requests r left join erp.manufacturing_orders o on o.id = r.order_id left join erp.ppic_settings s on s.company_id = r.company_id
        where r.id = $1`,
      [id],
    );
  }
}

/** A request that belongs to no department is everybody's who sees its warehouse. */
function scope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' });
  const { department_ids } = currentActor();
  if (department_ids === null) return { where, params };
  return {
    where: `${where} and (r.department_id is null or r.department_id = any(?::uuid[]))`,
    params: [...params, department_ids],
  };
}
