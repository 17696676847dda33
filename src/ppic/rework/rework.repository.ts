import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { OrderFlow } from '../orders/order-parts.js';
import type { ReworkMaterialDto, ReworkOrderDto, ReworkOrderHeadDto } from './rework.dto.js';

const REWORKS = defineList({
  select: `o.id, o.number, o.company_id, o.warehouse_id, o.department_id, o.product_id, p.sku, p.name as product_name, o.lot_id, t.code as lot_code, o.quantity,
    o.from_location_id, f.code as from_location_code, o.output_location_id, o.reject_location_id, o.manufacturing_order_id, o.inspection_id, o.work_centre_id,
    o.planned_labour_minutes, o.planned_machine_minutes, o.reason, o.state, o.good_quantity, o.scrapped_quantity, o.rejected_quantity, o.returned_quantity,
    case when o.state = 'cancelled' then 0 else o.quantity - o.good_quantity - o.scrapped_quantity - o.rejected_quantity end as open_quantity,
    o.approved_by, o.approved_at, o.started_at, o.completed_at, o.verified_by, o.verified_at, o.verification_inspection_id, o.cancelled_at, o.created_by,
    o.version, o.created_at, o.updated_at`,
  from: `erp.rework_orders o join erp.products p on p.id = o.product_id join erp.locations f on f.id = o.from_location_id left join erp.lots t on t.id = o.lot_id`,
  id: 'o.id',
  sorts: { created_at: 'o.created_at', number: 'o.number' },
  default_sort: '-created_at',
  search: ['o.number', 'p.sku', 't.code'],
  filters: {
    state: 'o.state = any(?::text[])',
    product_id: 'o.product_id = ?',
    lot_id: 'o.lot_id = ?',
    manufacturing_order_id: 'o.manufacturing_order_id = ?',
    inspection_id: 'o.inspection_id = ?',
    department_id: 'o.department_id = ?',
    warehouse_id: 'o.warehouse_id = ?',
    created_from: 'o.created_at >= ?::date',
  },
});

/** Rework orders, what belongs to them, and what the ledger says of them. */
@Injectable()
export class ReworkRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<ReworkOrderHeadDto>> {
    return this.db.page<ReworkOrderHeadDto>(REWORKS, query, scope());
  }

  /** @throws NOT_FOUND also outside the caller's companies, warehouses and departments */
  async head(id: string): Promise<ReworkOrderHeadDto> {
    const head = await this.db.listed<ReworkOrderHeadDto>(REWORKS, id, scope());
    if (!head) throw notFound('Rework order', id);
    return head;
  }

  /** The parts of an order, its values and what it said in units. */
  parts(id: string): Promise<Omit<ReworkOrderDto, keyof ReworkOrderHeadDto>> {
    return this.db.one(
      `select (select coalesce(json_agg(json_build_object('line_no', m.line_no, 'product_id', m.product_id, 'sku', p.sku, 'quantity', m.quantity,
                        'issued_quantity', m.issued_quantity) order by m.line_no), '[]')
                 from erp.rework_order_materials m join erp.products p on p.id = m.product_id where m.rework_order_id = o.id) as materials,
              (select coalesce(json_agg(json_build_object('id', r.id, 'report_no', r.report_no, 'good_quantity', r.good_quantity, 'scrapped_quantity', r.scrapped_quantity,
                        'scrapped_reason_code', s.code, 'rejected_quantity', r.rejected_quantity, 'rejected_reason_code', j.code, 'labour_minutes', r.labour_minutes,
                        'machine_minutes', r.machine_minutes, 'conversion_cost', r.conversion_cost::text, 'notes', r.notes, 'movement_id', r.movement_id, 'output_value', (
                          select coalesce(sum(l.value), 0)::numeric(15,2)::text from erp.stock_ledgers l where l.movement_id = r.movement_id),
                        'units', erp.units_said('rework_report', r.id), 'created_by', r.created_by, 'created_at', erp.iso(r.created_at)) order by r.report_no), '[]')
                 from erp.rework_reports r left join erp.production_reason_codes s on s.id = r.scrapped_reason_id
                 left join erp.production_reason_codes j on j.id = r.rejected_reason_id where r.rework_order_id = o.id) as reports,
              spent.*, worth.*, settled.*, erp.work_in_progress(o.id)::numeric(15,2) as work_in_progress, erp.units_said('rework_order', o.id) as units
         from erp.rework_orders o
        cross join lateral (select coalesce(sum(r.labour_minutes), 0)::bigint as labour_minutes, coalesce(sum(r.machine_minutes), 0)::bigint as machine_minutes
                              from erp.rework_reports r where r.rework_order_id = o.id) spent
        cross join lateral (
          select coalesce(sum(w.value) filter (where w.direction = 'consumed' and w.product_id = o.product_id), 0)::numeric(15,2) as rejected_value,
                 coalesce(sum(w.value) filter (where w.direction = 'consumed' and w.product_id <> o.product_id), 0)::numeric(15,2) as material_value,
                 coalesce(sum(w.value) filter (where w.direction = 'received'), 0)::numeric(15,2) as output_value
            from erp.rework_order_lot_flows w where w.order_id = o.id) worth
        cross join lateral (select coalesce(sum(a.value), 0)::numeric(15,2) as settled_value, coalesce(sum(a.variance_value), 0)::numeric(15,2) as variance_value,
                                   coalesce(sum(a.wip_value) filter (where a.type = 'conversion_cost'), 0)::numeric(15,2) as conversion_value
                              from erp.stock_value_adjustments a where a.wip_source_id = o.id) settled
        where o.id = $1`,
      [id],
    );
  }

  materials(orderId: string): Promise<Pick<ReworkMaterialDto, 'product_id' | 'quantity' | 'issued_quantity'>[]> {
    return this.db.query(
      'select product_id, quantity, issued_quantity from erp.rework_order_materials where rework_order_id = $1 order by line_no',
      [orderId],
    );
  }

  /** What the order has taken from and put into stock, the location with the lowest code first. Ask only after the lock. */
  flows(orderId: string): Promise<OrderFlow[]> {
    return this.db.query<OrderFlow>(
      `select f.direction, f.product_id, f.location_id, f.lot_id, f.quantity, f.value
         from erp.rework_order_lot_flows f join erp.locations l on l.id = f.location_id
        where f.order_id = $1 and (f.quantity <> 0 or f.value <> 0) order by f.product_id, l.code, f.lot_id`,
      [orderId],
    );
  }

  /** Sets how much of each material the order has used. */
  async noteIssued(orderId: string, issued: readonly { product_id: string; quantity: number }[]): Promise<void> {
    await this.db.query(
      `update erp.rework_order_materials m set issued_quantity = g.quantity
         from unnest($2::uuid[], $3::bigint[]) g (product_id, quantity) where m.rework_order_id = $1 and m.product_id = g.product_id`,
      [orderId, issued.map(({ product_id }) => product_id), issued.map(({ quantity }) => quantity)],
    );
  }

  /** The number that the next report has, under the order's lock; and whether this person has told of a report. */
  reported(orderId: string, userId: string): Promise<{ next_no: number; by_user: boolean }> {
    return this.db.one(
      `select coalesce(max(r.report_no), 0) + 1 as next_no, coalesce(bool_or(r.created_by = $2), false) as by_user
         from erp.rework_reports r where r.rework_order_id = $1`,
      [orderId, userId],
    );
  }
}

/** Orders within the caller's scope; one that belongs to no department is everybody's. */
function scope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'o.company_id', warehouse: 'o.warehouse_id' });
  const { department_ids } = currentActor();
  if (department_ids === null) return { where, params };
  return {
    where: `${where} and (o.department_id is null or o.department_id = any(?::uuid[]))`,
    params: [...params, department_ids],
  };
}
