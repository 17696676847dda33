create or replace function erp.take_stock_snapshots() returns integer
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a snapshot is what all postings recorded before the first moment of its month (UTC) add up to, and never changes again.
-- Takes those that are missing, each from the one before and the ledger of the months between, the first from the whole ledger.
-- An hour after the month began nothing can still be recorded before it: no transaction lives that long. Answers how many were taken.
declare
  first_month date; target date; last date; taken integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_snapshots', 0));
  select date_trunc('month', min(recorded_at) at time zone 'UTC')::date into first_month
    from (select min(recorded_at) as recorded_at from erp.stock_movements union all select min(recorded_at) from erp.stock_value_adjustments) m;
  for target in
    select g::date from generate_series(first_month + interval '1 month', (clock_timestamp() - interval '1 hour') at time zone 'UTC', interval '1 month') g
     where not exists (select from erp.stock_snapshots s where s.month = g::date) order by 1
  loop
    select max(month) into last from erp.stock_snapshots where month < target;
    insert into erp.stock_snapshot_quantities (month, product_id, location_id, lot_id, quantity)
    select target, product_id, location_id, lot_id, sum(quantity)::bigint
      from (select product_id, location_id, lot_id, quantity from erp.stock_snapshot_quantities where month = last
            union all
            select product_id, from_location_id, lot_id, -quantity from erp.stock_ledgers
             where from_area_id is not null and recorded_at >= coalesce(last::timestamp at time zone 'UTC', '-infinity') and recorded_at < target::timestamp at time zone 'UTC'
            union all
            select product_id, to_location_id, lot_id, quantity from erp.stock_ledgers
             where to_area_id is not null and recorded_at >= coalesce(last::timestamp at time zone 'UTC', '-infinity') and recorded_at < target::timestamp at time zone 'UTC') leg
     group by product_id, location_id, lot_id having sum(quantity) <> 0;
    insert into erp.stock_snapshot_values (month, product_id, area_id, quantity, value)
    select target, product_id, area_id, sum(quantity)::bigint, sum(value)
      from (select product_id, area_id, quantity, value from erp.stock_snapshot_values where month = last
            union all
            select product_id, from_area_id, -quantity, -value from erp.stock_ledgers
             where from_area_id is not null and recorded_at >= coalesce(last::timestamp at time zone 'UTC', '-infinity') and recorded_at < target::timestamp at time zone 'UTC'
            union all
            select product_id, to_area_id, quantity, value from erp.stock_ledgers
             where to_area_id is not null and recorded_at >= coalesce(last::timestamp at time zone 'UTC', '-infinity') and recorded_at < target::timestamp at time zone 'UTC'
            union all
            select product_id, area_id, 0, value from erp.stock_value_adjustments
             where value <> 0 and recorded_at >= coalesce(last::timestamp at time zone 'UTC', '-infinity') and recorded_at < target::timestamp at time zone 'UTC') leg
     group by product_id, area_id having sum(quantity) <> 0 or sum(value) <> 0;
    insert into erp.stock_snapshots (month) values (target);
    taken := taken + 1;
  end loop;
  return taken;
end
$$;
