create or replace view erp.sales_supply_demand as
-- What customers are still owed and no reservation claims; reservations are the warehouse's to tell.
select 'demand' as direction, 'sales_order' as kind, 'sales_order' as source_type, o.id as source_id, o.number as source_number, o.company_id, l.warehouse_id, l.product_id,
       null::uuid as lot_id, coalesce(l.promised_on, l.requested_on) as due_on, l.open_quantity - held.quantity as quantity, true as is_firm, false as is_held
  from erp.sales_orders o
  join erp.sales_order_lines l on l.order_id = o.id and l.open_quantity > 0
 cross join lateral (select coalesce(sum(r.open_quantity), 0)::bigint as quantity from erp.stock_reservations r
                      where r.source_id = o.id and r.source_type = 'sales_order' and r.source_line_id = l.id and r.open_quantity > 0) held
 where o.state in ('confirmed', 'partially_shipped') and l.open_quantity > held.quantity
