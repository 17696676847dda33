import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { ComingLine, Goods, Outcome, ReturnableLine, ShippedPieces } from './returned-lines.js';
import type { SalesReturnDto, SalesReturnHeadDto, SalesReturnLineDto } from './sales-returns.dto.js';

const LINE_OF = `erp.sales_return_lines b join erp.sales_delivery_lines n on n.id = b.delivery_line_id join erp.sales_order_lines l on l.id = n.order_line_id`;
const RETURNS = defineList({
  select: `r.id, r.number, r.company_id, r.customer_id, c.code as customer_code, r.warehouse_id, r.state, r.reason, r.reference, r.movement_id, r.received_at,
    (select i.id from erp.sales_invoices i where i.return_id = r.id and i.state <> 'cancelled' order by i.created_at desc limit 1) as credit_note_id,
    (select count(*)::integer from erp.sales_return_lines b where b.return_id = r.id) as line_count, r.created_by, r.version, r.created_at, r.updated_at`,
  from: 'erp.sales_returns r join erp.customers c on c.id = r.customer_id',
  id: 'r.id',
  sorts: { created_at: 'r.created_at' },
  default_sort: '-created_at',
  search: ['r.number', 'r.reference', 'c.code', 'c.name'],
  filters: {
    state: 'r.state = any(?::text[])',
    company_id: 'r.company_id = ?',
    customer_id: 'r.customer_id = ?',
    delivery_id: `exists (select from ${LINE_OF} where b.return_id = r.id and n.delivery_id = ?)`,
    order_id: `exists (select from ${LINE_OF} where b.return_id = r.id and l.order_id = ?)`,
  },
});

/** A line of a return under the lock of its order. */
export interface ReturnLine extends ComingLine {
  readonly order_id: string;
  readonly order_line_id: string;
  readonly order_number: string;
  readonly order_state: string;
  readonly product_id: string;
  readonly outcome: Outcome;
  readonly goods: Goods;
  readonly to_location_id: string | null;
}

const within = () => scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' });

/** Returns of customers as rows. */
@Injectable()
export class SalesReturnsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<SalesReturnHeadDto>> {
    return this.db.page<SalesReturnHeadDto>(RETURNS, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async head(id: string): Promise<SalesReturnHeadDto> {
    const head = await this.db.listed<SalesReturnHeadDto>(RETURNS, id, within());
    if (!head) throw notFound('Return', id);
    return head;
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<SalesReturnDto> {
    const head = await this.head(id);
    const lines = await this.db.query<SalesReturnLineDto>(
      `select b.id, b.line_no, b.delivery_line_id, d.id as delivery_id, d.number as delivery_number, o.id as order_id, o.number as order_number, n.order_line_id, n.product_id,
              p.sku, b.quantity, b.outcome, b.goods, b.lot_id, b.to_location_id,
              (select sum(g.value)::numeric(15,2) from erp.sales_return_pieces g where g.return_line_id = b.id) as value
         from ${LINE_OF} join erp.sales_deliveries d on d.id = n.delivery_id join erp.sales_orders o on o.id = l.order_id join erp.products p on p.id = n.product_id
        where b.return_id = $1 order by b.line_no`,
      [id],
    );
    return { ...head, lines };
  }

  async orderIdsOfDeliveryLines(ids: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ order_id: string }>(
      `select distinct l.order_id from erp.sales_delivery_lines n join erp.sales_order_lines l on l.id = n.order_line_id where n.id = any($1::uuid[])`,
      [ids],
    );
    return rows.map(({ order_id }) => order_id);
  }

  /** Lines of shipped deliveries within the caller's scope. */
  async returnable(ids: readonly string[]): Promise<ReadonlyMap<string, ReturnableLine>> {
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<ReturnableLine>(
      `select n.id, l.order_id, n.order_line_id, o.number as order_number, o.state as order_state, d.number as delivery_number, n.line_no, d.company_id, d.customer_id,
              d.warehouse_id, n.product_id, p.type = 'service' as is_service, n.quantity, n.returned_quantity,
              (select coalesce(sum(b.quantity), 0)::bigint from erp.sales_return_lines b join erp.sales_returns r on r.id = b.return_id and r.state = 'authorised'
                where b.delivery_line_id = n.id) as authorised_quantity
         from erp.sales_delivery_lines n join erp.sales_deliveries d on d.id = n.delivery_id and d.state = 'shipped' join erp.sales_order_lines l on l.id = n.order_line_id
         join erp.sales_orders o on o.id = l.order_id join erp.products p on p.id = n.product_id
        where n.id = any($1::uuid[]) and d.company_id = any($2::uuid[]) and ($3::uuid[] is null or d.warehouse_id = any($3))`,
      [ids, company_ids, warehouse_ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  linesOf(returnId: string): Promise<ReturnLine[]> {
    return this.db.query<ReturnLine>(
      `select b.id, b.line_no, b.delivery_line_id, b.quantity, b.lot_id, b.outcome, b.goods, b.to_location_id, l.order_id, n.order_line_id, n.product_id,
              o.number as order_number, o.state as order_state
         from ${LINE_OF} join erp.sales_orders o on o.id = l.order_id where b.return_id = $1 order by b.line_no`,
      [returnId],
    );
  }

  /** What left with lines and has not come back, in the order in which it left. */
  shippedPieces(deliveryLineIds: readonly string[]): Promise<ShippedPieces[]> {
    return this.db.query<ShippedPieces>(
      `select k.id, k.delivery_line_id, k.ledger_line_id, k.location_id, k.lot_id, k.quantity - k.returned_quantity as left
         from erp.sales_delivery_picks k where k.delivery_line_id = any($1::uuid[]) and k.ledger_line_id is not null and k.quantity > k.returned_quantity order by k.id`,
      [deliveryLineIds],
    );
  }

  /** Where a warehouse puts goods aside or throws them away; null where it has no such place. */
  async placeFor(warehouseId: string, type: 'quarantine' | 'scrap'): Promise<string | null> {
    const row = await this.db.maybe<{ id: string }>(
      `select id from erp.locations where warehouse_id = $1 and type = $2 and is_active order by char_length(path), code collate "C" limit 1`,
      [warehouseId, type],
    );
    return row?.id ?? null;
  }

  /** Counts what came back in the deliveries and in the orders. @throws RETURN_EXCEEDS_SHIPMENT, SALES_QUANTITY_EXCEEDED */
  async count(returnId: string): Promise<void> {
    await this.db.query(
      `with pieces as (
         select g.pick_id, sum(g.quantity)::bigint as quantity from erp.sales_return_pieces g join erp.sales_return_lines b on b.id = g.return_line_id
          where b.return_id = $1 group by g.pick_id
       ), picked as (
         update erp.sales_delivery_picks k set returned_quantity = k.returned_quantity + p.quantity from pieces p where k.id = p.pick_id
       ), lines as (
         select b.delivery_line_id, n.order_line_id, sum(b.quantity)::bigint as quantity, coalesce(sum(b.quantity) filter (where b.outcome = 'replace'), 0)::bigint as reopened
           from erp.sales_return_lines b join erp.sales_delivery_lines n on n.id = b.delivery_line_id where b.return_id = $1 group by b.delivery_line_id, n.order_line_id
       ), delivered as (
         update erp.sales_delivery_lines n set returned_quantity = n.returned_quantity + x.quantity from lines x where n.id = x.delivery_line_id
       )
       update erp.sales_order_lines l set returned_quantity = l.returned_quantity + x.quantity, reopened_quantity = l.reopened_quantity + x.reopened
         from (select order_line_id, sum(quantity)::bigint as quantity, sum(reopened)::bigint as reopened from lines group by order_line_id) x where l.id = x.order_line_id`,
      [returnId],
    );
  }
}
