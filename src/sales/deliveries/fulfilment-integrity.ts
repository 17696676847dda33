import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariants of deliveries, returns and invoices to customers, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class FulfilmentIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, {
      count: 'select count(*)::integer as count from erp.sales_order_lines',
      violations: VIOLATIONS,
    });
  }
}

const RULES = {
  sales_lines_agree_with_documents:
    'What an order line counts as shipped, returned, owed again and invoiced is what its deliveries, returns and posted invoices say; its order counts the freight of these.',
  sales_deliveries_agree_with_ledger:
    'What was shipped and what came back is in the ledger, piece by piece and at its value; the ledger has nothing else of them.',
  sales_invoices_follow_the_books:
    'An invoice to a customer is in the state of that of the books, and no more of a deposit is deducted than was posted.',
};

const VIOLATIONS = /* sql */ `
with shipped as (
  select n.order_line_id, sum(n.quantity) as quantity, sum(n.returned_quantity) as counted_back
    from erp.sales_delivery_lines n join erp.sales_deliveries d on d.id = n.delivery_id and d.state = 'shipped' group by n.order_line_id
), returned as (
  select n.order_line_id, sum(b.quantity) as quantity, coalesce(sum(b.quantity) filter (where b.outcome = 'replace'), 0) as reopened
    from erp.sales_return_lines b join erp.sales_returns r on r.id = b.return_id and r.state = 'received' join erp.sales_delivery_lines n on n.id = b.delivery_line_id
   group by n.order_line_id
), invoiced as (
  select v.order_line_id, sum(case b.kind when 'credit_note' then -v.quantity else v.quantity end) as quantity
    from erp.sales_invoice_lines v join erp.sales_invoices b on b.id = v.sales_invoice_id and b.state = 'posted' group by v.order_line_id
), freight as (
  select h.order_id, sum(h.amount) as amount from erp.sales_invoice_charges h join erp.sales_invoices b on b.id = h.sales_invoice_id and b.state = 'posted'
   where h.kind = 'freight' group by h.order_id
), legs as (
  select k.ledger_line_id, k.quantity, k.value, 'issue' as type from erp.sales_delivery_picks k where k.ledger_line_id is not null
  union all select g.ledger_line_id, sum(g.quantity)::bigint, sum(g.value), 'return' from erp.sales_return_pieces g group by g.ledger_line_id
), posted as (
  select e.id, e.quantity, e.value, m.type from erp.stock_movements m join erp.stock_ledgers e on e.movement_id = m.id
   where m.source_type in ('sales_delivery', 'sales_return') and m.type in ('issue', 'return')
), fault as (
  select 'sales_lines_agree_with_documents' as name, jsonb_build_object('order_line_id', l.id, 'shipped', l.shipped_quantity, 'deliveries', coalesce(s.quantity, 0),
           'returned', l.returned_quantity, 'returns', coalesce(r.quantity, 0), 'invoiced', l.invoiced_quantity, 'invoices', coalesce(i.quantity, 0)) as sample
    from erp.sales_order_lines l left join shipped s on s.order_line_id = l.id left join returned r on r.order_line_id = l.id left join invoiced i on i.order_line_id = l.id
   where (l.shipped_quantity, l.returned_quantity, l.reopened_quantity, l.invoiced_quantity)
         is distinct from (coalesce(s.quantity, 0), coalesce(r.quantity, 0), coalesce(r.reopened, 0), coalesce(i.quantity, 0))
      or coalesce(s.counted_back, 0) <> coalesce(r.quantity, 0)
  union all
  select 'sales_lines_agree_with_documents', jsonb_build_object('order', o.number, 'freight', o.freight_invoiced_amount::text, 'invoices', coalesce(f.amount, 0)::text)
    from erp.sales_orders o left join freight f on f.order_id = o.id where o.freight_invoiced_amount <> coalesce(f.amount, 0)
  union all
  select 'sales_deliveries_agree_with_ledger', jsonb_build_object('ledger_line_id', coalesce(x.ledger_line_id, p.id), 'document', x.quantity, 'ledger', p.quantity)
    from legs x full join posted p on p.id = x.ledger_line_id
   where (x.quantity, x.value, x.type) is distinct from (p.quantity, p.value, p.type)
  union all
  select 'sales_deliveries_agree_with_ledger', jsonb_build_object('delivery', d.number, 'line', n.line_no, 'quantity', n.quantity, 'picked', sum(k.quantity))
    from erp.sales_deliveries d join erp.sales_delivery_lines n on n.delivery_id = d.id join erp.products p on p.id = n.product_id and p.type <> 'service'
    left join erp.sales_delivery_picks k on k.delivery_line_id = n.id
   where d.state in ('picked', 'packed', 'shipped') group by d.number, n.id having n.quantity <> coalesce(sum(k.quantity), 0)
  union all
  select 'sales_invoices_follow_the_books', jsonb_build_object('invoice', i.number, 'state', b.state, 'books', i.state)
    from erp.sales_invoices b join erp.invoices i on i.id = b.invoice_id
   where b.state <> i.state or (b.kind = 'credit_note') <> (i.kind = 'credit_note')
  union all
  select 'sales_invoices_follow_the_books', jsonb_build_object('deposit', h.invoice_line_id, 'amount', h.amount::text, 'deducted', sum(y.amount)::text)
    from erp.sales_invoice_charges h join erp.sales_invoices a on a.id = h.sales_invoice_id join erp.sales_invoice_charges y on y.deducts_id = h.invoice_line_id
    join erp.sales_invoices b on b.id = y.sales_invoice_id and b.state <> 'cancelled'
   group by h.invoice_line_id, a.state having sum(y.amount) > h.amount or a.state <> 'posted'
)
select f.name, count(*)::integer as violations, jsonb_path_query_array(jsonb_agg(f.sample), '$[0 to 9]') as samples from fault f group by f.name`;
