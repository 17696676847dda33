create or replace function erp.release_stock_reservations(p jsonb) returns json
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
#variable_conflict use_column
-- Invariant: a released piece is free again, and only once. Takes {source_type, source_id} or {ids}: all that is still open of these; or
-- {pieces: [{source_type, source_id, product_id, location_id, lot_id, quantity}]}: so many pieces of what a source holds in a place, the
-- reservation made first giving first, and no more than it holds. Locks the balances in key order, then gives back. {along: {product_ids,
-- within_location_id}} locks in the same go what a reservation of these products in that place will lock, so that whoever gives back first and
-- reserves then takes no lock out of order. A reservation made meanwhile may lie on another balance: to touch it would take that lock out of
-- order, and it was not there when this began. Soft claims hold no balance and are simply let go.
declare
  result json; balances uuid[];
begin
  select array_agg(id) into balances from (
    select key.id from (
      select b.id, b.product_id, b.location_id, b.lot_id from erp.stock_reservations r
        join erp.stock_balances b on b.product_id = r.product_id and b.location_id = r.location_id and b.lot_id is not distinct from r.lot_id
       where r.open_quantity > 0 and r.kind = 'hard' and ((r.source_id = (p ->> 'source_id')::uuid and r.source_type = p ->> 'source_type')
         or r.id in (select jsonb_array_elements_text(p -> 'ids')::uuid))
      union
      select b.id, b.product_id, b.location_id, b.lot_id
        from jsonb_to_recordset(p -> 'pieces') w (product_id uuid, location_id uuid, lot_id uuid)
        join erp.stock_balances b on b.product_id = w.product_id and b.location_id = w.location_id and b.lot_id is not distinct from w.lot_id
      union
      select b.id, b.product_id, b.location_id, b.lot_id
        from jsonb_array_elements_text(p -> 'along' -> 'product_ids') w (product_id)
        join erp.stock_balances b on b.product_id = w.product_id::uuid and b.on_hand > 0
        join erp.locations l on l.id = b.location_id and l.is_active
        join erp.locations within on within.id = (p -> 'along' ->> 'within_location_id')::uuid and starts_with(l.path, within.path)
       order by product_id, location_id, lot_id) key
     cross join lateral (select from erp.stock_balances b where b.id = key.id for update) locked) balance;
  with named as (
    select r.id, r.kind, r.open_quantity as quantity, b.id = any (balances) as is_locked
      from erp.stock_reservations r
      left join erp.stock_balances b on b.product_id = r.product_id and b.location_id = r.location_id and b.lot_id is not distinct from r.lot_id
     where r.open_quantity > 0 and ((r.source_id = (p ->> 'source_id')::uuid and r.source_type = p ->> 'source_type')
       or r.id in (select jsonb_array_elements_text(p -> 'ids')::uuid))
    union all
    select r.id, r.kind, least(r.open_quantity, w.quantity - r.before), true
      from (select w.source_type, w.source_id, w.product_id, w.location_id, w.lot_id, sum(w.quantity)::bigint as quantity
              from jsonb_to_recordset(p -> 'pieces') w (source_type text, source_id uuid, product_id uuid, location_id uuid, lot_id uuid, quantity bigint)
             where w.quantity > 0 group by 1, 2, 3, 4, 5) w
     cross join lateral (
       select r.id, r.kind, r.open_quantity, coalesce(sum(r.open_quantity) over (order by r.created_at, r.id rows between unbounded preceding and 1 preceding), 0)::bigint as before
         from erp.stock_reservations r
        where r.source_id = w.source_id and r.source_type = w.source_type and r.product_id = w.product_id and r.location_id = w.location_id
          and r.lot_id is not distinct from w.lot_id and r.kind = 'hard' and r.open_quantity > 0) r
     where w.quantity > r.before
  ), released as (
    update erp.stock_reservations r set released_quantity = r.released_quantity + named.quantity
      from named where named.id = r.id and (named.kind = 'soft' or named.is_locked) and r.open_quantity >= named.quantity
    returning r.id, r.product_id, r.location_id, r.released_quantity
  )
  select coalesce(json_agg(json_build_object('id', id, 'product_id', product_id, 'location_id', location_id, 'released_quantity', released_quantity) order by id), '[]')
    into result from released;
  return result;
end
$$;
