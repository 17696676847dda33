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
-- a posting, and handed to the requests in their order: lots as the place or the product says, other stock from the locations in the
-- order of their codes. Held stock (quarantine, scrap, transit) is passed over unless the request names such a place; lots on hold or
-- past their day always. Reservations past their time are given back first. `partial` takes what there is; otherwise it is all or none.
-- `take_over` takes what is then still missing from reservations of others that weigh less, or as much and are needed later. A `soft`
-- request binds no piece: it only says that it will want some.
declare
  n integer; q_product uuid[]; q_within uuid[]; q_path text[]; q_held boolean[]; q_quantity bigint[]; q_source_type text[]; q_source_id uuid[];
  q_line uuid[]; q_company uuid[]; q_lot uuid[]; q_kind text[]; q_priority smallint[]; q_needed timestamptz[]; q_expires timestamptz[]; faults jsonb;
  b_product uuid[]; b_location uuid[]; b_lot uuid[]; b_free bigint[]; b_path text[]; b_available boolean[];
  x integer := 0; x_request integer[]; x_balance integer[]; x_quantity bigint[]; x_id uuid[];
  t integer := 0; t_from uuid[]; t_to uuid[]; t_quantity bigint[];
  short_lines integer[] := '{}'; short_free bigint[] := '{}'; missing bigint; part bigint; other record; result json;
  recorded timestamptz(3) := clock_timestamp();
begin
  select count(*), array_agg(product_id), array_agg(within_id), array_agg(path), array_agg(held), array_agg(quantity), array_agg(source_type),
         array_agg(source_id), array_agg(source_line_id), array_agg(company_id), array_agg(lot_id), array_agg(kind), array_agg(priority), array_agg(needed_at),
         array_agg(expires_at), jsonb_agg(jsonb_build_object('place', place, 'faults', faults)) filter (where faults is not null)
    into n, q_product, q_within, q_path, q_held, q_quantity, q_source_type, q_source_id, q_line, q_company, q_lot, q_kind, q_priority, q_needed, q_expires, faults
    from (
      select q.place, q.product_id, l.id as within_id, l.path, not l.is_available as held, l.company_id, q.source_type, q.source_id, q.source_line_id, q.lot_id,
             coalesce(q.kind, 'hard') as kind, coalesce(q.priority, 5)::smallint as priority, q.needed_at, q.expires_at,
             case when q.quantity between 1 and 9007199254740991 and q.quantity = trunc(q.quantity) then q.quantity::bigint end as quantity,
             nullif(array_remove(array[
               case when pr.id is null then 'product_id REFERENCE_NOT_FOUND' end,
               case when not pr.is_active then 'product_id PRODUCT_INACTIVE' end,
               case when pr.type = 'service' then 'product_id SERVICE_HAS_NO_STOCK' end,
               case when (q.quantity between 1 and 9007199254740991 and q.quantity = trunc(q.quantity)) is not true then 'quantity INVALID_QUANTITY' end,
               case when q.lot_id is not null and lt.product_id is distinct from q.product_id then 'lot_id REFERENCE_NOT_FOUND' end,
               case when q.expires_at <= recorded then 'expires_at EXPIRES_IN_PAST' end,
               case when l.id is null then 'within_location_id REFERENCE_NOT_FOUND' end,
               case when l.is_virtual then 'within_location_id SIDES_DO_NOT_FIT' end], null), '{}') as faults
        from rows from (jsonb_to_recordset(p -> 'requests') as (product_id uuid, quantity numeric, within_location_id uuid, source_type text,
               source_id uuid, source_line_id uuid, lot_id uuid, kind text, priority integer, needed_at timestamptz, expires_at timestamptz)) with ordinality
               as q (product_id, quantity, within_location_id, source_type, source_id, source_line_id, lot_id, kind, priority, needed_at, expires_at, place)
        left join lateral (select * from erp.products pr where pr.id = q.product_id offset 0) pr on true
        left join lateral (select * from erp.locations l where l.id = q.within_location_id offset 0) l on true
        left join lateral (select * from erp.lots lt where lt.id = q.lot_id offset 0) lt on true
       order by q.place) request;
  if faults is not null then
    raise exception using errcode = 'PB422', constraint = 'VALIDATION_FAILED', message = 'The reservation has faults.',
      detail = jsonb_build_object('errors', (
        select jsonb_agg(jsonb_build_object('pointer', '/requests/' || (f.place - 1) || '/' || split_part(code, ' ', 1), 'code', split_part(code, ' ', 2),
                 'message', 'This product, lot, place, time or quantity cannot be reserved.'))
          from jsonb_to_recordset(faults) f (place integer, faults jsonb) cross join jsonb_array_elements_text(f.faults) code))::text;
  end if;

  select array_agg(product_id order by n), array_agg(location_id order by n), array_agg(lot_id order by n), array_agg(free order by n),
         array_agg(path order by n), array_agg(is_available order by n)
    into b_product, b_location, b_lot, b_free, b_path, b_available
    from (
      select s.*, l.path, l.is_available,
             row_number() over (order by s.product_id, case when s.strategy = 'fefo' then lt.expires_on end nulls last, case when s.strategy = 'lifo' then lt.created_at end desc,
               lt.created_at, lt.code, l.code collate "C", s.location_id, s.lot_id) as n
        from (select s.*, key.strategy from (
                select distinct on (s.product_id, s.location_id, s.lot_id) s.id, s.product_id, s.location_id, s.lot_id, coalesce(w.pick_strategy, pr.pick_strategy) as strategy
                  from unnest(q_product, q_path, q_within, q_lot, q_kind) q (product_id, path, within_id, lot_id, kind)
                  join erp.products pr on pr.id = q.product_id join erp.locations w on w.id = q.within_id
                 cross join lateral (select * from erp.stock_balances s where s.product_id = q.product_id and s.on_hand > 0 and (q.lot_id is null or s.lot_id = q.lot_id) offset 0) s
                 cross join lateral (select from erp.locations l where l.id = s.location_id and starts_with(l.path, q.path) and l.is_active offset 0) l
                 where q.kind = 'hard'
                 order by s.product_id, s.location_id, s.lot_id) key
               cross join lateral (select s.product_id, s.location_id, s.lot_id, s.on_hand - s.reserved + (
                                            select coalesce(sum(r.open_quantity), 0)::bigint from erp.stock_reservations r
                                             where r.product_id = s.product_id and r.location_id = s.location_id and r.lot_id is not distinct from s.lot_id
                                               and r.open_quantity > 0 and r.kind = 'hard' and r.expires_at <= recorded) as free
                                     from erp.stock_balances s where s.id = key.id for update) s) s
        join erp.locations l on l.id = s.location_id
        left join erp.lots lt on lt.id = s.lot_id
       where erp.is_lot_usable(lt.state, lt.expires_on)) balance;

  update erp.stock_reservations r set released_quantity = r.released_quantity + r.open_quantity
    from unnest(b_product, b_location, b_lot) b (product_id, location_id, lot_id)
   where r.product_id = b.product_id and r.location_id = b.location_id and r.lot_id is not distinct from b.lot_id
     and r.open_quantity > 0 and r.kind = 'hard' and r.expires_at <= recorded;
  for i in 1 .. n loop
    missing := q_quantity[i];
    if q_kind[i] = 'soft' then
      x := x + 1;
      x_request[x] := i; x_quantity[x] := missing; x_id[x] := erp.uuid_v7();
      continue;
    end if;
    for b in 1 .. coalesce(cardinality(b_product), 0) loop
      continue when missing = 0 or b_free[b] = 0 or b_product[b] <> q_product[i] or not starts_with(b_path[b], q_path[i])
        or not (b_available[b] or q_held[i]) or b_lot[b] is distinct from coalesce(q_lot[i], b_lot[b]);
      part := least(missing, b_free[b]);
      b_free[b] := b_free[b] - part; missing := missing - part;
      x := x + 1;
      x_request[x] := i; x_balance[x] := b; x_quantity[x] := part; x_id[x] := erp.uuid_v7();
    end loop;
    if missing > 0 and coalesce((p ->> 'take_over')::boolean, false) then
      -- the least important first, and of these what is needed last; every reservation is locked by its balance
      for other in
        select r.id, r.open_quantity - coalesce((select sum(u.quantity) from unnest(t_from, t_quantity) u (id, quantity) where u.id = r.id), 0) as open_quantity, bal.b
          from unnest(b_product, b_location, b_lot, b_path, b_available) with ordinality bal (product_id, location_id, lot_id, path, is_available, b)
          join erp.stock_reservations r on r.product_id = bal.product_id and r.location_id = bal.location_id and r.lot_id is not distinct from bal.lot_id
         where bal.product_id = q_product[i] and starts_with(bal.path, q_path[i]) and (bal.is_available or q_held[i]) and (q_lot[i] is null or bal.lot_id = q_lot[i])
           and r.open_quantity > 0 and r.kind = 'hard' and (r.source_type, r.source_id) is distinct from (q_source_type[i], q_source_id[i])
           and (r.priority > q_priority[i] or (r.priority = q_priority[i] and coalesce(r.needed_at, 'infinity') > coalesce(q_needed[i], 'infinity')))
         order by r.priority desc, r.needed_at desc nulls first, r.id desc
      loop
        exit when missing = 0;
        part := least(missing, other.open_quantity);
        continue when part <= 0;
        missing := missing - part;
        x := x + 1;
        x_request[x] := i; x_balance[x] := other.b; x_quantity[x] := part; x_id[x] := erp.uuid_v7();
        t := t + 1;
        t_from[t] := other.id; t_to[t] := x_id[x]; t_quantity[t] := part;
      end loop;
    end if;
    if missing > 0 then
      short_lines := short_lines || i; short_free := short_free || q_quantity[i] - missing;
    end if;
  end loop;
  if cardinality(short_lines) > 0 and not coalesce((p ->> 'partial')::boolean, false) then
    perform erp.refuse_stock_shortage(q_product, q_within, q_quantity, short_lines, short_free);
  end if;

  if t > 0 then
    update erp.stock_reservations r set released_quantity = r.released_quantity + u.quantity
      from (select id, sum(quantity)::bigint as quantity from unnest(t_from, t_quantity) taken (id, quantity) group by id) u where u.id = r.id;
  end if;
  with reservation as (
    insert into erp.stock_reservations (id, company_id, product_id, location_id, lot_id, kind, quantity, priority, needed_at, expires_at, source_type, source_id,
      source_line_id, created_by, request_id)
    select u.id, q_company[u.request], q_product[u.request], coalesce(b_location[u.balance], q_within[u.request]), coalesce(b_lot[u.balance], q_lot[u.request]), q_kind[u.request],
           u.quantity, q_priority[u.request], q_needed[u.request], q_expires[u.request], q_source_type[u.request], q_source_id[u.request], q_line[u.request],
           erp.current_actor(), erp.current_request_id()
      from unnest(x_request, x_balance, x_quantity, x_id) u (request, balance, quantity, id)
    returning *
  ), taking as (
    insert into erp.stock_reallocations (from_reservation_id, to_reservation_id, quantity, reason, created_by, request_id)
    select u.from_id, u.to_id, u.quantity, p ->> 'reason', erp.current_actor(), erp.current_request_id() from unnest(t_from, t_to, t_quantity) u (from_id, to_id, quantity)
    returning *
  )
  select json_build_object(
           'reserved', coalesce((select json_agg(json_build_object('id', r.id, 'product_id', r.product_id, 'location_id', r.location_id, 'lot_id', r.lot_id,
              'quantity', r.quantity, 'kind', r.kind, 'source_type', r.source_type, 'source_id', r.source_id, 'source_line_id', r.source_line_id) order by array_position(x_id, r.id)) from reservation r), '[]'),
           'taken', coalesce((select json_agg(json_build_object('reservation_id', g.from_reservation_id, 'source_type', o.source_type, 'source_id', o.source_id, 'product_id', o.product_id,
              'location_id', o.location_id, 'lot_id', o.lot_id, 'quantity', g.quantity) order by g.id) from taking g join erp.stock_reservations o on o.id = g.from_reservation_id), '[]'),
           'shortages', erp.stock_shortages(q_product, q_within, q_quantity, short_lines, short_free))
    into result;
  return result;
end
$$;
