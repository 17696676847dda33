import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariants of purchase orders, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class PurchaseOrderIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, {
      count: 'select count(*)::integer as count from erp.purchase_order_lines',
      violations: VIOLATIONS,
    });
  }
}

const RULES = {
  purchase_lines_agree_with_receipts:
    'What an order line counts as received, rejected, returned and owed again is what its receipts and returns say.',
  purchase_receipts_agree_with_ledger:
    'Every line of a receipt or a return is a line of the ledger, piece by piece and at its value; the ledger has no others of them.',
  purchase_orders_follow_their_lines:
    'The state of an order that the supplier has is what its lines say, and its amounts are their sums.',
  purchase_requests_are_told: 'Every line of a requisition was told how far the orders for it are.',
};

/** Told and accepted pieces may stay counted for a requisition after they went back: there the order has less than was told. */
const VIOLATIONS = /* sql */ `
with came as (
  select g.order_line_id, sum(g.quantity) as received, coalesce(sum(g.quantity) filter (where g.is_rejected), 0) as rejected, sum(g.returned_quantity) as returned
    from erp.purchase_receipt_lines g group by g.order_line_id
), back as (
  select g.id as receipt_line_id, g.order_line_id, sum(b.quantity) as quantity, coalesce(sum(b.quantity) filter (where b.is_reopened), 0) as reopened,
         sum(b.amount) as amount, sum(b.value) as value
    from erp.purchase_return_lines b join erp.purchase_receipt_lines g on g.id = b.receipt_line_id group by g.id
), fault as (
  select 'purchase_lines_agree_with_receipts' as name, jsonb_build_object('order_line_id', l.id, 'received', l.received_quantity, 'came', c.received) as sample
    from erp.purchase_order_lines l left join came c on c.order_line_id = l.id
    left join (select order_line_id, sum(reopened) as reopened from back group by order_line_id) b on b.order_line_id = l.id
   where (l.received_quantity, l.rejected_quantity, l.returned_quantity, l.reopened_quantity)
         is distinct from (coalesce(c.received, 0), coalesce(c.rejected, 0), coalesce(c.returned, 0), coalesce(b.reopened, 0))
  union all
  select 'purchase_lines_agree_with_receipts', jsonb_build_object('receipt_line_id', g.id, 'returned', g.returned_quantity, 'back', b.quantity)
    from erp.purchase_receipt_lines g left join back b on b.receipt_line_id = g.id
   where (g.returned_quantity, g.returned_amount, g.returned_value) is distinct from (coalesce(b.quantity, 0), coalesce(b.amount, 0), coalesce(b.value, 0))
  union all
  select 'purchase_receipts_agree_with_ledger', jsonb_build_object('receipt_line_id', g.id, 'quantity', g.quantity, 'ledger', x.quantity)
    from erp.purchase_receipt_lines g join erp.purchase_receipts r on r.id = g.receipt_id
    left join erp.stock_movements m on m.id = r.movement_id
    left join erp.stock_ledgers x on x.id = g.ledger_line_id and x.movement_id = m.id and x.recorded_at = m.recorded_at
   where g.ledger_line_id is not null and ((g.product_id, g.quantity, g.value) is distinct from (x.product_id, x.quantity, x.value) or m.source_id is distinct from r.id)
  union all
  select 'purchase_receipts_agree_with_ledger', jsonb_build_object('return_id', b.return_id, 'line_no', b.line_no, 'quantity', b.quantity, 'ledger', x.quantity)
    from erp.purchase_return_lines b join erp.purchase_returns r on r.id = b.return_id join erp.purchase_receipt_lines g on g.id = b.receipt_line_id
    left join erp.stock_movements m on m.id = r.movement_id
    left join erp.stock_ledgers x on x.id = b.ledger_line_id and x.movement_id = m.id and x.recorded_at = m.recorded_at
   where b.ledger_line_id is not null and (b.quantity, b.value, g.ledger_line_id) is distinct from (x.quantity, x.value, x.returns_line_id)
  union all
  select 'purchase_receipts_agree_with_ledger', jsonb_build_object('movement_id', m.id)
    from erp.stock_movements m
    left join erp.purchase_receipts r on r.movement_id = m.id left join erp.purchase_returns b on b.movement_id = m.id
   where m.source_type in ('purchase_receipt', 'purchase_return') and coalesce(r.id, b.id) is distinct from m.source_id
  union all
  select 'purchase_orders_follow_their_lines', jsonb_build_object('order', o.number, 'state', o.state, 'lines_say', p.state)
    from erp.purchase_orders o join erp.purchase_order_progress p on p.order_id = o.id
   where o.state in ('sent', 'confirmed', 'partially_received', 'received') and o.state <> p.state
  union all
  select 'purchase_orders_follow_their_lines', jsonb_build_object('order', o.number, 'total', o.total_amount::text)
    from erp.purchase_orders o
   cross join lateral (select coalesce(sum(l.net_amount), 0) as net, coalesce(sum(l.tax_amount), 0) as tax from erp.purchase_order_lines l
                        where l.order_id = o.id and not (l.is_closed_short and l.received_quantity = 0)) s
   where (o.net_amount, o.tax_amount) <> (s.net, s.tax)
  union all
  select 'purchase_requests_are_told', jsonb_build_object('order_line_id', q.order_line_id, 'requisition_line_id', q.requisition_line_id)
    from erp.purchase_order_line_requests q join erp.purchase_request_progress p using (order_line_id, requisition_line_id)
   where q.told_ordered < p.ordered or q.told_confirmed < p.confirmed or q.told_shipped < p.shipped or q.told_received < p.received or q.told_put_away < p.put_away
)
select f.name, count(*)::integer as violations, jsonb_path_query_array(jsonb_agg(f.sample), '$[0 to 9]') as samples from fault f group by f.name`;
