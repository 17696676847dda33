create or replace view erp.sales_order_open_value as
-- What orders that were confirmed will still bring in invoices, with tax, in the currency of their company: of a live one whatever is neither invoiced,
-- cancelled nor back for good, and its freight; of a closed one what has left and stayed with the customer. Less what was asked in advance: that is
-- owed by its own invoice.
select o.id as order_id, o.company_id, o.customer_id,
       greatest(coalesce(sum(round((l.net_amount + l.tax_amount) * owed.quantity / l.quantity * o.rate, 2)), 0)
        + case when o.state = 'closed' then 0 else round((o.freight_amount - o.freight_invoiced_amount) * o.rate, 2) end - advance.amount, 0)::numeric(18,2) as amount
  from erp.sales_orders o
  join erp.sales_order_lines l on l.order_id = o.id
 cross join lateral (select greatest(case when o.state = 'closed' then least(l.shipped_quantity - l.returned_quantity, l.quantity)
                                          else l.quantity - l.cancelled_quantity - (l.returned_quantity - l.reopened_quantity) end
                                     - l.invoiced_quantity, 0) as quantity) owed
 cross join lateral (
   select coalesce(sum(round((h.amount - x.amount) * (1 + coalesce(v.tax_rate, 0) / 100) * o.rate, 2)), 0) as amount
     from erp.sales_invoice_charges h join erp.sales_invoices b on b.id = h.sales_invoice_id and b.state = 'posted' join erp.invoice_lines v on v.id = h.invoice_line_id
    cross join lateral (select coalesce(sum(y.amount), 0) as amount from erp.sales_invoice_charges y
                          join erp.sales_invoices z on z.id = y.sales_invoice_id and z.state = 'posted' where y.deducts_id = h.invoice_line_id) x
    where h.order_id = o.id and h.kind = 'deposit') advance
 where o.state in ('confirmed', 'partially_shipped', 'shipped', 'closed')
 group by o.id, advance.amount
