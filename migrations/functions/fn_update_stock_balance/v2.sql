create or replace function erp.fn_update_stock_balance() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
-- Invariant: on hand = sum of the ledger per product, location and lot; quantity and value = the same per valuation area. Here
-- and nowhere else, so that no code path can forget it. The rows are there and locked in key order before they are changed: an
-- upsert would show the CHECK a proposed row instead of the sum. A posting has seen to that and says so; for anything else it
-- is done here. The limits of the locations entered are held here for the same reason; their rows are locked after the balances, in order, so
-- that two products on their way into one bin see each other. Locations without limits cost one look at an index.
-- Hundreds of lines are planned anew, with the tables as large as they are now: a plan kept from when they were empty reads all of them for each line.
declare
  limited uuid[];
  many boolean := (select count(*) > 100 from new_rows);
begin
  if many then
    perform set_config('plan_cache_mode', 'force_custom_plan', true);
  end if;
  if current_setting('erp.stock_rows_held', true) is distinct from 'on' then
    perform erp.seed_stock_rows(array_agg(side.product_id), array_agg(side.area_id), array_agg(side.location_id), array_agg(side.lot_id))
       from (select product_id, from_area_id as area_id, from_location_id as location_id, lot_id from new_rows
             union all select product_id, to_area_id, to_location_id, lot_id from new_rows) side;
    perform 1 from erp.stock_valuations v
      where (v.product_id, v.area_id) in (select product_id, from_area_id from new_rows union select product_id, to_area_id from new_rows)
      order by v.product_id, v.area_id for update;
    perform 1 from erp.stock_balances b
      where (b.product_id, b.location_id) in (select product_id, from_location_id from new_rows union select product_id, to_location_id from new_rows)
      order by b.product_id, b.location_id, b.lot_id for update;
  end if;

  update erp.stock_valuations v set quantity = v.quantity + d.quantity, value = v.value + d.value
    from (select product_id, area_id, sum(quantity)::bigint as quantity, sum(value) as value
            from (select product_id, from_area_id as area_id, -quantity as quantity, -value as value from new_rows where from_area_id is not null
                  union all select product_id, to_area_id, quantity, value from new_rows where to_area_id is not null) leg
           group by product_id, area_id having sum(quantity) <> 0 or sum(value) <> 0) d
   where v.product_id = d.product_id and v.area_id = d.area_id and many is not null;
  update erp.stock_balances b set on_hand = b.on_hand + d.quantity
    from (select product_id, location_id, lot_id, sum(quantity)::bigint as quantity
            from (select product_id, lot_id, from_location_id as location_id, -quantity as quantity from new_rows where from_area_id is not null
                  union all select product_id, lot_id, to_location_id, quantity from new_rows where to_area_id is not null) leg
           group by product_id, location_id, lot_id having sum(quantity) <> 0) d
   where b.product_id = d.product_id and b.location_id = d.location_id and b.lot_id is not distinct from d.lot_id and many is not null;

  select array_agg(distinct l.id) into limited
    from new_rows n cross join lateral (select l.id from erp.locations l where l.id = n.to_location_id and l.is_limited offset 0) l;
  if limited is not null then
    perform 1 from erp.locations l where l.id = any (limited) order by l.id for no key update;
    perform erp.refuse_full_locations(limited);
  end if;
  return null;
end
$$;
