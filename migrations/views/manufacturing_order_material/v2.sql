create or replace view erp.manufacturing_order_material as
-- Each product that an order still needs, with what is reserved for the order and what is free in its warehouse. A product on
-- several lines of the bill is one row: its stock is one. Lots that are on hold or past their day are not free.
select need.order_id, need.product_id, p.sku, p.name, need.outstanding_quantity,
       own.reserved_quantity, stock.free_quantity as available_quantity,
       greatest(need.outstanding_quantity - own.reserved_quantity, 0) as unreserved_quantity,
       greatest(need.outstanding_quantity - own.reserved_quantity - stock.free_quantity, 0) as short_quantity
  from (select c.order_id, o.warehouse_id, c.product_id,
               sum(greatest(c.required_quantity - c.issued_quantity, 0))::bigint as outstanding_quantity
          from erp.manufacturing_order_components c join erp.manufacturing_orders o on o.id = c.order_id
         group by c.order_id, o.warehouse_id, c.product_id) need
  join erp.products p on p.id = need.product_id
 cross join lateral (
   select coalesce(sum(r.open_quantity), 0)::bigint as reserved_quantity
     from erp.stock_reservations r
    where r.source_id = need.order_id and r.source_type = 'manufacturing_order' and r.product_id = need.product_id
      and r.open_quantity > 0) own
 cross join lateral (
   select coalesce(sum(s.on_hand - s.reserved), 0)::bigint as free_quantity
     from erp.stock_balances s
     join erp.locations l on l.id = s.location_id
     left join erp.lots t on t.id = s.lot_id
    where s.product_id = need.product_id and l.warehouse_id = need.warehouse_id and l.is_available and l.is_active
      and erp.is_lot_usable(t.state, t.expires_on)) stock;
