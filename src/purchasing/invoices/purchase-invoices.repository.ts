import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { PurchaseInvoiceDto, PurchaseInvoiceHeadDto, PurchaseInvoiceLineDto } from './purchase-invoices.dto.js';
import type { InvoicedOrderLine } from './three-way-match.js';

const INVOICES = defineList({
  select: `b.id, b.invoice_id, b.company_id, b.state, i.kind, i.number, i.external_number, i.supplier_id, s.code as supplier_code, i.invoice_date, i.due_date,
    i.currency_code, i.net_amount, i.tax_amount, i.total_amount, i.open_amount, i.status, i.is_held, i.hold_reason, v.price_variance, v.quantity_variance,
    b.created_by, b.version, b.created_at, b.updated_at`,
  from: `erp.purchase_invoices b join erp.invoices i on i.id = b.invoice_id join erp.suppliers s on s.id = i.supplier_id
    cross join lateral (select coalesce(sum(n.price_variance), 0)::numeric(15,2) as price_variance, coalesce(sum(n.quantity_variance), 0)::bigint as quantity_variance
      from erp.purchase_invoice_lines n where n.purchase_invoice_id = b.id) v`,
  id: 'b.id',
  sorts: { created_at: 'b.created_at' },
  default_sort: '-created_at',
  search: ['i.number', 'i.external_number', 's.code', 's.name'],
  filters: {
    company_id: 'b.company_id = ?',
    supplier_id: 'i.supplier_id = ?',
    order_id: `exists (select from erp.purchase_invoice_lines n join erp.purchase_order_lines l on l.id = n.order_line_id
      where n.purchase_invoice_id = b.id and l.order_id = ?)`,
    state: 'b.state = any(?::text[])',
    held: 'i.is_held = ?',
    external_number: 'lower(i.external_number) = lower(?)',
  },
});

/** A line of a held invoice, with what its order line has come to. */
export type HeldLine = InvoicedOrderLine & {
  readonly purchase_invoice_id: string;
  readonly invoice_id: string;
  readonly invoice_line_no: number;
  readonly invoice_quantity: number;
  readonly net_amount: string;
};

/** A difference between invoices and receipts that is not posted yet. */
export interface VarianceDue {
  readonly company_id: string;
  readonly value: string;
}

/** By what the tolerance of a line is found: of its supplier before that of all, of the nearest category before that of all products. */
const ABOVE = `
  with recursive wanted as (select l.*, o.number as order_number, o.state as order_state, o.company_id, o.supplier_id, o.currency_code, p.sku, p.category_id, p.type
      from erp.purchase_order_lines l join erp.purchase_orders o on o.id = l.order_id join erp.products p on p.id = l.product_id where l.id = any($1::uuid[])),
    above (line_id, category_id, depth) as (
      select id, category_id, 1 from wanted where category_id is not null
      union all
      select a.line_id, c.parent_id, a.depth + 1 from above a join erp.product_categories c on c.id = a.category_id where c.parent_id is not null)`;
const LINE = `w.id, w.order_id, w.order_number, w.order_state, w.line_no, w.company_id, w.supplier_id, w.currency_code, w.sku, w.type = 'service' as is_service, w.quantity,
  w.unit_id, w.unit_quantity, w.unit_price, w.discount_percent, i.quantity as received_quantity, i.invoiced_quantity, i.invoiced_amount,
  (select x.id from erp.tax_codes x where x.company_id = w.company_id and lower(x.code) = lower(w.tax_code) and x.is_active) as tax_code_id,
  coalesce(t.price_percent, 0)::text as price_percent, coalesce(t.price_amount, 0)::text as price_amount, coalesce(t.invoice_percent, 0)::text as invoice_percent`;
const TOLERANCE = `left join lateral (
    select t.price_percent, t.price_amount, t.invoice_percent from erp.purchase_tolerances t
      left join above a on a.line_id = w.id and a.category_id = t.category_id
     where t.company_id = w.company_id and t.is_active and (t.supplier_id is null or t.supplier_id = w.supplier_id) and (t.category_id is null or a.depth is not null)
     order by t.supplier_id is null, a.depth nulls last limit 1) t on true`;

type InvoicedRow = Omit<HeldLine, keyof InvoicedOrderLine> & { readonly order_line_id: string };

const INVOICED = `
  select n.purchase_invoice_id, b.invoice_id, v.line_no as invoice_line_no, n.quantity as invoice_quantity, v.net_amount, n.order_line_id
    from erp.purchase_invoices b join erp.purchase_invoice_lines n on n.purchase_invoice_id = b.id join erp.invoice_lines v on v.id = n.invoice_line_id`;
const IN_ORDER = 'order by n.purchase_invoice_id, v.line_no';

/** Invoices of suppliers as rows, and what they are matched with. */
@Injectable()
export class PurchaseInvoicesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<PurchaseInvoiceHeadDto>> {
    return this.db.page<PurchaseInvoiceHeadDto>(INVOICES, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<PurchaseInvoiceDto> {
    const head = await this.db.listed<PurchaseInvoiceHeadDto>(INVOICES, id, within());
    if (!head) throw notFound('Invoice of a supplier', id);
    const lines = await this.db.query<PurchaseInvoiceLineDto>(
      `select v.line_no, o.id as order_id, o.number as order_number, n.order_line_id, l.line_no as order_line_no, l.product_id, p.sku, n.quantity, v.net_amount,
              v.tax_amount, n.ordered_amount, n.price_variance, n.quantity_variance, i.quantity as received_quantity, i.invoiced_quantity
         from erp.purchase_invoice_lines n join erp.invoice_lines v on v.id = n.invoice_line_id
         join erp.purchase_order_lines l on l.id = n.order_line_id join erp.purchase_orders o on o.id = l.order_id join erp.products p on p.id = l.product_id
         join erp.purchase_line_invoicing i on i.order_line_id = l.id
        where n.purchase_invoice_id = $1 order by v.line_no`,
      [id],
    );
    return { ...head, lines };
  }

  /** Order lines within the caller's companies, as an invoice meets them. */
  async orderLines(ids: readonly string[]): Promise<ReadonlyMap<string, InvoicedOrderLine>> {
    const rows = await this.db.query<InvoicedOrderLine>(
      `${ABOVE} select ${LINE} from wanted w join erp.purchase_line_invoicing i on i.order_line_id = w.id ${TOLERANCE} where w.company_id = any($2::uuid[])`,
      [ids, currentActor().company_ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The lines of held invoices that have to do with order lines; each order line without the invoice itself. */
  async heldLines(orderLineIds: readonly string[]): Promise<HeldLine[]> {
    return this.withOrderLines(
      await this.db.query<InvoicedRow>(
        `${INVOICED} where b.state = 'held'
            and exists (select from erp.purchase_invoice_lines h where h.purchase_invoice_id = b.id and h.order_line_id = any($1::uuid[])) ${IN_ORDER}`,
        [orderLineIds],
      ),
    );
  }

  async linesOf(purchaseInvoiceId: string): Promise<HeldLine[]> {
    return this.withOrderLines(
      await this.db.query<InvoicedRow>(`${INVOICED} where b.id = $1 ${IN_ORDER}`, [purchaseInvoiceId]),
    );
  }

  private async withOrderLines(rows: readonly InvoicedRow[]): Promise<HeldLine[]> {
    const lines = await this.orderLines([...new Set(rows.map(({ order_line_id }) => order_line_id))]);
    return rows.flatMap(({ order_line_id, ...row }) => {
      const line = lines.get(order_line_id);
      return line ? [{ ...line, ...row, invoiced_quantity: line.invoiced_quantity - row.invoice_quantity }] : [];
    });
  }

  async orderLineIdsOf(purchaseInvoiceId: string): Promise<string[]> {
    const rows = await this.db.query<{ order_line_id: string }>(
      'select order_line_id from erp.purchase_invoice_lines where purchase_invoice_id = $1',
      [purchaseInvoiceId],
    );
    return rows.map(({ order_line_id }) => order_line_id);
  }

  /** Ids of the lines of an invoice of the books, in their order. */
  async invoiceLineIds(invoiceId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      'select id from erp.invoice_lines where invoice_id = $1 order by line_no',
      [invoiceId],
    );
    return rows.map(({ id }) => id);
  }

  /** Order lines of orders of which something was ever invoiced. */
  async invoicedLinesOf(orderIds: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select l.id from erp.purchase_order_lines l
        where l.order_id = any($1::uuid[]) and exists (select from erp.purchase_invoice_lines n where n.order_line_id = l.id)`,
      [orderIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Writes down the differences that order lines have come to, of stocked products. @returns what has to be posted of them, company by company */
  takeVariances(orderLineIds: readonly string[]): Promise<VarianceDue[]> {
    return this.db.query<VarianceDue>(
      `with target as (
         select i.order_line_id, o.company_id, i.variance_value, coalesce(w.variance_value, 0) as posted
           from erp.purchase_line_invoicing i join erp.purchase_order_lines l on l.id = i.order_line_id
           join erp.purchase_orders o on o.id = i.order_id join erp.products p on p.id = l.product_id
           left join erp.purchase_price_variances w on w.order_line_id = i.order_line_id
          where i.order_line_id = any($1::uuid[]) and p.type <> 'service'
       ), changed as (
         insert into erp.purchase_price_variances as w (order_line_id, variance_value)
         select order_line_id, variance_value from target where variance_value <> posted
         on conflict (order_line_id) do update set variance_value = excluded.variance_value
       )
       select company_id, sum(variance_value - posted)::numeric(15,2) as value from target group by company_id having sum(variance_value - posted) <> 0`,
      [orderLineIds],
    );
  }
}

const within = () => scopeWhere({ company: 'b.company_id' });
