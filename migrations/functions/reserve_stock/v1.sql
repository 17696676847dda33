create or replace function erp.reserve_stock(p jsonb) returns json
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set enable_hashagg = off
set jit = off
as $$
#variable_conflict use_column
-- Invariant: no piece is promised twice. Free stock is counted under the locks of its balances, taken in key order like those of
-- a posting, and handed to the requests in their order, from the locations in the order of their codes. Held stock (quarantine,
-- scrap, transit) is passed over unless the request names such a place. `partial` takes what there is; otherwise it is all or none.
declare
  n integer; q_product uuid[]; q_within uuid[]; q_path text[]; q_held boolean[]; q_quantity bigint[]; q_source_type text[]; q_source_id uuid[];
  q_line uuid[]; q_company uuid[]; faults jsonb;
  b_product uuid[]; b_location uuid[]; b_lot uuid[]; b_free bigint[]; b_path text[]; b_available boolean[];
  x integer := 0; x_request integer[]; x_balance integer[]; x_quantity bigint[]; x_id uuid[];
  short_lines integer[] := '{}'; short_free bigint[] := '{}'; missing bigint; part bigint; result json;
begin
  select count(*), array_agg(product_id), array_agg(within_id), array_agg(path), array_agg(held), array_agg(quantity), array_agg(source_type),
         array_agg(source_id), array_agg(source_line_id), array_agg(company_id),
         jsonb_agg(jsonb_build_object('place', place, 'faults', faults)) filter (where faults is not null)
    into n, q_product, q_within, q_path, q_held, q_quantity, q_source_type, q_source_id, q_line, q_company, faults
    from (
      select q.place, q.product_id, l.id as within_id, l.path, not l.is_available as held, l.company_id, q.source_type, q.source_id, q.source_line_id,
             case when q.quantity between 1 and 9007199254740991 and q.quantity = trunc(q.quantity) then q.quantity::bigint end as quantity,
             nullif(array_remove(array[
               case when pr.id is null then 'product_id REFERENCE_NOT_FOUND' end,
               case when not pr.is_active then 'product_id PRODUCT_INACTIVE' end,
               case when pr.type = 'service' then 'product_id SERVICE_HAS_NO_STOCK' end,
               case when (q.quantity between 1 and 9007199254740991 and q.quantity = trunc(q.quantity)) is not true then 'quantity INVALID_QUANTITY' end,
               case when l.id is null then 'within_location_id REFERENCE_NOT_FOUND' end,
               case when l.is_virtual then 'within_location_id SIDES_DO_NOT_FIT' end], null), '{}') as faults
        from rows from (jsonb_to_recordset(p -> 'requests') as (product_id uuid, quantity numeric, within_location_id uuid, source_type text,
               source_id uuid, source_line_id uuid)) with ordinality
               as q (product_id, quantity, within_location_id, source_type, source_id, source_line_id, place)
        left join lateral (select * from erp.products pr where pr.id = q.product_id offset 0) pr on true
        left join lateral (select * from erp.locations l where l.id = q.within_location_id offset 0) l on true
       order by q.place) request;
  if faults is not null then
    raise exception using errcode = 'PB422', constraint = 'VALIDATION_FAILED', message = 'The reservation has faults.',
      detail = jsonb_build_object('errors', (
        select jsonb_agg(jsonb_build_object('pointer', '/requests/' || (f.place - 1) || '/' || split_part(code, ' ', 1), 'code', split_part(code, ' ', 2),
                 'message', 'This product, place or quantity cannot be reserved.'))
          from jsonb_to_recordset(faults) f (place integer, faults jsonb) cross join jsonb_array_elements_text(f.faults) code))::text;
  end if;

  select array_agg(product_id order by n), array_agg(location_id order by n), array_agg(lot_id order by n), array_agg(free order by n),
         array_agg(path order by n), array_agg(is_available order by n)
    into b_product, b_location, b_lot, b_free, b_path, b_available
    from (
      select s.*, l.path, l.is_available, row_number() over (order by s.product_id, l.code collate "C", s.location_id, s.lot_id) as n
        from (select s.* from (
                select distinct s.id, s.product_id, s.location_id, s.lot_id from unnest(q_product, q_path) q (product_id, path)
                 cross join lateral (select * from erp.stock_balances s where s.product_id = q.product_id and s.on_hand > 0 offset 0) s
                 cross join lateral (select from erp.locations l where l.id = s.location_id and starts_with(l.path, q.path) and l.is_active offset 0) l
                 order by s.product_id, s.location_id, s.lot_id) key
               cross join lateral (select s.product_id, s.location_id, s.lot_id, s.on_hand - s.reserved as free
                                     from erp.stock_balances s where s.id = key.id for update) s) s
        join erp.locations l on l.id = s.location_id) balance;

  for i in 1 .. n loop
    missing := q_quantity[i];
    for b in 1 .. coalesce(cardinality(b_product), 0) loop
      continue when missing = 0 or b_free[b] = 0 or b_product[b] <> q_product[i] or not starts_with(b_path[b], q_path[i])
        or not (b_available[b] or q_held[i]);
      part := least(missing, b_free[b]);
      b_free[b] := b_free[b] - part; missing := missing - part;
      x := x + 1;
      x_request[x] := i; x_balance[x] := b; x_quantity[x] := part; x_id[x] := erp.uuid_v7();
    end loop;
    if missing > 0 then
      short_lines := short_lines || i; short_free := short_free || q_quantity[i] - missing;
    end if;
  end loop;
  if cardinality(short_lines) > 0 and not coalesce((p ->> 'partial')::boolean, false) then
    perform erp.refuse_stock_shortage(q_product, q_within, q_quantity, short_lines, short_free);
  end if;

  with reservation as (
    insert into erp.stock_reservations (id, company_id, product_id, location_id, lot_id, quantity, source_type, source_id, source_line_id, created_by, request_id)
    select u.id, q_company[u.request], b_product[u.balance], b_location[u.balance], b_lot[u.balance], u.quantity, q_source_type[u.request],
           q_source_id[u.request], q_line[u.request], erp.current_actor(), erp.current_request_id()
      from unnest(x_request, x_balance, x_quantity, x_id) u (request, balance, quantity, id)
    returning *
  )
  select json_build_object(
           'reserved', coalesce((select json_agg(json_build_object('id', r.id, 'product_id', r.product_id, 'location_id', r.location_id, 'lot_id', r.lot_id,
              'quantity', r.quantity, 'source_type', r.source_type, 'source_id', r.source_id, 'source_line_id', r.source_line_id) order by array_position(x_id, r.id)) from reservation r), '[]'),
           'shortages', erp.stock_shortages(q_product, q_within, q_quantity, short_lines, short_free))
    into result;
  return result;
end
$$;
