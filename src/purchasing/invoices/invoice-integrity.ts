import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariants of invoices of suppliers, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class PurchaseInvoiceIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, {
      count: 'select count(*)::integer as count from erp.purchase_invoice_lines',
      violations: VIOLATIONS,
    });
  }
}

const RULES = {
  receipts_are_in_the_books:
    'What came of orders, less what went back, is what stock has credited to goods received and not invoiced, with what waits to be posted.',
  purchase_variances_are_posted:
    'What invoices cost more or less than the pieces came in at is posted, so that goods received and not invoiced are worth what is open of them.',
  purchase_invoices_follow_the_books:
    'An invoice of a supplier is cancelled when that of the books is, and on hold while its match is.',
};

const VIOLATIONS = /* sql */ `
with came as (
  -- goods that lie in the ledger: what was refused or is a service never was there
  select r.company_id, sum(g.value - g.returned_value) as value from erp.purchase_receipt_lines g join erp.purchase_receipts r on r.id = g.receipt_id
   where g.ledger_line_id is not null group by r.company_id
), stock as (
  select s.company_id, -sum(s.amount) as value
    from (select l.company_id, l.amount from erp.stock_book_lines l
           where l.leg = 'counterpart' and l.adjustment_type is null and l.source_type in ('purchase_receipt', 'purchase_return')
          union all
          select b.company_id, v.amount from erp.stock_books b cross join lateral erp.stock_not_booked(b.company_id) n
           cross join lateral erp.stock_value_legs(b.company_id, n.movements, n.adjustments) v
           where v.leg = 'counterpart' and v.adjustment_type is null and v.source_type in ('purchase_receipt', 'purchase_return')) s
   group by s.company_id
), fault as (
  select 'receipts_are_in_the_books' as name, jsonb_build_object('company_id', b.company_id, 'came', c.value::text, 'stock', s.value::text) as sample
    from erp.stock_books b left join came c on c.company_id = b.company_id left join stock s on s.company_id = b.company_id
   where coalesce(c.value, 0) <> coalesce(s.value, 0) and erp.archived_through('stock_ledgers') is null
  union all
  select 'purchase_variances_are_posted', jsonb_build_object('order_line_id', i.order_line_id, 'difference', i.variance_value::text, 'posted', w.variance_value::text)
    from erp.purchase_line_invoicing i join erp.purchase_order_lines l on l.id = i.order_line_id join erp.products p on p.id = l.product_id
    left join erp.purchase_price_variances w on w.order_line_id = i.order_line_id
   where p.type <> 'service' and exists (select from erp.purchase_invoice_lines n where n.order_line_id = i.order_line_id)
     and i.variance_value <> coalesce(w.variance_value, 0)
  union all
  select 'purchase_variances_are_posted', jsonb_build_object('company_id', a.company_id, 'lines', a.lines::text, 'journal', b.posted::text)
    from (select o.company_id, sum(w.variance_value) as lines from erp.purchase_price_variances w join erp.purchase_order_lines l on l.id = w.order_line_id
            join erp.purchase_orders o on o.id = l.order_id group by o.company_id) a
   cross join lateral (
     select coalesce(sum(j.debit - j.credit), 0) as posted from erp.journal_entries e join erp.journal_lines j on j.entry_id = e.id
      where e.company_id = a.company_id and e.state = 'posted' and e.source_kind = 'purchase_variance' and j.line_no = 1) b
   where a.lines <> b.posted
  union all
  select 'purchase_invoices_follow_the_books', jsonb_build_object('invoice', i.number, 'state', b.state, 'books', i.state, 'is_held', i.is_held)
    from erp.purchase_invoices b join erp.invoices i on i.id = b.invoice_id
   where (b.state = 'cancelled') <> (i.state = 'cancelled') or (b.state = 'held' and not i.is_held) or b.state = 'registered'
)
select f.name, count(*)::integer as violations, jsonb_path_query_array(jsonb_agg(f.sample), '$[0 to 9]') as samples from fault f group by f.name`;
