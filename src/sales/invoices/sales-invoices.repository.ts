import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { SalesInvoiceDto, SalesInvoiceHeadDto, SalesInvoiceLineDto } from './sales-invoices.dto.js';

const INVOICES = defineList({
  select: `b.id, b.invoice_id, b.company_id, b.customer_id, c.code as customer_code, b.kind, b.state, i.number, b.return_id, i.invoice_date, i.due_date, i.currency_code,
    i.net_amount, i.tax_amount, i.total_amount, i.open_amount, i.status, b.created_by, b.version, b.created_at, b.updated_at`,
  from: 'erp.sales_invoices b join erp.invoices i on i.id = b.invoice_id join erp.customers c on c.id = b.customer_id',
  id: 'b.id',
  sorts: { created_at: 'b.created_at' },
  default_sort: '-created_at',
  search: ['i.number', 'c.code', 'c.name'],
  filters: {
    company_id: 'b.company_id = ?',
    customer_id: 'b.customer_id = ?',
    return_id: 'b.return_id = ?',
    kind: 'b.kind = ?',
    state: 'b.state = any(?::text[])',
    order_id: `b.id in (select n.sales_invoice_id from erp.sales_invoice_lines n join erp.sales_order_lines l on l.id = n.order_line_id and l.order_id = ?
      union select h.sales_invoice_id from erp.sales_invoice_charges h where h.order_id = ?)`,
  },
});

const within = () => scopeWhere({ company: 'b.company_id' });

/** Invoices to customers as they are shown. */
@Injectable()
export class SalesInvoicesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<SalesInvoiceHeadDto>> {
    return this.db.page<SalesInvoiceHeadDto>(INVOICES, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  async head(id: string): Promise<SalesInvoiceHeadDto> {
    const head = await this.db.listed<SalesInvoiceHeadDto>(INVOICES, id, within());
    if (!head) throw notFound('Invoice to a customer', id);
    return head;
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<SalesInvoiceDto> {
    const head = await this.head(id);
    const lines = await this.db.query<SalesInvoiceLineDto>(
      `select v.line_no, coalesce(h.kind, 'goods') as kind, o.id as order_id, o.number as order_number, n.order_line_id, l.line_no as order_line_no, n.delivery_line_id,
              l.product_id, p.sku, v.description, coalesce(n.quantity, 0) as quantity, v.net_amount, v.tax_amount
         from erp.invoice_lines v left join erp.sales_invoice_lines n on n.invoice_line_id = v.id left join erp.sales_order_lines l on l.id = n.order_line_id
         left join erp.products p on p.id = l.product_id left join erp.sales_invoice_charges h on h.invoice_line_id = v.id
         join erp.sales_orders o on o.id = coalesce(l.order_id, h.order_id)
        where v.invoice_id = $1 order by v.line_no`,
      [head.invoice_id],
    );
    return { ...head, lines };
  }

  /**
   * What of the deposits that an invoice deducts, or a credit note gives back, was posted for less (above zero: more) in the currency of the company:
   * shares of a deposit are told by what is taken of it up to each of them, so that the last one leaves nothing.
   */
  depositDifference(
    id: string,
  ): Promise<{ company_id: string; entry_date: string; number: string; difference: string }> {
    return this.db.one(
      `select i.company_id, i.entry_date, i.number, coalesce(sum(d.share - case b.kind when 'credit_note' then v.base_net else -v.base_net end), 0)::numeric(15,2)::text as difference
         from erp.sales_invoices b join erp.invoices i on i.id = b.invoice_id
         left join erp.sales_invoice_charges h on h.sales_invoice_id = b.id and h.kind = 'deduction'
         left join erp.invoice_lines v on v.id = h.invoice_line_id
         left join lateral (
           select round(a.base_net * (before.amount + h.amount) / a.net_amount, 2) - round(a.base_net * before.amount / a.net_amount, 2) as share
             from erp.invoice_lines a cross join lateral (
               select coalesce(sum(y.amount), 0) as amount from erp.sales_invoice_charges y join erp.sales_invoices z on z.id = y.sales_invoice_id and z.state = 'posted'
                where y.deducts_id = a.id and z.id <> b.id) before
            where a.id = h.deducts_id) d on true
        where b.id = $1 group by i.company_id, i.entry_date, i.number`,
      [id],
    );
  }

  /** Entries in the journal of a source that are not taken back. */
  async entriesOf(sourceKind: string, sourceId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select e.id from erp.journal_entries e where e.source_kind = $1 and e.source_id = $2 and e.reverses_id is null
          and not exists (select from erp.journal_entries r where r.reverses_id = e.id)`,
      [sourceKind, sourceId],
    );
    return rows.map(({ id }) => id);
  }
}
