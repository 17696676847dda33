create or replace view erp.report_low_stock as
-- Lots that are on hold or past their day are not available. Orders, unlike stock, have no limit in sum: past what is exact in JSON the figure stays at that limit.
select p.id || ':' || c.id as row_id, p.id as product_id, p.sku, p.name as product_name, p.type as product_type, p.category_id, u.code as unit_code,
       c.id as company_id, coalesce(s.available, 0) as available, m.in_production as in_production,
       p.reorder_point, p.safety_stock, greatest(p.reorder_point, p.safety_stock) - coalesce(s.available, 0) as shortage, p.lead_time_days
  from erp.products p
  join erp.units u on u.id = p.unit_id
 cross join erp.companies c
  left join lateral (
    select sum(b.on_hand - b.reserved)::bigint as available
      from erp.stock_balances b join erp.locations l on l.id = b.location_id left join erp.lots t on t.id = b.lot_id
     where b.product_id = p.id and l.company_id = c.id and l.is_available and erp.is_lot_usable(t.state, t.expires_on)
  ) s on true
 cross join lateral (
    select least(coalesce(sum(greatest(o.planned_quantity - o.good_quantity, 0)), 0), 9007199254740991)::bigint as in_production
      from erp.manufacturing_orders o
     where o.product_id = p.id and o.company_id = c.id and o.state in ('approved', 'released', 'in_progress', 'paused')
  ) m
 where p.is_active and c.is_active and greatest(p.reorder_point, p.safety_stock) > coalesce(s.available, 0);
