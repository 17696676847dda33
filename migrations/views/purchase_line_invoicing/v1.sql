create or replace view erp.purchase_line_invoicing as
-- Each order line with what came of it less what went back, and what was invoiced less what was credited, in pieces, in the currency of the order
-- (amount) and in that of the company (value); what is open between the two; and the difference of price that this leaves.
select l.id as order_line_id, l.order_id, c.received_quantity, c.returned_quantity, c.quantity, c.amount, c.value, c.first_received_at, c.last_received_at,
       i.invoiced_quantity, i.invoiced_amount, i.invoiced_value,
       erp.received_not_invoiced(c.quantity, c.amount, i.invoiced_quantity, i.invoiced_amount)::numeric(15,2) as open_amount,
       erp.received_not_invoiced(c.quantity, c.value, i.invoiced_quantity, i.invoiced_value)::numeric(15,2) as open_value,
       (i.invoiced_value - c.value + erp.received_not_invoiced(c.quantity, c.value, i.invoiced_quantity, i.invoiced_value))::numeric(15,2) as variance_value
  from erp.purchase_order_lines l
 cross join lateral (
   select coalesce(sum(g.quantity), 0)::bigint as received_quantity, coalesce(sum(g.returned_quantity), 0)::bigint as returned_quantity,
          coalesce(sum(g.quantity - g.returned_quantity), 0)::bigint as quantity, coalesce(sum(g.amount - g.returned_amount), 0)::numeric(15,2) as amount,
          coalesce(sum(g.value - g.returned_value), 0)::numeric(15,2) as value, min(r.received_at) as first_received_at, max(r.received_at) as last_received_at
     from erp.purchase_receipt_lines g join erp.purchase_receipts r on r.id = g.receipt_id where g.order_line_id = l.id) c
 cross join lateral (
   select coalesce(sum(s.sign * n.quantity), 0)::bigint as invoiced_quantity, coalesce(sum(s.sign * v.net_amount), 0)::numeric(15,2) as invoiced_amount,
          coalesce(sum(s.sign * v.base_net), 0)::numeric(15,2) as invoiced_value
     from erp.purchase_invoice_lines n join erp.invoice_lines v on v.id = n.invoice_line_id join erp.invoices d on d.id = v.invoice_id
    cross join lateral (select case d.kind when 'credit_note' then -1 else 1 end as sign) s
    where n.order_line_id = l.id and d.state = 'posted') i;
