create or replace function erp.fn_update_stock_balance() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
#variable_conflict use_column
-- Invariant: on hand = sum of the ledger per product, location and lot; quantity and value = the same per valuation area. Here
-- and nowhere else, so that no code path can forget it. Rows are taken in key order (one index look-up per sorted key), and
-- those that do not exist yet are made empty first: an upsert would show the CHECK a proposed row instead of the sum.
declare
  missing boolean;
begin
  for pass in 1 .. 2 loop
    with leg as materialized (
      select product_id, lot_id, from_location_id as location_id, from_area_id as area_id, -quantity as quantity, -value as value
        from new_rows where from_area_id is not null
      union all
      select product_id, lot_id, to_location_id, to_area_id, quantity, value from new_rows where to_area_id is not null
    ), valuation_change as materialized (
      select d.*, v.id from (
        select product_id, area_id, sum(quantity)::bigint as quantity, sum(value) as value
          from leg group by product_id, area_id having sum(quantity) <> 0 or sum(value) <> 0 order by product_id, area_id) d
        left join lateral (select s.id from erp.stock_valuations s where s.product_id = d.product_id and s.area_id = d.area_id for update) v on true
    ), balance_change as materialized (
      select d.*, b.id from (
        select product_id, location_id, lot_id, sum(quantity)::bigint as quantity
          from leg group by product_id, location_id, lot_id having sum(quantity) <> 0 order by product_id, location_id, lot_id) d
        left join lateral (select s.id from erp.stock_balances s where s.product_id = d.product_id and s.location_id = d.location_id
                              and s.lot_id is not distinct from d.lot_id for update) b on true
       where (select count(*) from valuation_change) >= 0
    ), gate as materialized (
      select exists (select from valuation_change where id is null) or exists (select from balance_change where id is null) as missing
    ), valuation as (
      update erp.stock_valuations s set quantity = s.quantity + d.quantity, value = s.value + d.value
        from valuation_change d where s.id = d.id and not (select gate.missing from gate)
    ), balance as (
      update erp.stock_balances s set on_hand = s.on_hand + d.quantity
        from balance_change d where s.id = d.id and not (select gate.missing from gate)
    )
    select gate.missing into missing from gate;
    exit when not missing;
    perform erp.seed_stock_rows(array_agg(product_id), array_agg(area_id), array_agg(location_id), array_agg(lot_id))
       from (select product_id, from_area_id as area_id, from_location_id as location_id, lot_id from new_rows
             union all select product_id, to_area_id, to_location_id, lot_id from new_rows) side;
  end loop;
  return null;
end
$$;
