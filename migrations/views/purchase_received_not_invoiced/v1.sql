create or replace view erp.purchase_received_not_invoiced as
-- What was received of each order line and not sent back: what an invoice is still awaited for, as far as none is known here. Amounts are in
-- the currency of the order; the value is what the ledger of the company has for the same pieces.
select l.id as order_line_id, l.order_id, o.company_id, o.supplier_id, o.currency_code, l.line_no, l.product_id,
       sum(g.quantity)::bigint as received_quantity, sum(g.returned_quantity)::bigint as returned_quantity,
       sum(g.quantity - g.returned_quantity)::bigint as quantity,
       sum(g.amount - g.returned_amount)::numeric(15,2) as amount, sum(g.value - g.returned_value)::numeric(15,2) as value,
       min(r.received_at) as first_received_at, max(r.received_at) as last_received_at
  from erp.purchase_receipt_lines g join erp.purchase_receipts r on r.id = g.receipt_id
  join erp.purchase_order_lines l on l.id = g.order_line_id join erp.purchase_orders o on o.id = l.order_id
 group by l.id, l.order_id, o.company_id, o.supplier_id, o.currency_code, l.line_no, l.product_id
