import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { SalesOrderDto, SalesOrderHeadDto, SalesOrderLineDto } from './sales-orders.dto.js';

/** When a line is due: as promised, else as it is wanted. */
const DUE_ON = 'coalesce(l.promised_on, l.requested_on)';
const WAITS = `o.state in ('confirmed', 'partially_shipped') and l.open_quantity > 0`;
const LATE = `exists (select from erp.sales_order_lines l where l.order_id = o.id and ${WAITS} and ${DUE_ON} < current_date)`;

const ORDERS = defineList({
  select: `o.id, o.number, o.company_id, o.customer_id, s.code as customer_code, s.name as customer_name, o.warehouse_id, w.code as warehouse_code, o.currency_code,
    o.rate, o.state, o.ordered_on, x.due_on, coalesce(x.due_on < current_date, false) as is_late, o.customer_reference, o.payment_terms_id, o.payment_terms_days,
    o.ship_to_name, o.ship_to_address, o.delivery_terms, o.notes, o.net_amount, o.tax_amount, o.freight_amount, o.total_amount, x.line_count, x.open_lines,
    o.confirmed_by, o.confirmed_at, o.end_reason, o.created_by, o.version, o.created_at, o.updated_at`,
  from: `erp.sales_orders o join erp.customers s on s.id = o.customer_id join erp.locations w on w.id = o.warehouse_id
    cross join lateral (select count(*)::integer as line_count, (count(*) filter (where l.open_quantity > 0))::integer as open_lines,
                               min(${DUE_ON}) filter (where ${WAITS}) as due_on
                          from erp.sales_order_lines l where l.order_id = o.id) x`,
  id: 'o.id',
  sorts: { created_at: 'o.created_at', ordered_on: 'o.ordered_on', number: 'o.number' },
  default_sort: '-created_at',
  search: ['o.number', 's.code', 's.name', 'o.customer_reference'],
  filters: {
    state: 'o.state = any(?::text[])',
    company_id: 'o.company_id = ?',
    customer_id: 'o.customer_id = ?',
    warehouse_id: 'o.warehouse_id = ?',
    product_id: 'exists (select from erp.sales_order_lines l where l.order_id = o.id and l.product_id = ?)',
    ordered_from: 'o.ordered_on >= ?::date',
    ordered_to: 'o.ordered_on <= ?::date',
    late: `${LATE} = ?`,
  },
});

const within = () => scopeWhere({ company: 'o.company_id', warehouse: 'o.warehouse_id' });

/** Sales orders as they are shown. */
@Injectable()
export class SalesOrdersRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<SalesOrderHeadDto>> {
    return this.db.page<SalesOrderHeadDto>(ORDERS, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async head(id: string): Promise<SalesOrderHeadDto> {
    const head = await this.db.listed<SalesOrderHeadDto>(ORDERS, id, within());
    if (!head) throw notFound('Sales order', id);
    return head;
  }

  /** With its lines. @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<SalesOrderDto> {
    const head = await this.head(id);
    return { ...head, lines: await this.lines(id) };
  }

  private lines(orderId: string): Promise<SalesOrderLineDto[]> {
    return this.db.query<SalesOrderLineDto>(
      `select l.id, l.line_no, l.product_id, p.sku, p.name as product_name, l.description, l.warehouse_id, w.code as warehouse_code, l.unit_id, u.code as unit_code,
              trim_scale(l.unit_quantity)::text as unit_quantity, l.quantity, l.unit_price, l.list_price, l.price_source, l.price_id, l.discount_percent, l.tax_code,
              l.tax_percent, l.net_amount, l.tax_amount, l.requested_on, l.promised_on, coalesce(${DUE_ON} < current_date and ${WAITS}, false) as is_late, l.supply,
              l.reserve_on, coalesce(r.quantity, 0)::bigint as reserved_quantity, l.shipped_quantity, l.returned_quantity, l.reopened_quantity, l.invoiced_quantity,
              l.cancelled_quantity, l.open_quantity
         from erp.sales_order_lines l join erp.sales_orders o on o.id = l.order_id join erp.products p on p.id = l.product_id
         join erp.units u on u.id = l.unit_id join erp.locations w on w.id = l.warehouse_id
         left join (select s.source_line_id, sum(s.open_quantity) as quantity from erp.stock_reservations s
                     where s.source_type = 'sales_order' and s.source_id = $1 and s.kind = 'hard' and s.open_quantity > 0 group by s.source_line_id) r on r.source_line_id = l.id
        where l.order_id = $1 order by l.line_no`,
      [orderId],
    );
  }
}
