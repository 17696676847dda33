create or replace function erp.check_location_limits()
returns table (name text, description text, checked bigint, violations bigint, sample jsonb)
language sql stable security definer
set search_path = erp, pg_temp
set jit = off
as $$
-- Whether every location keeps its limits, in the form of check_stock_integrity.
  with limited as (
    select array_agg(id) as ids, count(*) as number from erp.locations where is_limited
  ), broken as (
    select to_jsonb(o) as row from limited cross join lateral erp.location_overflows(limited.ids) o
  )
  select 'location_keeps_its_limits', 'No location holds more space than it has, nor several products where it is for one',
         (select number from limited), (select count(*) from broken), (select coalesce(jsonb_agg(b.row), '[]') from (select row from broken limit 5) b)
$$;
