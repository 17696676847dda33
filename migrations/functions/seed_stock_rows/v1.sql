create or replace function erp.seed_stock_rows(p_products uuid[], p_areas uuid[], p_locations uuid[], p_lots uuid[]) returns void
language sql
set search_path = erp, pg_temp
as $$
-- Makes the empty valuation and balance rows that a posting is about to enter, in key order and before it locks anything:
-- waiting for another posting that makes the same row can then never close a circle.
  insert into erp.stock_valuations (product_id, area_id)
  select distinct s.product_id, s.area_id from unnest(p_products, p_areas) s (product_id, area_id)
   where s.area_id is not null order by 1, 2 on conflict do nothing;
  insert into erp.stock_balances (product_id, location_id, lot_id)
  select distinct s.product_id, s.location_id, s.lot_id from unnest(p_products, p_areas, p_locations, p_lots) s (product_id, area_id, location_id, lot_id)
   where s.area_id is not null order by 1, 2, 3 on conflict do nothing;
$$;
