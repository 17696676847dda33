import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import type { Party } from '../../kernel/printing/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type {
  BackOrderDto,
  DeliveryDto,
  DeliveryHeadDto,
  DeliveryLineDto,
  DeliveryPackageDto,
} from './deliveries.dto.js';

const DELIVERIES = defineList({
  select: `d.id, d.number, d.company_id, d.customer_id, c.code as customer_code, d.warehouse_id, w.code as warehouse_code, d.state, d.ship_to_name, d.ship_to_address,
    d.planned_on, d.carrier, d.tracking_number, d.notes, d.movement_id, d.shipped_at,
    (select count(*)::integer from erp.sales_delivery_lines n where n.delivery_id = d.id) as line_count, d.created_by, d.version, d.created_at, d.updated_at`,
  from: 'erp.sales_deliveries d join erp.customers c on c.id = d.customer_id join erp.locations w on w.id = d.warehouse_id',
  id: 'd.id',
  sorts: { created_at: 'd.created_at' },
  default_sort: '-created_at',
  search: ['d.number', 'c.code', 'c.name', 'd.carrier', 'd.tracking_number'],
  filters: {
    state: 'd.state = any(?::text[])',
    company_id: 'd.company_id = ?',
    customer_id: 'd.customer_id = ?',
    warehouse_id: 'd.warehouse_id = ?',
    order_id: `exists (select from erp.sales_delivery_lines n join erp.sales_order_lines l on l.id = n.order_line_id where n.delivery_id = d.id and l.order_id = ?)`,
  },
});

const DUE_ON = 'coalesce(l.promised_on, l.requested_on)';
const BACK_ORDERS = defineList({
  select: `l.id as order_line_id, o.id as order_id, o.number as order_number, l.line_no, o.customer_id, c.code as customer_code, l.warehouse_id, l.product_id, p.sku,
    l.open_quantity, l.shipped_quantity, ${DUE_ON} as due_on,
    (select coalesce(sum(n.quantity), 0)::bigint from erp.sales_delivery_lines n join erp.sales_deliveries d on d.id = n.delivery_id and d.state in ('draft', 'picked', 'packed')
      where n.order_line_id = l.id) as planned_quantity`,
  from: `erp.sales_order_lines l join erp.sales_orders o on o.id = l.order_id and o.state in ('confirmed', 'partially_shipped') and l.open_quantity > 0
    join erp.customers c on c.id = o.customer_id join erp.products p on p.id = l.product_id`,
  id: 'l.id',
  sorts: { due_on: `coalesce(${DUE_ON}, date '9999-12-31')` },
  default_sort: 'due_on',
  search: ['o.number', 'c.code', 'p.sku'],
  filters: {
    company_id: 'o.company_id = ?',
    customer_id: 'o.customer_id = ?',
    warehouse_id: 'l.warehouse_id = ?',
    product_id: 'l.product_id = ?',
    due_to: `${DUE_ON} <= ?::date`,
  },
});

const within = () => scopeWhere({ company: 'd.company_id', warehouse: 'd.warehouse_id' });

/** Who stands on the papers of a delivery. */
export interface DeliveryParties {
  readonly sender: Party;
  readonly receiver: Party;
}

/** Deliveries as they are shown. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<DeliveryHeadDto>> {
    return this.db.page<DeliveryHeadDto>(DELIVERIES, query, within());
  }

  backOrders(query: ListParameters): Promise<Page<BackOrderDto>> {
    return this.db.page<BackOrderDto>(
      BACK_ORDERS,
      query,
      scopeWhere({ company: 'o.company_id', warehouse: 'l.warehouse_id' }),
    );
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async head(id: string): Promise<DeliveryHeadDto> {
    const head = await this.db.listed<DeliveryHeadDto>(DELIVERIES, id, within());
    if (!head) throw notFound('Delivery', id);
    return head;
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<DeliveryDto> {
    const head = await this.head(id);
    const lines = await this.db.query<DeliveryLineDto>(
      `select n.id, n.line_no, o.id as order_id, o.number as order_number, n.order_line_id, l.line_no as order_line_no, n.product_id, p.sku, p.name as product_name, n.quantity,
              trim_scale(round(l.unit_quantity * n.quantity / l.quantity, 6))::text as unit_quantity, u.code as unit_code, n.returned_quantity,
              (select coalesce(sum(case b.kind when 'credit_note' then -v.quantity else v.quantity end), 0)::bigint
                 from erp.sales_invoice_lines v join erp.sales_invoices b on b.id = v.sales_invoice_id and b.state <> 'cancelled' where v.delivery_line_id = n.id) as invoiced_quantity,
              (select coalesce(json_agg(json_build_object('id', k.id, 'location_id', k.location_id, 'location_code', f.code, 'lot_id', k.lot_id, 'lot_code', t.code,
                        'expires_on', t.expires_on, 'quantity', k.quantity, 'returned_quantity', k.returned_quantity, 'ledger_line_id', k.ledger_line_id)
                        order by f.code collate "C", t.expires_on, t.code, k.id), '[]')
                 from erp.sales_delivery_picks k join erp.locations f on f.id = k.location_id left join erp.lots t on t.id = k.lot_id
                where k.delivery_line_id = n.id) as picks
         from erp.sales_delivery_lines n join erp.sales_order_lines l on l.id = n.order_line_id join erp.sales_orders o on o.id = l.order_id
         join erp.products p on p.id = n.product_id join erp.units u on u.id = l.unit_id
        where n.delivery_id = $1 order by n.line_no`,
      [id],
    );
    const packages = await this.db.query<DeliveryPackageDto>(
      'select package_no, kind, weight, tracking_number from erp.sales_delivery_packages where delivery_id = $1 order by package_no',
      [id],
    );
    return { ...head, lines, packages };
  }

  parties(id: string): Promise<DeliveryParties> {
    return this.db.one<DeliveryParties>(
      `select json_build_object('name', coalesce(c.legal_name, c.name), 'address', c.address, 'tax_number', c.tax_number) as sender,
              json_build_object('name', coalesce(d.ship_to_name, k.legal_name, k.name), 'address', coalesce(d.ship_to_address, k.address), 'tax_number', null) as receiver
         from erp.sales_deliveries d join erp.companies c on c.id = d.company_id join erp.customers k on k.id = d.customer_id where d.id = $1`,
      [id],
    );
  }
}
