create or replace view erp.warehouse_supply_demand as
-- What the warehouse itself knows of stock to come and to go: transfers on their way, and reservations. A hard reservation of stock that could be
-- promised otherwise is shown with is_held: its pieces are set aside already. A soft one past its time claims nothing.
select 'supply' as direction, 'transfer' as kind, 'transfer_order' as source_type, o.id as source_id, o.number as source_number, o.company_id,
       l.warehouse_id, x.product_id, x.lot_id, o.expected_on as due_on,
       x.dispatched_quantity - x.accepted_quantity - x.damaged_quantity - x.lost_quantity as quantity, true as is_firm, false as is_held
  from erp.transfer_orders o
  join erp.transfer_order_lines x on x.transfer_order_id = o.id
  join erp.locations l on l.id = o.to_location_id and l.is_available
 where o.state = 'in_transit' and x.dispatched_quantity - x.accepted_quantity - x.damaged_quantity - x.lost_quantity > 0
union all
select 'demand', r.kind || '_reservation', r.source_type, r.source_id, null, r.company_id, l.warehouse_id, r.product_id, r.lot_id, r.needed_at::date,
       r.open_quantity, true, r.kind = 'hard'
  from erp.stock_reservations r
  join erp.locations l on l.id = r.location_id
  left join erp.lots t on t.id = r.lot_id
 where r.open_quantity > 0
   and case when r.kind = 'hard' then l.is_available and erp.is_lot_usable(t.state, t.expires_on) else coalesce(r.expires_at > now(), true) end;
