create or replace view erp.sales_order_open_value as
-- What orders that were confirmed will still bring in invoices, with tax, in the currency of their company: of a live one whatever is neither invoiced,
-- cancelled nor back for good, and its freight; of a closed one what has left and stayed with the customer.
select o.id as order_id, o.company_id, o.customer_id,
       (coalesce(sum(round((l.net_amount + l.tax_amount) * owed.quantity / l.quantity * o.rate, 2)), 0)
        + case when o.state = 'closed' then 0 else round((o.freight_amount - o.freight_invoiced_amount) * o.rate, 2) end)::numeric(18,2) as amount
  from erp.sales_orders o
  join erp.sales_order_lines l on l.order_id = o.id
 cross join lateral (select greatest(case when o.state = 'closed' then least(l.shipped_quantity - l.returned_quantity, l.quantity) else l.quantity - l.cancelled_quantity - (l.returned_quantity - l.reopened_quantity) end
                                     - l.invoiced_quantity, 0) as quantity) owed
 where o.state in ('confirmed', 'partially_shipped', 'shipped', 'closed')
 group by o.id
