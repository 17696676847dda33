create or replace view erp.purchase_received_not_invoiced as
-- What was received of each order line, not sent back and not invoiced; below zero where more was invoiced than came, or what went back is not
-- credited. Amounts are in the currency of the order; the value is in that of the company.
select i.order_line_id, i.order_id, o.company_id, o.supplier_id, o.currency_code, l.line_no, l.product_id, i.received_quantity, i.returned_quantity,
       i.quantity - i.invoiced_quantity as quantity, i.open_amount as amount, i.open_value as value, i.first_received_at,
       coalesce(i.last_received_at, o.created_at) as last_received_at,
       i.invoiced_quantity, i.invoiced_amount, i.invoiced_value
  from erp.purchase_line_invoicing i
  join erp.purchase_order_lines l on l.id = i.order_line_id
  join erp.purchase_orders o on o.id = i.order_id
 where i.received_quantity > 0 or i.invoiced_quantity <> 0 or i.invoiced_value <> 0;
