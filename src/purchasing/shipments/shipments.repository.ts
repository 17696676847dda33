import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import { DUE_ON } from '../orders/orders.repository.js';
import type { ExpectedLineDto, MilestoneDto, ShipmentDto, ShipmentHeadDto, ShipmentLineDto } from './shipments.dto.js';

const LATE = `coalesce(h.expected_on < current_date and h.state not in ('delivered', 'cancelled'), false)`;
const SHIPMENTS = defineList({
  select: `h.id, h.number, h.company_id, h.warehouse_id, w.code as warehouse_code, h.state, h.carrier, h.tracking_number, h.expected_on, ${LATE} as is_late, h.notes,
    x.line_count, x.order_count, x.is_received, h.created_by, h.version, h.created_at, h.updated_at`,
  from: `erp.purchase_shipments h join erp.locations w on w.id = h.warehouse_id
    cross join lateral (select count(*)::integer as line_count, count(distinct l.order_id)::integer as order_count, bool_and(s.received_quantity >= s.quantity) as is_received
                          from erp.purchase_shipment_lines s join erp.purchase_order_lines l on l.id = s.order_line_id where s.shipment_id = h.id) x`,
  id: 'h.id',
  sorts: { created_at: 'h.created_at', expected_on: `coalesce(h.expected_on, date '9999-12-31')` },
  default_sort: '-created_at',
  search: ['h.number', 'h.carrier', 'h.tracking_number'],
  filters: {
    state: 'h.state = any(?::text[])',
    company_id: 'h.company_id = ?',
    warehouse_id: 'h.warehouse_id = ?',
    order_id: `exists (select from erp.purchase_shipment_lines s join erp.purchase_order_lines l on l.id = s.order_line_id
      where s.shipment_id = h.id and l.order_id = ?)`,
    late: `${LATE} = ?`,
  },
});

/** A line is due when the shipment that has it is expected, else as the order says. */
const DUE = `coalesce(v.expected_on, ${DUE_ON})`;
const EXPECTED = defineList({
  select: `l.id as order_line_id, o.id as order_id, o.number as order_number, l.line_no, o.supplier_id, s.code as supplier_code, o.warehouse_id, l.product_id, p.sku,
    l.open_quantity, least(l.open_quantity, v.shipped)::bigint as shipped_quantity, ${DUE} as due_on, coalesce(${DUE} < current_date, false) as is_late,
    greatest(coalesce(current_date - ${DUE}, 0), 0)::integer as days_late`,
  from: `erp.purchase_order_lines l join erp.purchase_orders o on o.id = l.order_id and o.state in ('approved', 'sent', 'confirmed', 'partially_received') and not l.is_complete
    join erp.suppliers s on s.id = o.supplier_id join erp.products p on p.id = l.product_id
    cross join lateral (select coalesce(sum(greatest(n.quantity - n.received_quantity, 0)), 0) as shipped, min(h.expected_on) as expected_on
                          from erp.purchase_shipment_lines n join erp.purchase_shipments h on h.id = n.shipment_id and h.state not in ('planned', 'cancelled')
                         where n.order_line_id = l.id and n.received_quantity < n.quantity) v`,
  id: 'l.id',
  sorts: { due_on: `coalesce(${DUE}, date '9999-12-31')` },
  default_sort: 'due_on',
  search: ['o.number', 's.code', 'p.sku'],
  filters: {
    company_id: 'o.company_id = ?',
    supplier_id: 'o.supplier_id = ?',
    warehouse_id: 'o.warehouse_id = ?',
    product_id: 'l.product_id = ?',
    late: `coalesce(${DUE} < current_date, false) = ?`,
    due_to: `${DUE} <= ?::date`,
  },
});

const within = () => scopeWhere({ company: 'h.company_id', warehouse: 'h.warehouse_id' });

/** Shipments as rows. */
@Injectable()
export class ShipmentsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<ShipmentHeadDto>> {
    return this.db.page<ShipmentHeadDto>(SHIPMENTS, query, within());
  }

  expected(query: ListParameters): Promise<Page<ExpectedLineDto>> {
    return this.db.page<ExpectedLineDto>(
      EXPECTED,
      query,
      scopeWhere({ company: 'o.company_id', warehouse: 'o.warehouse_id' }),
    );
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<ShipmentDto> {
    const head = await this.db.listed<ShipmentHeadDto>(SHIPMENTS, id, within());
    if (!head) throw notFound('Shipment', id);
    const milestones = await this.db.query<MilestoneDto>(
      'select kind, happened_on, remarks, created_by, created_at from erp.purchase_shipment_milestones where shipment_id = $1 order by id',
      [id],
    );
    return { ...head, lines: await this.lines(id), milestones };
  }

  lines(id: string): Promise<ShipmentLineDto[]> {
    return this.db.query<ShipmentLineDto>(
      `select n.line_no, n.order_line_id, o.id as order_id, o.number as order_number, l.line_no as order_line_no, s.code as supplier_code, l.product_id, p.sku,
              n.quantity, n.received_quantity
         from erp.purchase_shipment_lines n join erp.purchase_order_lines l on l.id = n.order_line_id join erp.purchase_orders o on o.id = l.order_id
         join erp.suppliers s on s.id = o.supplier_id join erp.products p on p.id = l.product_id
        where n.shipment_id = $1 order by n.line_no`,
      [id],
    );
  }

  /** Pieces of order lines that are announced or on their way and have not come. */
  async underWay(orderLineIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.query<{ order_line_id: string; quantity: number }>(
      `select n.order_line_id, sum(greatest(n.quantity - n.received_quantity, 0))::bigint as quantity
         from erp.purchase_shipment_lines n join erp.purchase_shipments h on h.id = n.shipment_id and h.state <> 'cancelled'
        where n.order_line_id = any($1::uuid[]) group by n.order_line_id`,
      [orderLineIds],
    );
    return new Map(rows.map(({ order_line_id, quantity }) => [order_line_id, quantity]));
  }

  async today(): Promise<string> {
    return (await this.db.one<{ today: string }>('select current_date as today')).today;
  }
}
