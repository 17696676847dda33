create or replace view erp.reorder_positions as
-- Products that are ordered when their stock falls to a level: what there is and what is expected within their lead time, for each company and each of its
-- warehouses. Free is what report_low_stock calls available. Supply without a date is not counted on; what is wanted without one is wanted now. Pieces whose
-- last day comes within the lead time are lost as far as the demand until then does not use them. Orders that are only approved count: they are on order.
select r.*, r.free + r.supply - r.demand - greatest(r.expiring - r.demand, 0) as projected
  from (
    select p.id || ':' || c.id || coalesce(':' || w.id, '') as row_id, p.id as product_id, p.sku, p.name as product_name, u.code as unit_code, c.id as company_id,
           w.id as warehouse_id, p.lead_time_days, p.safety_stock, p.reorder_point, p.lot_sizing, p.lot_size, p.lot_minimum, p.lot_maximum,
           p.is_manufactured, p.is_purchased, current_date + p.lead_time_days as horizon,
           greatest(p.reorder_point, p.safety_stock, case when p.lot_sizing = 'min_max' then p.lot_minimum end) as reorder_level,
           stock.free, stock.expiring, least(outlook.supply, 9007199254740991)::bigint as supply, least(outlook.demand, 9007199254740991)::bigint as demand
      from erp.products p
      join erp.units u on u.id = p.unit_id
     cross join erp.companies c
     cross join lateral (select null::uuid as id union all
                         select l.id from erp.locations l where l.company_id = c.id and l.type = 'warehouse' and l.is_active) w
     cross join lateral (
       select coalesce(sum(b.on_hand - b.reserved), 0)::bigint as free,
              coalesce(sum(b.on_hand - b.reserved) filter (where t.expires_on < current_date + p.lead_time_days), 0)::bigint as expiring
         from erp.stock_balances b join erp.locations l on l.id = b.location_id left join erp.lots t on t.id = b.lot_id
        where b.product_id = p.id and l.company_id = c.id and (w.id is null or l.warehouse_id = w.id) and l.is_available
          and erp.is_lot_usable(t.state, t.expires_on)) stock
     cross join lateral (
       select coalesce(sum(o.quantity) filter (where o.direction = 'supply' and o.due_on <= current_date + p.lead_time_days), 0) as supply,
              coalesce(sum(o.quantity) filter (where o.direction = 'demand' and coalesce(o.due_on, current_date) <= current_date + p.lead_time_days), 0) as demand
         from erp.stock_outlook o
        where o.product_id = p.id and o.company_id = c.id and (w.id is null or o.warehouse_id = w.id) and not o.is_held) outlook
     where p.is_active and c.is_active and p.type <> 'service' and p.reorder_policy = 'reorder_point') r;
