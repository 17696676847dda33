import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { BillableLine, OpenDeposit } from './invoiced-lines.js';

/** What is left of the freight of an order. */
export interface OpenFreight {
  readonly order_id: string;
  readonly number: string;
  readonly left: string;
}

/** Pieces of a delivery line that are on no invoice. */
export interface UnbilledDelivery {
  readonly order_line_id: string;
  readonly delivery_line_id: string;
  readonly delivery_id: string;
  readonly quantity: number;
}

/** An order as a deposit is asked for it. */
export interface DepositOrder {
  readonly company_id: string;
  readonly customer_id: string;
  readonly currency_code: string;
  readonly payment_terms_id: string | null;
  readonly number: string;
  readonly state: string;
  /** Of its net amount and freight, what is neither invoiced nor asked in advance. */
  readonly left: string;
}

/** What orders, deliveries and invoices come to, each question one statement. */
@Injectable()
export class BillingRepository {
  constructor(private readonly db: Database) {}

  /** Order lines within the caller's companies, as an invoice meets them. */
  async lines(ids: readonly string[]): Promise<ReadonlyMap<string, BillableLine>> {
    const rows = await this.db.query<BillableLine>(
      `select l.id, l.order_id, o.number as order_number, o.state as order_state, l.line_no, o.company_id, o.customer_id, o.currency_code, o.payment_terms_id, p.sku,
              p.name as product_name, l.unit_id, l.unit_quantity, l.unit_price, l.discount_percent,
              (select x.id from erp.tax_codes x where x.company_id = o.company_id and lower(x.code) = lower(l.tax_code) and x.is_active) as tax_code_id,
              l.tax_percent > 0 and not exists (select from erp.tax_codes x where x.company_id = o.company_id and lower(x.code) = lower(l.tax_code) and x.is_active) as lacks_tax,
              t.tax_code_id as billed_tax_code_id, t.tax_rate as billed_tax_rate, l.quantity, l.net_amount, l.shipped_quantity, l.returned_quantity, l.reopened_quantity, l.cancelled_quantity,
              b.quantity as billed_quantity, b.amount as billed_amount, b.creditable_quantity, b.creditable_amount
         from erp.sales_order_lines l join erp.sales_orders o on o.id = l.order_id join erp.products p on p.id = l.product_id
        cross join lateral (
          select coalesce(sum(s.sign * n.quantity), 0)::bigint as quantity, coalesce(sum(s.sign * v.net_amount) filter (where n.quantity > 0), 0)::numeric(15,2)::text as amount,
                 coalesce(sum(s.sign * n.quantity) filter (where b.state = 'posted' or s.sign < 0), 0)::bigint as creditable_quantity,
                 coalesce(sum(s.sign * v.net_amount) filter (where b.state = 'posted' or s.sign < 0), 0)::numeric(15,2)::text as creditable_amount
            from erp.sales_invoice_lines n join erp.sales_invoices b on b.id = n.sales_invoice_id and b.state <> 'cancelled'
            join erp.invoice_lines v on v.id = n.invoice_line_id cross join lateral (select case b.kind when 'credit_note' then -1 else 1 end as sign) s
           where n.order_line_id = l.id) b
         left join lateral (
           select v.tax_code_id, v.tax_rate from erp.sales_invoice_lines n join erp.sales_invoices b on b.id = n.sales_invoice_id and b.state = 'posted' and b.kind <> 'credit_note'
             join erp.invoice_lines v on v.id = n.invoice_line_id where n.order_line_id = l.id order by v.id desc limit 1) t on true
        where l.id = any($1::uuid[]) and o.company_id = any($2::uuid[]) and ($3::uuid[] is null or l.warehouse_id = any($3))`,
      [ids, currentActor().company_ids, currentActor().warehouse_ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async lineIdsOfOrders(orderIds: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select l.id from erp.sales_order_lines l where l.order_id = any($1::uuid[]) order by array_position($1::uuid[], l.order_id), l.line_no`,
      [orderIds],
    );
    return rows.map(({ id }) => id);
  }

  async orderIdsOfDeliveries(deliveryIds: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ order_id: string }>(
      `select distinct l.order_id from erp.sales_delivery_lines n join erp.sales_order_lines l on l.id = n.order_line_id where n.delivery_id = any($1::uuid[])`,
      [deliveryIds],
    );
    return rows.map(({ order_id }) => order_id);
  }

  /** What shipped deliveries within the caller's scope have on no invoice. */
  unbilledOf(deliveryIds: readonly string[]): Promise<UnbilledDelivery[]> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.query<UnbilledDelivery>(
      `select n.order_line_id, n.id as delivery_line_id, n.delivery_id, greatest(n.quantity - n.returned_quantity - b.quantity, 0)::bigint as quantity
         from erp.sales_delivery_lines n join erp.sales_deliveries d on d.id = n.delivery_id and d.state = 'shipped'
        cross join lateral (
          select coalesce(sum(case b.kind when 'credit_note' then -v.quantity else v.quantity end), 0) as quantity
            from erp.sales_invoice_lines v join erp.sales_invoices b on b.id = v.sales_invoice_id and b.state <> 'cancelled' where v.delivery_line_id = n.id) b
        where n.delivery_id = any($1::uuid[]) and d.company_id = any($2::uuid[]) and ($3::uuid[] is null or d.warehouse_id = any($3))
        order by array_position($1::uuid[], n.delivery_id), n.line_no`,
      [deliveryIds, company_ids, warehouse_ids],
    );
  }

  freightOf(orderIds: readonly string[]): Promise<OpenFreight[]> {
    return this.db.query<OpenFreight>(
      `select o.id as order_id, o.number, (o.freight_amount - b.amount)::numeric(15,2)::text as left
         from erp.sales_orders o cross join lateral (
           select coalesce(sum(h.amount), 0) as amount from erp.sales_invoice_charges h join erp.sales_invoices b on b.id = h.sales_invoice_id and b.state <> 'cancelled'
            where h.order_id = o.id and h.kind = 'freight') b
        where o.id = any($1::uuid[]) and o.freight_amount > b.amount order by o.id`,
      [orderIds],
    );
  }

  /** Posted deposits of orders with what no invoice has deducted, the oldest first. */
  depositsOf(orderIds: readonly string[]): Promise<OpenDeposit[]> {
    return this.db.query<OpenDeposit>(
      `select h.invoice_line_id as id, h.sales_invoice_id, h.order_id, i.number, v.tax_code_id, v.tax_rate, (h.amount - x.amount)::numeric(15,2)::text as left
         from erp.sales_invoice_charges h join erp.sales_invoices b on b.id = h.sales_invoice_id and b.state = 'posted' join erp.invoices i on i.id = b.invoice_id
         join erp.invoice_lines v on v.id = h.invoice_line_id
        cross join lateral (select coalesce(sum(y.amount), 0) as amount from erp.sales_invoice_charges y join erp.sales_invoices z on z.id = y.sales_invoice_id and z.state <> 'cancelled'
                             where y.deducts_id = h.invoice_line_id) x
        where h.order_id = any($1::uuid[]) and h.kind = 'deposit' and h.amount > x.amount order by i.number`,
      [orderIds],
    );
  }

  /** An order within the caller's companies, as a deposit is asked for it. */
  depositOrder(orderId: string): Promise<DepositOrder | null> {
    return this.db.maybe<DepositOrder>(
      `select o.company_id, o.customer_id, o.currency_code, o.payment_terms_id, o.number, o.state, (o.net_amount + o.freight_amount - b.billed - h.billed)::numeric(15,2)::text as left
         from erp.sales_orders o
        cross join lateral (
          select coalesce(sum(case z.kind when 'credit_note' then -v.net_amount else v.net_amount end), 0) as billed
            from erp.sales_order_lines l join erp.sales_invoice_lines n on n.order_line_id = l.id join erp.sales_invoices z on z.id = n.sales_invoice_id and z.state <> 'cancelled'
            join erp.invoice_lines v on v.id = n.invoice_line_id where l.order_id = o.id) b
        cross join lateral (
          select coalesce(sum(case y.kind when 'deduction' then -y.amount else y.amount end), 0) as billed
            from erp.sales_invoice_charges y join erp.sales_invoices z on z.id = y.sales_invoice_id and z.state <> 'cancelled' where y.order_id = o.id) h
        where o.id = $1 and o.company_id = any($2::uuid[]) and ($3::uuid[] is null or o.warehouse_id = any($3))`,
      [orderId, currentActor().company_ids, currentActor().warehouse_ids],
    );
  }

  /** Lines of an invoice with which more of their order would be invoiced than is still owed of it now. */
  exceedingOf(salesInvoiceId: string): Promise<object[]> {
    return this.db.query(
      `select o.number as order_number, l.line_no, l.id as order_line_id, b.quantity as quantity, w.owed as left
         from (select distinct n.order_line_id from erp.sales_invoice_lines n where n.sales_invoice_id = $1 and n.quantity > 0) g
         join erp.sales_order_lines l on l.id = g.order_line_id join erp.sales_orders o on o.id = l.order_id
        cross join lateral (
          select sum(case z.kind when 'credit_note' then -n.quantity else n.quantity end)::bigint as quantity
            from erp.sales_invoice_lines n join erp.sales_invoices z on z.id = n.sales_invoice_id and z.state <> 'cancelled' where n.order_line_id = l.id) b
        cross join lateral (select case o.state when 'cancelled' then 0 else l.quantity - l.cancelled_quantity - (l.returned_quantity - l.reopened_quantity) end as owed) w
        where b.quantity > w.owed order by o.number, l.line_no`,
      [salesInvoiceId],
    );
  }

  /** Whether an invoice or a credit note that is not cancelled deducts a deposit. */
  async isDeducted(salesInvoiceId: string): Promise<boolean> {
    const { found } = await this.db.one<{ found: boolean }>(
      `select exists (select from erp.sales_invoice_charges h join erp.sales_invoice_charges y on y.deducts_id = h.invoice_line_id
         join erp.sales_invoices z on z.id = y.sales_invoice_id and z.state <> 'cancelled' where h.sales_invoice_id = $1) as found`,
      [salesInvoiceId],
    );
    return found;
  }

  async orderIdsOf(salesInvoiceId: string): Promise<string[]> {
    const rows = await this.db.query<{ order_id: string }>(
      `select l.order_id from erp.sales_invoice_lines n join erp.sales_order_lines l on l.id = n.order_line_id where n.sales_invoice_id = $1
       union select h.order_id from erp.sales_invoice_charges h where h.sales_invoice_id = $1`,
      [salesInvoiceId],
    );
    return rows.map(({ order_id }) => order_id);
  }

  /** Ids of the lines of an invoice of the books, in their order. */
  async invoiceLineIds(invoiceId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      'select id from erp.invoice_lines where invoice_id = $1 order by line_no',
      [invoiceId],
    );
    return rows.map(({ id }) => id);
  }

  /** Counts a posted invoice in its orders, or takes it back (`sign` -1); the orders' versions grow. @throws SALES_QUANTITY_EXCEEDED */
  async count(salesInvoiceId: string, sign: 1 | -1): Promise<void> {
    await this.db.query(
      `with counted as (
         update erp.sales_order_lines l set invoiced_quantity = l.invoiced_quantity + n.quantity
           from (select n.order_line_id, sum($2::bigint * n.quantity * case b.kind when 'credit_note' then -1 else 1 end)::bigint as quantity
                   from erp.sales_invoice_lines n join erp.sales_invoices b on b.id = n.sales_invoice_id where b.id = $1 group by n.order_line_id) n
          where l.id = n.order_line_id returning l.order_id
       ), concerned as (
         select order_id, 0::numeric as freight from counted
         union all select h.order_id, $2::bigint * case h.kind when 'freight' then h.amount else 0 end from erp.sales_invoice_charges h where h.sales_invoice_id = $1
       )
       update erp.sales_orders o set freight_invoiced_amount = o.freight_invoiced_amount + c.freight, version = o.version + 1
         from (select order_id, sum(freight) as freight from concerned group by order_id) c where o.id = c.order_id`,
      [salesInvoiceId, sign],
    );
  }
}
