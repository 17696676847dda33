create or replace function erp.release_stock_reservations(p jsonb) returns json
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
#variable_conflict use_column
-- Invariant: a released piece is free again, and only once. Takes {source_type, source_id} or {ids}; locks the balances in key
-- order, then gives back what is still open on these. A reservation made meanwhile may lie on another balance: to touch it would
-- take that lock out of order, and it was not there when this began. Soft claims hold no balance and are simply let go.
declare
  result json; balances uuid[];
begin
  select array_agg(id) into balances from (
    select key.id from (
      select distinct b.id, b.product_id, b.location_id, b.lot_id from erp.stock_reservations r
        join erp.stock_balances b on b.product_id = r.product_id and b.location_id = r.location_id and b.lot_id is not distinct from r.lot_id
       where r.open_quantity > 0 and r.kind = 'hard' and ((r.source_id = (p ->> 'source_id')::uuid and r.source_type = p ->> 'source_type')
         or r.id in (select jsonb_array_elements_text(p -> 'ids')::uuid))
       order by b.product_id, b.location_id, b.lot_id) key
     cross join lateral (select from erp.stock_balances b where b.id = key.id for update) locked) balance;
  with named as (
    select r.id, r.kind, b.id = any (balances) as is_locked
      from erp.stock_reservations r
      left join erp.stock_balances b on b.product_id = r.product_id and b.location_id = r.location_id and b.lot_id is not distinct from r.lot_id
     where r.open_quantity > 0 and ((r.source_id = (p ->> 'source_id')::uuid and r.source_type = p ->> 'source_type')
       or r.id in (select jsonb_array_elements_text(p -> 'ids')::uuid))
  ), released as (
    update erp.stock_reservations r set released_quantity = r.released_quantity + r.open_quantity
      from named where named.id = r.id and (named.kind = 'soft' or named.is_locked) and r.open_quantity > 0
    returning r.id, r.product_id, r.location_id, r.released_quantity
  )
  select coalesce(json_agg(json_build_object('id', id, 'product_id', product_id, 'location_id', location_id, 'released_quantity', released_quantity) order by id), '[]')
    into result from released;
  return result;
end
$$;
