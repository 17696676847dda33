create or replace function erp.stock_as_of(p_at timestamptz, p_effective boolean, p_product_id uuid)
returns table (product_id uuid, location_id uuid, lot_id uuid, quantity bigint)
language plpgsql stable
set search_path = erp, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
-- What lay where at a moment: the last snapshot before it and the ledger since. As it was recorded; or as it happened, which adds what
-- was recorded later of that time: nothing is recorded before it happens, so all that was recorded by then had happened by then.
-- Before the end of what was archived nobody knows: refused. After it, the snapshot of that moment is there for good.
-- One product and all of them want different plans, whichever was asked for before. Late facts are few and are sought movement by movement, each in its own month: as a join the planner reads the whole ledger for them.
declare
  base date := (select max(month) from erp.stock_snapshots where month::timestamp at time zone 'UTC' <= p_at);
  since timestamptz := coalesce(base::timestamp at time zone 'UTC', '-infinity');
begin
  if p_at < erp.archived_through('stock_ledgers') then
    raise exception using errcode = 'PB409', constraint = 'ARCHIVED', message = 'What was recorded then is archived: stock is known from the end of the archived months on.',
      detail = jsonb_build_object('archived_through', erp.iso(erp.archived_through('stock_ledgers')))::text;
  end if;
  return query
  with line as (
    select l.product_id, l.lot_id, l.quantity, l.from_location_id, l.to_location_id, l.from_area_id, l.to_area_id from erp.stock_ledgers l
     where l.recorded_at >= since and l.recorded_at <= p_at and (p_product_id is null or l.product_id = p_product_id)
    union all
    select l.product_id, l.lot_id, l.quantity, l.from_location_id, l.to_location_id, l.from_area_id, l.to_area_id
      from erp.stock_movements m
     cross join lateral (select * from erp.stock_ledgers l where l.movement_id = m.id and l.recorded_at = m.recorded_at and (p_product_id is null or l.product_id = p_product_id) offset 0) l
     where p_effective and m.effective_at < m.recorded_at and m.effective_at <= p_at and m.recorded_at > p_at
  )
  select product_id, location_id, lot_id, sum(quantity)::bigint
    from (select product_id, location_id, lot_id, quantity from erp.stock_snapshot_quantities where month = base and (p_product_id is null or product_id = p_product_id)
          union all select product_id, from_location_id, lot_id, -quantity from line where from_area_id is not null
          union all select product_id, to_location_id, lot_id, quantity from line where to_area_id is not null) leg
   group by product_id, location_id, lot_id having sum(quantity) <> 0;
end
$$;
