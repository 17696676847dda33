create or replace function erp.location_overflows(p_locations uuid[], p_product uuid default null, p_space integer default null)
returns table (location_id uuid, code text, capacity bigint, occupied numeric, excess numeric, products jsonb)
language sql stable
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
-- Which of these locations hold more space than they have, and which hold several products though they are for one: what every writer that
-- could make it so asks, so that all of them mean the same by full. A product may be measured at another space than it has now.
  select l.id, l.code, l.capacity, held.occupied, greatest(held.occupied - l.capacity, 0),
         case when l.one_product_only and held.kinds > 1 then held.products end
    from unnest(p_locations) wanted (id)
   cross join lateral (select l.id, l.code, l.capacity, l.one_product_only from erp.locations l where l.id = wanted.id offset 0) l
   cross join lateral (
     select sum(each.on_hand * each.space) as occupied, count(*) as kinds,
            jsonb_agg(jsonb_build_object('product_id', each.product_id, 'sku', each.sku, 'on_hand', each.on_hand) order by each.sku) as products
       from (select b.product_id, p.sku, sum(b.on_hand) as on_hand, case when b.product_id = p_product then p_space else p.space_units end as space
               from erp.stock_balances b join erp.products p on p.id = b.product_id
              where b.location_id = l.id and b.on_hand > 0 group by b.product_id, p.sku, p.space_units) each) held
   where held.occupied > l.capacity or (l.one_product_only and held.kinds > 1);
$$;
