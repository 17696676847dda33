create or replace function erp.stock_balance_differences(p_product_id uuid)
returns table (kind text, product_id uuid, location_id uuid, lot_id uuid, area_id uuid, quantity_before bigint, quantity_after bigint,
               reserved_before bigint, reserved_after bigint, value_before numeric, value_after numeric)
language plpgsql stable security definer
set search_path = erp, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
-- Where balances and values are not what the ledger, its value adjustments and the open reservations say, for one product or for all.
-- Reckoned from the whole ledger that is here, beginning with the snapshot at the end of what was archived; no later snapshot is trusted.
declare
  since timestamptz := coalesce(archived_through('stock_ledgers'), '-infinity');
  base date := (archived_through('stock_ledgers') at time zone 'UTC')::date;
begin
  return query
  with line as materialized (
    select l.product_id, l.lot_id, l.quantity, l.value, l.from_location_id, l.to_location_id, l.from_area_id, l.to_area_id
      from stock_ledgers l where l.recorded_at >= since and (p_product_id is null or l.product_id = p_product_id)
  ), due as (
    select product_id, location_id, lot_id, sum(quantity)::bigint as quantity, sum(reserved)::bigint as reserved from (
      select product_id, location_id, lot_id, quantity, 0 as reserved from stock_snapshot_quantities where month = base and (p_product_id is null or product_id = p_product_id)
      union all select product_id, from_location_id, lot_id, -quantity, 0 from line where from_area_id is not null
      union all select product_id, to_location_id, lot_id, quantity, 0 from line where to_area_id is not null
      union all select product_id, location_id, lot_id, 0, open_quantity from stock_reservations
                 where open_quantity > 0 and kind = 'hard' and (p_product_id is null or product_id = p_product_id)) leg group by 1, 2, 3
  ), worth as (
    select product_id, area_id, sum(quantity)::bigint as quantity, sum(value) as value from (
      select product_id, area_id, quantity, value from stock_snapshot_values where month = base and (p_product_id is null or product_id = p_product_id)
      union all select product_id, from_area_id, -quantity, -value from line where from_area_id is not null
      union all select product_id, to_area_id, quantity, value from line where to_area_id is not null
      union all select product_id, area_id, 0, value from stock_value_adjustments
                 where value <> 0 and recorded_at >= since and (p_product_id is null or product_id = p_product_id)) leg group by 1, 2
  )
  select 'balance', product_id, location_id, nullif(lot, '')::uuid, null::uuid, coalesce(b.on_hand, 0), coalesce(d.quantity, 0),
         coalesce(b.reserved, 0), coalesce(d.reserved, 0), null::numeric, null::numeric
    from (select product_id, location_id, coalesce(lot_id::text, '') as lot, quantity, reserved from due) d
    full join (select product_id, location_id, coalesce(lot_id::text, '') as lot, on_hand, reserved from stock_balances
                where p_product_id is null or product_id = p_product_id) b using (product_id, location_id, lot)
   where (coalesce(b.on_hand, 0), coalesce(b.reserved, 0)) is distinct from (coalesce(d.quantity, 0), coalesce(d.reserved, 0))
  union all
  select 'valuation', product_id, null, null, area_id, coalesce(v.quantity, 0), coalesce(w.quantity, 0), null, null, coalesce(v.value, 0), coalesce(w.value, 0)
    from worth w
    full join (select product_id, area_id, quantity, value from stock_valuations where p_product_id is null or product_id = p_product_id) v using (product_id, area_id)
   where (coalesce(v.quantity, 0), coalesce(v.value, 0)) is distinct from (coalesce(w.quantity, 0), coalesce(w.value, 0))
   order by 1, 2, 3, 4, 5;
end
$$;
