create or replace function erp.work_in_progress(p_source_id uuid) returns numeric
language plpgsql stable
set search_path = erp, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
-- Work in progress of a source: value that entered production for it, minus value that left, plus its value adjustments. In PL/pgSQL
-- because that keeps its plan: to plan this over every partition at each call cost twenty times what it takes to run.
begin
  return coalesce((
      select sum(case when t.type = 'production' then l.value else -l.value end)
        from erp.stock_movements m
        join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
        join erp.locations f on f.id = l.from_location_id
        join erp.locations t on t.id = l.to_location_id
       where m.source_id = p_source_id and (f.type = 'production' or t.type = 'production')), 0)
    + coalesce((select sum(a.wip_value) from erp.stock_value_adjustments a where a.wip_source_id = p_source_id), 0);
end
$$;
