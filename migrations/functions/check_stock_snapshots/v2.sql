create or replace function erp.check_stock_snapshots()
returns table (name text, description text, checked bigint, violations bigint, sample jsonb)
language sql stable security definer
set search_path = erp, pg_temp
set jit = off
as $$
-- Whether every snapshot is the one before it and the ledger of the month between, in the form of check_stock_integrity: months follow each
-- other without a gap, so that each ledger line belongs to the snapshot after its month, and each snapshot to the next one. Those before the
-- end of what was archived cannot be reckoned again; the one at that end is held against the digest that was kept with the archive.
  with begun as materialized (
    select coalesce(a.at, '-infinity') as at, (a.at at time zone 'UTC')::date as month from (select erp.archived_through('stock_ledgers') as at) a
  ), quantity as (
    select month, product_id, location_id, lot_id, sum(quantity) as off from (
      select (date_trunc('month', recorded_at at time zone 'UTC') + interval '1 month')::date as month, product_id, from_location_id as location_id, lot_id, -quantity as quantity
        from erp.stock_ledgers where from_area_id is not null and recorded_at >= (select at from begun)
      union all
      select (date_trunc('month', recorded_at at time zone 'UTC') + interval '1 month')::date, product_id, to_location_id, lot_id, quantity from erp.stock_ledgers where to_area_id is not null and recorded_at >= (select at from begun)
      union all select (month + interval '1 month')::date, product_id, location_id, lot_id, quantity from erp.stock_snapshot_quantities
      union all select month, product_id, location_id, lot_id, -quantity from erp.stock_snapshot_quantities) leg
     where month in (select s.month from erp.stock_snapshots s) and month > (select coalesce(month, '-infinity') from begun)
     group by 1, 2, 3, 4 having sum(quantity) <> 0
  ), value as (
    select month, product_id, area_id, sum(quantity) as quantity_off, sum(value) as value_off from (
      select (date_trunc('month', recorded_at at time zone 'UTC') + interval '1 month')::date as month, product_id, from_area_id as area_id, -quantity as quantity, -value as value
        from erp.stock_ledgers where from_area_id is not null and recorded_at >= (select at from begun)
      union all
      select (date_trunc('month', recorded_at at time zone 'UTC') + interval '1 month')::date, product_id, to_area_id, quantity, value from erp.stock_ledgers where to_area_id is not null and recorded_at >= (select at from begun)
      union all
      select (date_trunc('month', recorded_at at time zone 'UTC') + interval '1 month')::date, product_id, area_id, 0, value from erp.stock_value_adjustments where value <> 0
      union all select (month + interval '1 month')::date, product_id, area_id, quantity, value from erp.stock_snapshot_values
      union all select month, product_id, area_id, -quantity, -value from erp.stock_snapshot_values) leg
     where month in (select s.month from erp.stock_snapshots s) and month > (select coalesce(month, '-infinity') from begun)
     group by 1, 2, 3 having sum(quantity) <> 0 or sum(value) <> 0
  ), broken as (
    select to_jsonb(q) as row from quantity q union all select to_jsonb(v) from value v
  )
  select 'snapshot_equals_ledger', 'Every snapshot of stock equals the one before it and the ledger between, in quantity and value',
         (select count(*) from erp.stock_snapshots), (select count(*) from broken), (select coalesce(jsonb_agg(b.row), '[]') from (select row from broken limit 5) b)
  union all
  select 'archive_opening_is_kept', 'The opening snapshot of each archived month is still the one that was verified against the ledger', count(*), count(*) filter (where not kept),
         coalesce(jsonb_agg(jsonb_build_object('archive_id', id, 'to_at', to_at)) filter (where not kept), '[]')
    from (select a.id, a.to_at, a.opening_digest is not distinct from d.opening_digest as kept
            from erp.partition_archives a cross join lateral erp.stock_opening_digest((a.to_at at time zone 'UTC')::date) d
           where a.table_name = 'stock_ledgers' and a.state = 'archived') o
$$;
