create or replace view erp.stock_alert_conditions as
-- What is amiss with stock at this moment. Stock of a company is low where report_low_stock lists it; below the safety stock it is below its minimum instead.
-- A lot is expiring from so many days before its last day on as its company says, but not before a third of the product's shelf life is left.
-- Scrap is on its way out already and alerts nobody.
select case when s.available < p.safety_stock then 'below_minimum' else 'low_stock' end as kind, c.id as company_id, null::uuid as warehouse_id,
       p.id as product_id, null::uuid as lot_id, s.available as quantity, greatest(p.reorder_point, p.safety_stock) as threshold
  from erp.products p
 cross join erp.companies c
  left join (select b.product_id, l.company_id, sum(b.on_hand - b.reserved)::bigint as available
               from erp.stock_balances b join erp.locations l on l.id = b.location_id left join erp.lots t on t.id = b.lot_id
              where l.is_available and erp.is_lot_usable(t.state, t.expires_on)
              group by b.product_id, l.company_id) held on held.product_id = p.id and held.company_id = c.id
 cross join lateral (select coalesce(held.available, 0) as available) s
 where p.is_active and c.is_active and greatest(p.reorder_point, p.safety_stock) > s.available
union all
select case when t.expires_on < current_date then 'expired' else 'expiring' end, l.company_id, l.warehouse_id, b.product_id, b.lot_id,
       sum(b.on_hand)::bigint, null
  from erp.lots t
  join erp.stock_balances b on b.lot_id = t.id and b.on_hand > 0
  join erp.locations l on l.id = b.location_id and l.type <> 'scrap'
  join erp.products p on p.id = b.product_id
  left join erp.stock_alert_settings a on a.company_id = l.company_id
 where t.expires_on <= current_date + least(coalesce(a.expiring_days, 30), coalesce((p.shelf_life_days + 2) / 3, 3650))
 group by 1, l.company_id, l.warehouse_id, b.product_id, b.lot_id;
