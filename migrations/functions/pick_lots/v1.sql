create or replace function erp.pick_lots(p jsonb) returns jsonb
language plpgsql
set search_path = erp, pg_temp
as $$
#variable_conflict use_column
-- Invariant: a line of a tracked product that names a place to pick within becomes lines that each name a lot and a location: what its
-- source holds for itself first, then free pieces, the lots in the order of the place's or the product's strategy. Lots that are on hold or
-- expired stay. Pickers of one product take turns, so that all of them do not choose the same lot. A line that finds too little stays as
-- it is and is refused with everything else that is short; `picked` tells that a shortage may be a lost race.
declare
  d record; c record; expanded jsonb; missing bigint; part bigint; found bigint; used jsonb := '{}'; key text; lines jsonb := '[]';
  picks uuid[]; movement_place integer := 0;
begin
  select array_agg(distinct pr.id order by pr.id) into picks
    from jsonb_to_recordset(p -> 'movements') m (lines jsonb)
   cross join jsonb_to_recordset(m.lines) l (product_id uuid, pick_within uuid, lot_id uuid)
    join erp.products pr on pr.id = l.product_id and pr.tracking <> 'none'
   where l.pick_within is not null and l.lot_id is null;
  if picks is null then
    return p;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('pick_lots:' || id, 0)) from unnest(picks) id;

  -- what lines that name their lot take is not there for the others
  for d in
    select l.product_id, l.from_location_id, l.lot_id, sum(l.quantity) as quantity from jsonb_to_recordset(p -> 'movements') m (lines jsonb)
     cross join jsonb_to_recordset(m.lines) l (product_id uuid, from_location_id uuid, lot_id uuid, quantity numeric)
     where l.product_id = any (picks) and l.lot_id is not null and l.from_location_id is not null group by 1, 2, 3
  loop
    used := used || jsonb_build_object(concat_ws('|', d.from_location_id, d.lot_id), d.quantity);
  end loop;
  for d in
    select m.movement, m.type, l.line, l.place, l.body, (l.body ->> 'product_id')::uuid as product_id, (l.body ->> 'quantity')::numeric as quantity,
           (l.body ->> 'to_location_id')::uuid as to_location_id, (l.body ->> 'reserved_for')::uuid as reserved_for, f.path, f.is_available,
           coalesce(f.pick_strategy, pr.pick_strategy) as strategy, pr.tracking
      from rows from (jsonb_to_recordset(p -> 'movements') as (type text, lines jsonb)) with ordinality as m (type, lines, movement)
     cross join lateral (select e.body, e.line, coalesce((e.body ->> 'place')::bigint, e.line) as place from jsonb_array_elements(m.lines) with ordinality e (body, line)) l
      left join erp.products pr on pr.id = (l.body ->> 'product_id')::uuid and pr.tracking <> 'none' and l.body ->> 'lot_id' is null
      left join erp.locations f on f.id = (l.body ->> 'pick_within')::uuid and pr.id is not null
     order by m.movement, l.line
  loop
    if d.movement > movement_place then
      p := case when movement_place > 0 then jsonb_set(p, array['movements', (movement_place - 1)::text, 'lines'], lines) else p end;
      movement_place := d.movement; lines := '[]';
    end if;
    if d.path is null or d.quantity is null or d.quantity <> trunc(d.quantity) or not d.quantity between 1 and 9007199254740991 then
      lines := lines || (d.body || jsonb_build_object('place', d.place));
      continue;
    end if;
    expanded := '[]'; missing := d.quantity; found := 0;
    for c in
      select b.location_id, b.lot_id, b.on_hand - b.reserved as free, coalesce(own.quantity, 0) as own
        from erp.stock_balances b
        join erp.locations l on l.id = b.location_id and l.is_active and starts_with(l.path, d.path) and (l.is_available or not d.is_available)
        join erp.lots t on t.id = b.lot_id
        left join lateral (select sum(r.open_quantity)::bigint as quantity from erp.stock_reservations r
                            where r.product_id = b.product_id and r.location_id = b.location_id and r.lot_id = b.lot_id
                              and r.source_id = d.reserved_for and r.open_quantity > 0) own on d.reserved_for is not null
       where b.product_id = d.product_id and b.on_hand > 0 and b.location_id <> d.to_location_id
         and (d.type not in ('issue', 'production_consumption') or erp.is_lot_usable(t.state, t.expires_on))
       order by coalesce(own.quantity, 0) = 0, case when d.strategy = 'fefo' then t.expires_on end nulls last,
         case when d.strategy = 'lifo' then t.created_at end desc, t.created_at, t.code, l.code collate "C", b.location_id
    loop
      exit when missing = 0;
      key := concat_ws('|', c.location_id, c.lot_id);
      part := least(missing, greatest(c.free + c.own - coalesce((used ->> key)::bigint, 0), 0));
      continue when part = 0;
      used := used || jsonb_build_object(key, coalesce((used ->> key)::bigint, 0) + part);
      missing := missing - part; found := found + part;
      expanded := expanded || (d.body - 'pick_within' || jsonb_build_object('from_location_id', c.location_id, 'lot_id', c.lot_id, 'quantity', part, 'place', d.place));
    end loop;
    lines := lines || case when missing = 0 then expanded else jsonb_build_array(d.body || jsonb_build_object('place', d.place, 'pick_free', found)) end;
  end loop;
  return jsonb_set(p, array['movements', (movement_place - 1)::text, 'lines'], lines) || '{"picked": true}';
end
$$;
