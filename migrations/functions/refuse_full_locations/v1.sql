create or replace function erp.refuse_full_locations(p_locations uuid[]) returns void
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: no location holds more space than it has, nor a second product where it is for one. Names every location that would, with what
-- would lie there and by how much that is too much.
declare
  found jsonb;
  full_ones bigint;
begin
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('location_id', o.location_id, 'code', o.code, 'capacity', o.capacity, 'occupied', o.occupied,
             'excess', nullif(o.excess, 0), 'products', o.products)) order by o.code), count(*) filter (where o.excess > 0)
    into found, full_ones
    from erp.location_overflows(p_locations) o;
  if found is not null then
    raise exception using errcode = 'PB409', constraint = case when full_ones > 0 then 'LOCATION_FULL' else 'LOCATION_HOLDS_OTHER_PRODUCT' end,
      message = case when full_ones > 0 then format('More would lie in %s location(s) than there is space for.', full_ones)
                     else 'A location that is for one product would hold several.' end,
      detail = jsonb_build_object('locations', found)::text;
  end if;
end
$$;
