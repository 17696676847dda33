import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { SubcontractDispatchDto, SubcontractStockDto } from './dispatches.dto.js';

const DISPATCHES = defineList({
  select: `x.id, x.number, x.kind, w.order_id, o.number as order_number, x.work_order_id, w.number as work_order_number, x.supplier_id, s.code as supplier_code,
    s.name as supplier_name, s.address as supplier_address, x.location_id, p.code as location_code, x.movement_id, x.is_automatic,
    greatest(current_date - x.created_at::date, 0) as days_ago, x.notes,
    (select coalesce(json_agg(json_build_object('line_no', l.line_no, 'product_id', l.product_id, 'sku', c.sku, 'name', c.name, 'lot_id', l.lot_id, 'lot_code', t.code,
        'quantity', l.quantity, 'from_location_id', l.from_location_id, 'from_location_code', f.code, 'to_location_id', l.to_location_id,
        'to_location_code', g.code) order by l.line_no), '[]')
       from erp.subcontract_dispatch_lines l join erp.products c on c.id = l.product_id join erp.locations f on f.id = l.from_location_id
       join erp.locations g on g.id = l.to_location_id left join erp.lots t on t.id = l.lot_id where l.dispatch_id = x.id) as lines,
    x.created_by, x.created_at, w.version`,
  from: `erp.subcontract_dispatches x join erp.work_orders w on w.id = x.work_order_id join erp.manufacturing_orders o on o.id = w.order_id
    join erp.suppliers s on s.id = x.supplier_id join erp.locations p on p.id = x.location_id`,
  id: 'x.id',
  sorts: { created_at: 'x.created_at', number: 'x.number' },
  default_sort: '-created_at',
  search: ['x.number', 'w.number', 's.code', 's.name'],
  filters: { kind: 'x.kind = ?', supplier_id: 'x.supplier_id = ?', order_id: 'w.order_id = ?' },
});

/** Held for orders, and what is left of what lies there. */
const LYING = `(
  select k.company_id, k.supplier_id, k.location_id, q.product_id, q.order_id, q.quantity
    from erp.subcontractor_locations k
   cross join lateral (
     select r.product_id, r.source_id as order_id, sum(r.open_quantity)::bigint as quantity from erp.stock_reservations r
      where r.location_id = k.location_id and r.source_type = 'manufacturing_order' and r.kind = 'hard' and r.open_quantity > 0
      group by r.product_id, r.source_id
     union all
     select b.product_id, null, sum(b.on_hand)::bigint - coalesce((
              select sum(r.open_quantity) from erp.stock_reservations r where r.location_id = k.location_id and r.product_id = b.product_id
                 and r.source_type = 'manufacturing_order' and r.kind = 'hard' and r.open_quantity > 0), 0)::bigint
       from erp.stock_balances b where b.location_id = k.location_id and b.on_hand > 0 group by b.product_id) q
   where q.quantity > 0)`;
/** What was sent last lies there last: the oldest of what is left is the dispatch with which the newer ones no longer cover it. */
const OLDEST = `(select min(d.created_at) from (
    select x.created_at, sum(l.quantity) over (order by x.id desc, l.line_no desc) - l.quantity as newer
      from erp.subcontract_dispatches x join erp.work_orders w on w.id = x.work_order_id join erp.subcontract_dispatch_lines l on l.dispatch_id = x.id
     where x.location_id = y.location_id and x.kind = 'dispatch' and w.order_id = y.order_id and l.product_id = y.product_id) d
   where d.newer < y.quantity)`;
const STOCK = defineList({
  select: `z.id, z.supplier_id, z.supplier_code, z.supplier_name, z.location_id, z.location_code, z.product_id, z.sku, z.product_name, z.order_id, z.order_number,
    z.order_state, z.quantity, z.value, z.oldest_sent_at, z.days_out`,
  from: `(select md5(y.location_id::text || y.product_id || coalesce(y.order_id::text, ''))::uuid as id, y.company_id, y.supplier_id, s.code as supplier_code,
      s.name as supplier_name, y.location_id, g.code as location_code, y.product_id, c.sku, c.name as product_name, y.order_id, o.number as order_number,
      o.state as order_state, o.warehouse_id, o.department_id, y.quantity, coalesce(round(v.value * y.quantity / nullif(v.quantity, 0), 2), 0)::numeric(15,2) as value,
      oldest.sent_at as oldest_sent_at, case when oldest.sent_at is not null then greatest(current_date - oldest.sent_at::date, 0) end as days_out
    from ${LYING} y join erp.suppliers s on s.id = y.supplier_id join erp.locations g on g.id = y.location_id join erp.products c on c.id = y.product_id
    left join erp.manufacturing_orders o on o.id = y.order_id
    left join erp.stock_valuations v on v.product_id = y.product_id and v.area_id = g.valuation_area_id
   cross join lateral (select ${OLDEST} as sent_at) oldest) z`,
  id: 'z.id',
  sorts: { supplier_code: 'z.supplier_code', sku: 'z.sku' },
  default_sort: 'supplier_code',
  search: ['z.supplier_code', 'z.supplier_name', 'z.sku', 'z.order_number'],
  filters: {
    supplier_id: 'z.supplier_id = ?',
    product_id: 'z.product_id = ?',
    order_id: 'z.order_id = ?',
    min_days_out: 'z.days_out >= ?',
  },
});

/** Notes of what went to subcontractors and came back, and what lies there, as they are listed. */
@Injectable()
export class DispatchesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<SubcontractDispatchDto>> {
    return this.db.page<SubcontractDispatchDto>(DISPATCHES, query, scope('w'));
  }

  pageOf(workOrderId: string, query: ListParameters): Promise<Page<SubcontractDispatchDto>> {
    return this.db.page<SubcontractDispatchDto>(DISPATCHES, query, {
      where: 'x.work_order_id = ?',
      params: [workOrderId],
    });
  }

  async get(id: string): Promise<SubcontractDispatchDto> {
    return (await this.db.listed<SubcontractDispatchDto>(DISPATCHES, id))!;
  }

  stock(query: ListParameters): Promise<Page<SubcontractStockDto>> {
    return this.db.page<SubcontractStockDto>(STOCK, query, scope('z'));
  }
}

/** Within the caller's companies, warehouses and departments; an order of no department is everybody's. */
function scope(row: 'w' | 'z'): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: `${row}.company_id`, warehouse: `${row}.warehouse_id` });
  const { department_ids } = currentActor();
  if (department_ids === null) return { where, params };
  return {
    where: `${where} and (${row}.department_id is null or ${row}.department_id = any(?::uuid[]))`,
    params: [...params, department_ids],
  };
}
