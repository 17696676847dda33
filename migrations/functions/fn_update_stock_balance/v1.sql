create or replace function erp.fn_update_stock_balance() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
set enable_hashjoin = off
set enable_mergejoin = off
as $$
-- Invariant: on hand = sum of the ledger per product, location and lot; quantity and value = the same per valuation area. Here
-- and nowhere else, so that no code path can forget it. Rows are taken in key order (nested loops over sorted keys), and
-- those that do not exist yet are made empty first: an upsert would show the CHECK a proposed row instead of the sum.
declare
  valuations uuid[]; balances uuid[]; valuation_keys bigint; balance_keys bigint;
begin
  with leg as materialized (
    select n.product_id, n.lot_id, side.location_id, l.valuation_area_id as area_id, side.quantity, side.value
      from new_rows n
      cross join lateral (values (n.from_location_id, -n.quantity, -n.value), (n.to_location_id, n.quantity, n.value)) side (location_id, quantity, value)
      left join erp.locations l on l.id = side.location_id
     where l.is_virtual is not true
  ), by_area as (
    select product_id, area_id, sum(quantity)::bigint as quantity, sum(value) as value
      from leg group by product_id, area_id having sum(quantity) <> 0 or sum(value) <> 0 order by product_id, area_id
  ), by_location as (
    select product_id, location_id, lot_id, sum(quantity)::bigint as quantity
      from leg group by product_id, location_id, lot_id having sum(quantity) <> 0 order by product_id, location_id, lot_id
  ), valuation as (
    update erp.stock_valuations v set quantity = v.quantity + d.quantity, value = v.value + d.value
      from by_area d where v.product_id = d.product_id and v.area_id = d.area_id returning v.id
  ), balance as (
    update erp.stock_balances b set on_hand = b.on_hand + d.quantity
      from by_location d where b.product_id = d.product_id and b.location_id = d.location_id and b.lot_id is not distinct from d.lot_id
     returning b.id
  )
  select (select count(*) from by_area), (select array_agg(id) from valuation), (select count(*) from by_location), (select array_agg(id) from balance)
    into valuation_keys, valuations, balance_keys, balances;
  if coalesce(cardinality(valuations), 0) = valuation_keys and coalesce(cardinality(balances), 0) = balance_keys then
    return null;
  end if;

  insert into erp.stock_valuations (product_id, area_id)
  select distinct n.product_id, l.valuation_area_id from new_rows n
    join erp.locations l on l.id in (n.from_location_id, n.to_location_id) and not l.is_virtual
   order by 1, 2 on conflict do nothing;
  insert into erp.stock_balances (product_id, location_id, lot_id)
  select distinct n.product_id, side.location_id, n.lot_id
    from new_rows n cross join lateral (values (n.from_location_id), (n.to_location_id)) side (location_id)
    left join erp.locations l on l.id = side.location_id
   where l.is_virtual is not true order by 1, 2, 3 on conflict do nothing;
  update erp.stock_valuations v set quantity = v.quantity + d.quantity, value = v.value + d.value
    from (select n.product_id, l.valuation_area_id as area_id,
                 sum(case when l.id = n.to_location_id then n.quantity else -n.quantity end)::bigint as quantity,
                 sum(case when l.id = n.to_location_id then n.value else -n.value end) as value
            from new_rows n join erp.locations l on l.id in (n.from_location_id, n.to_location_id) and not l.is_virtual
           group by 1, 2 order by 1, 2) d
   where v.product_id = d.product_id and v.area_id = d.area_id and v.id <> all (coalesce(valuations, '{}'))
     and (d.quantity <> 0 or d.value <> 0);
  update erp.stock_balances b set on_hand = b.on_hand + d.quantity
    from (select n.product_id, l.id as location_id, n.lot_id,
                 sum(case when l.id = n.to_location_id then n.quantity else -n.quantity end)::bigint as quantity
            from new_rows n join erp.locations l on l.id in (n.from_location_id, n.to_location_id) and not l.is_virtual
           group by 1, 2, 3 order by 1, 2, 3) d
   where b.product_id = d.product_id and b.location_id = d.location_id and b.lot_id is not distinct from d.lot_id
     and b.id <> all (coalesce(balances, '{}')) and d.quantity <> 0;
  return null;
end
$$;
