create or replace function erp.stock_shortages(p_products uuid[], p_locations uuid[], p_quantities bigint[], p_short integer[], p_free bigint[])
returns jsonb
language sql stable
set search_path = erp, pg_temp
as $$
-- Every short product and location: what was asked of it in all, and what it could give. p_short holds the places of the lines
-- that found too little, p_free what each of them found.
  with asked as (
    select * from unnest(p_products, p_locations, p_quantities) with ordinality a (product_id, location_id, quantity, line)
  ), first_short as (
    select distinct on (a.product_id, a.location_id) a.product_id, a.location_id, a.line, s.free
      from unnest(p_short, p_free) s (line, free) join asked a on a.line = s.line
     order by a.product_id, a.location_id, a.line
  ), short as (
    select f.product_id, f.location_id, sum(a.quantity) as requested,
           f.free + coalesce(sum(a.quantity) filter (where a.line < f.line), 0) as available
      from first_short f join asked a on a.product_id = f.product_id and a.location_id = f.location_id
     group by f.product_id, f.location_id, f.free, f.line
  )
  select coalesce(jsonb_agg(jsonb_build_object('product_id', s.product_id, 'sku', pr.sku, 'location_id', s.location_id, 'location_code', l.code,
           'requested', s.requested, 'available', s.available) order by pr.sku, l.code), '[]')
    from short s left join erp.products pr on pr.id = s.product_id left join erp.locations l on l.id = s.location_id
$$;
