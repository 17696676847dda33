create or replace function erp.stock_value_as_of(p_at timestamptz, p_effective boolean, p_product_id uuid)
returns table (product_id uuid, area_id uuid, quantity bigint, value numeric)
language plpgsql stable
set search_path = erp, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
-- What stock was worth at a moment, by product and valuation area: as stock_as_of, with the value adjustments.
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
    select l.product_id, l.quantity, l.value, l.from_area_id, l.to_area_id from erp.stock_ledgers l
     where l.recorded_at >= since and l.recorded_at <= p_at and (p_product_id is null or l.product_id = p_product_id)
    union all
    select l.product_id, l.quantity, l.value, l.from_area_id, l.to_area_id
      from erp.stock_movements m
     cross join lateral (select * from erp.stock_ledgers l where l.movement_id = m.id and l.recorded_at = m.recorded_at and (p_product_id is null or l.product_id = p_product_id) offset 0) l
     where p_effective and m.effective_at < m.recorded_at and m.effective_at <= p_at and m.recorded_at > p_at
  )
  select product_id, area_id, sum(quantity)::bigint, sum(value)
    from (select product_id, area_id, quantity, value from erp.stock_snapshot_values where month = base and (p_product_id is null or product_id = p_product_id)
          union all select product_id, from_area_id, -quantity, -value from line where from_area_id is not null
          union all select product_id, to_area_id, quantity, value from line where to_area_id is not null
          union all
          select product_id, area_id, 0, value from erp.stock_value_adjustments a
           where value <> 0 and (p_product_id is null or product_id = p_product_id)
             and ((recorded_at >= since and recorded_at <= p_at) or (p_effective and effective_at < recorded_at and effective_at <= p_at and recorded_at > p_at))) leg
   group by product_id, area_id having sum(quantity) <> 0 or sum(value) <> 0;
end
$$;
