create or replace function erp.fn_guard_product_space() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a piece is not said to take more space than the places have in which pieces lie. The companies' posting locks, taken alone, make
-- postings and this wait for each other.
declare
  found jsonb;
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || id, 0)) from (select id from erp.companies order by id) company;
  select jsonb_agg(jsonb_build_object('location_id', o.location_id, 'code', o.code, 'capacity', o.capacity, 'occupied', o.occupied, 'excess', o.excess) order by o.code)
    into found
    from erp.location_overflows((select array_agg(distinct b.location_id) from erp.stock_balances b join erp.locations l on l.id = b.location_id
           where b.product_id = new.id and b.on_hand > 0 and l.capacity is not null), new.id, new.space_units) o
   where o.excess > 0;
  if found is not null then
    raise exception using errcode = 'PB409', constraint = 'PRODUCT_DOES_NOT_FIT',
      message = 'Where pieces of the product lie there is no room for more space each.', detail = jsonb_build_object('locations', found)::text;
  end if;
  return new;
end
$$;
