create or replace function erp.post_any_movement(p jsonb) returns json
language plpgsql
set search_path = erp, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set enable_hashagg = off
set jit = off
as $$
#variable_conflict use_column
-- Invariant: the ledger, balances, valuations, layers and reservations change together or not at all, at values computed under lock.
-- Posts any number of movements in the order given: the state of the locked rows is kept in arrays and each line sees what the
-- lines before it left. Called by post_stock_movement, which holds the locks that come before valuations and balances.
declare
  movement_count integer := coalesce(jsonb_array_length(p -> 'movements'), 0);
  recorded timestamptz(3);
  go boolean; closed boolean; picks boolean; reserves boolean; faults jsonb; blocked jsonb; serials uuid[];
  -- the lines in order, one array per column; v_ and b_ say at which place below a line finds its rows
  n integer; l_movement integer[]; l_product uuid[]; l_lot uuid[]; l_quantity bigint[]; l_from uuid[]; l_to uuid[]; l_from_area uuid[];
  l_to_area uuid[]; l_from_type text[]; l_to_type text[]; l_pick text[]; l_held boolean[]; l_pick_free bigint[]; l_reserved_for uuid[]; l_given numeric[];
  l_planned numeric[]; l_standard numeric[]; l_method text[]; l_tracking text[]; l_returns uuid[]; l_v_from integer[]; l_v_to integer[]; l_b_from integer[]; l_b_to integer[];
  -- the rows locked
  v_quantity bigint[]; v_value numeric[];
  b_product uuid[]; b_location uuid[]; b_lot uuid[]; b_on_hand bigint[]; b_reserved bigint[]; b_path text[]; b_available boolean[];
  -- the reservations of the sources named, and what is used of each
  r_id uuid[]; r_source uuid[]; r_product uuid[]; r_balance integer[]; r_open bigint[]; r_used bigint[];
  -- per movement: its id and source; per source, at the place of its first movement: work in progress before and its change
  m_id uuid[]; m_type text[]; m_source uuid[]; m_first integer[]; w_before numeric[]; w_change numeric[];
  -- the ledger rows to write
  x integer := 0; first_leg integer; x_id uuid[]; x_line integer[]; x_from uuid[]; x_quantity bigint[]; x_value numeric[];
  -- per product of a conversion, at the place of its first line: the lines that left, what is still to enter and what that is worth
  c integer; c_left uuid[]; c_done bigint[]; c_quantity bigint[]; c_value numeric[];
  short_lines integer[] := '{}'; short_free bigint[] := '{}'; variances jsonb := '[]'; held bigint[];
  b integer; v integer; m integer; wanted bigint; missing bigint; part bigint; free bigint; given numeric; worth numeric; gained numeric; result jsonb;
begin
  if jsonb_path_exists(p, '$.movements[*].lines[100]') then
    -- a document of hundreds of lines is worth a plan of its own, with the tables as large as they are now
    perform set_config('plan_cache_mode', 'force_custom_plan', true);
  end if;
  if p ? 'adjustments' or p @? '$.movements[*] ? (@.when_closed != null || @.reverses_id != null)' then
    p := erp.date_late_facts(p);
  end if;
  for m in 1 .. movement_count loop
    if coalesce(jsonb_array_length(p #> array['movements', (m - 1)::text, 'lines']), 0) = 0 then
      perform erp.refuse_stock_posting(p, jsonb_build_array(jsonb_build_object('movement', m, 'field', 'lines', 'code', 'NO_LINES')));
    end if;
    m_id[m] := erp.uuid_v7();
    m_type[m] := p #>> array['movements', (m - 1)::text, 'type'];
    m_source[m] := coalesce((p #>> array['movements', (m - 1)::text, 'source_id'])::uuid, m_id[m]);
    m_first[m] := array_position(m_source, m_source[m]);
  end loop;
  if p @? '$.adjustments[*] ? (@.type == "conversion_cost")' then
    -- what was worked is in progress before what it made comes out
    for m in 1 .. movement_count loop
      w_change[m] := (select sum(a.wip_value) from jsonb_to_recordset(p -> 'adjustments') a (type text, wip_source_id uuid, wip_value numeric)
                       where a.type = 'conversion_cost' and a.wip_source_id = m_source[m] and m_first[m] = m);
    end loop;
  end if;

  loop
    with line as materialized (
      select * from erp.stock_posting_lines(p)
    ), gate as materialized (
      select coalesce(bool_and(faults is null and lot_blocked is null) and not bool_or(unseeded or period_closed), true) as go, bool_or(period_closed) as closed,
             bool_or(pick_path is not null) as picks, bool_or(reserved_for is not null) as reserves from line
    ), valuation_key as (
      select product_id, from_area_id as area_id from line where from_area_id is distinct from to_area_id and from_area_id is not null
      union select product_id, to_area_id from line where from_area_id is distinct from to_area_id and to_area_id is not null
      union select a.product_id, coalesce(a.area_id, l.valuation_area_id)
              from jsonb_to_recordset(p -> 'adjustments') a (product_id uuid, location_id uuid, area_id uuid)
              left join erp.locations l on l.id = a.location_id
      union select y.product_id, y.area_id from jsonb_to_recordset(p -> 'adjustments') a (line_id uuid)
              join erp.stock_layers y on y.line_id = a.line_id and y.quantity > 0
    ), valuation as materialized (
      select row_number() over () as n, v.* from (
        select s.* from (select * from valuation_key where (select gate.go from gate) order by product_id, area_id) key
         cross join lateral (select s.product_id, s.area_id, s.quantity, s.value from erp.stock_valuations s
                              where s.product_id = key.product_id and s.area_id = key.area_id for update) s) v
    ), balance_key as (
      select product_id, from_location_id as location_id, lot_id from line where from_area_id is not null and pick_path is null
      union select product_id, to_location_id, lot_id from line where to_area_id is not null and (pick_path is null or tracking = 'none')
      union select s.product_id, s.location_id, s.lot_id from line
             cross join lateral (select s.product_id, s.location_id, s.lot_id from erp.stock_balances s
                                  where s.product_id = line.product_id and s.lot_id is null offset 0) s
             cross join lateral (select from erp.locations l where l.id = s.location_id and starts_with(l.path, line.pick_path) offset 0) l
             where line.pick_path is not null and line.tracking = 'none'
      union select s.product_id, s.location_id, s.lot_id from jsonb_to_recordset(p -> 'releases') rel (source_type text, source_id uuid)
              join erp.stock_reservations s on s.source_id = rel.source_id and s.source_type = rel.source_type and s.open_quantity > 0
    ), balance as materialized (
      select row_number() over (order by s.product_id, l.code collate "C", s.location_id, s.lot_id) as n, s.*, l.path, l.is_available and l.is_active as is_available
        from (select s.* from (select * from balance_key where (select gate.go from gate) and (select count(*) from valuation) >= 0
                                order by product_id, location_id, lot_id) key
               cross join lateral (select s.product_id, s.location_id, s.lot_id, s.on_hand, s.reserved from erp.stock_balances s
                                    where s.product_id = key.product_id and s.location_id = key.location_id
                                      and s.lot_id is not distinct from key.lot_id for update) s) s
        left join lateral (select l.code, l.path, l.is_available, l.is_active from erp.locations l
                            where l.id = s.location_id and (select gate.picks from gate) offset 0) l on true
    ), placed as (
      select line.*, vf.n as v_from, vt.n as v_to, bf.n as b_from, bt.n as b_to
        from line
        left join valuation vf on vf.product_id = line.product_id and vf.area_id = line.from_area_id
        left join valuation vt on vt.product_id = line.product_id and vt.area_id = line.to_area_id
        left join balance bf on bf.product_id = line.product_id and bf.location_id = line.from_location_id and bf.lot_id is not distinct from line.lot_id
        left join balance bt on bt.product_id = line.product_id and bt.location_id = line.to_location_id and bt.lot_id is not distinct from line.lot_id
       order by line.line
    )
    select gate.*, l.*, v.*, b.*
      into go, closed, picks, reserves, n, l_movement, l_product, l_lot, l_quantity, l_from, l_to, l_from_area, l_to_area, l_from_type, l_to_type,
           l_pick, l_held, l_pick_free, l_reserved_for, l_given, l_planned, l_standard, l_method, l_tracking, l_returns, l_v_from, l_v_to, l_b_from, l_b_to, serials,
           faults, blocked, v_quantity, v_value, b_product, b_location, b_lot, b_on_hand, b_reserved, b_path, b_available
      from gate
     cross join (select count(*), array_agg(movement), array_agg(product_id), array_agg(lot_id), array_agg(quantity), array_agg(from_location_id),
                   array_agg(to_location_id), array_agg(from_area_id), array_agg(to_area_id), array_agg(from_type), array_agg(to_type),
                   array_agg(pick_path), array_agg(pick_held), array_agg(pick_free), array_agg(reserved_for), array_agg(given_value), array_agg(planned_value),
                   array_agg(standard_cost), array_agg(costing_method), array_agg(tracking), array_agg(returns_line_id), array_agg(v_from), array_agg(v_to),
                   array_agg(b_from), array_agg(b_to), array_agg(lot_id) filter (where tracking = 'serial' and from_area_id is null),
                   jsonb_agg(jsonb_build_object('movement', movement, 'line', line_no, 'faults', placed.faults)) filter (where placed.faults is not null),
                   jsonb_agg(jsonb_build_object('lot_id', lot_id, 'reason', lot_blocked)) filter (where lot_blocked is not null)
              from placed) l
     cross join (select array_agg(quantity order by n), array_agg(value order by n) from valuation) v
     cross join (select array_agg(product_id order by n), array_agg(location_id order by n), array_agg(lot_id order by n), array_agg(on_hand order by n),
                   array_agg(reserved order by n), array_agg(path order by n), array_agg(is_available order by n) from balance) b;
    exit when go;
    if faults is not null then
      perform erp.refuse_stock_posting(p, (select jsonb_agg(jsonb_build_object('movement', f.movement, 'line', case when split_part(code, ' ', 1) <> 'effective_at' then f.line end,
          'field', split_part(code, ' ', 1), 'code', split_part(code, ' ', 2)))
        from jsonb_to_recordset(faults) f (movement integer, line integer, faults jsonb) cross join jsonb_array_elements_text(f.faults) code));
    elsif blocked is not null then
      perform erp.refuse_blocked_lots(blocked);
    elsif closed then
      perform erp.refuse_closed_period(d.company_id, coalesce(d.effective_at, statement_timestamp()), coalesce((p ->> 'soft_closed_allowed')::boolean, false))
         from jsonb_to_recordset(p -> 'movements') d (company_id uuid, effective_at timestamptz);
    end if;
    perform erp.seed_stock_rows(l_product, l_to_area, l_to, l_lot);
  end loop;
  recorded := clock_timestamp();

  if reserves then
    select array_agg(id), array_agg(source_id), array_agg(product_id), array_agg(n), array_agg(open_quantity), array_agg(0::bigint)
      into r_id, r_source, r_product, r_balance, r_open, r_used
      from (select s.id, s.source_id, s.product_id, bal.n, s.open_quantity from erp.stock_reservations s
              join unnest(b_product, b_location, b_lot) with ordinality bal (product_id, location_id, lot_id, n)
                on bal.product_id = s.product_id and bal.location_id = s.location_id and bal.lot_id is not distinct from s.lot_id
             where s.source_id = any (l_reserved_for) and s.open_quantity > 0 order by bal.n, s.id) own_reservation;
  end if;

  for i in 1 .. n loop
    wanted := l_quantity[i];
    first_leg := x + 1;
    if l_pick_free[i] is not null then
      -- pick_lots found too little of a tracked product
      short_lines := short_lines || i; short_free := short_free || l_pick_free[i];
      continue;
    elsif l_pick[i] is null and (l_reserved_for[i] is null or l_from_area[i] is null) then
      if l_from_area[i] is not null then
        b := l_b_from[i];
        free := coalesce(b_on_hand[b] - b_reserved[b], 0);
        if free < wanted then
          short_lines := short_lines || i; short_free := short_free || free;
          if b is not null then b_on_hand[b] := b_reserved[b]; end if;
          continue;
        end if;
        b_on_hand[b] := b_on_hand[b] - wanted;
      end if;
      x := x + 1;
      x_line[x] := i; x_from[x] := l_from[i]; x_quantity[x] := wanted;
    else
      -- what the source holds for itself goes first, then what is free, in the order of the location codes
      held := array_fill(0::bigint, array[coalesce(cardinality(b_product), 0)]);
      missing := wanted;
      for r in 1 .. coalesce(cardinality(r_id), 0) loop
        b := r_balance[r];
        continue when missing = 0 or r_open[r] = 0 or b_location[b] = l_to[i] or r_source[r] is distinct from l_reserved_for[i] or r_product[r] <> l_product[i]
          or (l_pick[i] is null and b is distinct from l_b_from[i]) or (l_pick[i] is not null and not starts_with(b_path[b], l_pick[i]));
        part := least(missing, r_open[r]);
        r_open[r] := r_open[r] - part; r_used[r] := r_used[r] + part;
        b_reserved[b] := b_reserved[b] - part; held[b] := held[b] + part; missing := missing - part;
      end loop;
      for b in 1 .. coalesce(cardinality(b_product), 0) loop
        continue when b_product[b] <> l_product[i] or b_location[b] = l_to[i] or (l_pick[i] is null and b is distinct from l_b_from[i])
          or (l_pick[i] is not null and not (starts_with(b_path[b], l_pick[i]) and (b_available[b] or l_held[i])));
        part := least(missing, b_on_hand[b] - b_reserved[b] - held[b]);
        held[b] := held[b] + part; missing := missing - part;
      end loop;
      if missing > 0 then
        short_lines := short_lines || i; short_free := short_free || wanted - missing;
      end if;
      for b in 1 .. coalesce(cardinality(b_product), 0) loop
        continue when held[b] = 0;
        b_on_hand[b] := b_on_hand[b] - held[b];
        x := x + 1;
        x_line[x] := i; x_from[x] := b_location[b]; x_quantity[x] := held[b];
      end loop;
      continue when missing > 0;
    end if;
    b := l_b_to[i];
    if b is not null then
      b_on_hand[b] := b_on_hand[b] + wanted;
    end if;

    m := m_first[l_movement[i]];
    if 'conversion' in (l_from_type[i], l_to_type[i]) then
      for place in 1 .. i loop
        c := place;
        exit when l_movement[c] = l_movement[i] and l_product[c] = l_product[i];
      end loop;
    end if;
    for leg in first_leg .. x loop
      if l_from_area[i] = l_to_area[i] then
        x_value[leg] := 0;
        continue;
      end if;
      part := x_quantity[leg];
      given := l_given[i];
      x_id[leg] := erp.uuid_v7();
      if l_from_area[i] is not null then
        v := l_v_from[i];
        case l_method[i]
          when 'moving_average' then
            worth := erp.moving_average_value(part, v_quantity[v], v_value[v]);
            if given is not null and part < v_quantity[v] then worth := least(given, v_value[v]); end if;
          when 'standard' then
            worth := v_value[v] - round((v_quantity[v] - part) * l_standard[i], 2);
          else
            worth := erp.take_stock_layers(x_id[leg], l_product[i], l_from_area[i], case when l_method[i] = 'specific' then l_lot[i] end, part, given, l_returns[i], recorded);
        end case;
        if given is not null and worth <> given and l_to_area[i] is null then
          variances := variances || jsonb_build_object('movement', l_movement[i], 'product_id', l_product[i], 'area_id', l_from_area[i],
            'difference', given - worth, 'wip', l_to_type[i] = 'production', 'method', l_method[i]);
        end if;
        v_quantity[v] := v_quantity[v] - part; v_value[v] := v_value[v] - worth;
        if l_to_type[i] = 'conversion' then
          c_left := c_left || x_id[leg]; c_quantity[c] := coalesce(c_quantity[c], 0) + part; c_value[c] := coalesce(c_value[c], 0) + worth;
        end if;
      else
        v := l_v_to[i];
        if l_from_type[i] = 'conversion' then
          worth := erp.moving_average_value(part, coalesce(c_quantity[c], 0), coalesce(c_value[c], 0));
          if l_method[i] = 'fifo' then
            worth := erp.restore_stock_layers(x_id[leg], c_left, coalesce(c_done[c], 0), part, l_product[i], l_to_area[i], recorded);
          end if;
          c_quantity[c] := coalesce(c_quantity[c], 0) - part; c_value[c] := coalesce(c_value[c], 0) - worth; c_done[c] := coalesce(c_done[c], 0) + part;
        else
          worth := coalesce(given, l_planned[i], case when v_quantity[v] > 0 then round(v_value[v] * part / v_quantity[v], 2)
            else round(coalesce(l_standard[i], 0) * part, 2) end);
        end if;
        if given is null and l_from_type[i] = 'production' and l_method[i] <> 'standard' then
          w_before[m] := coalesce(w_before[m], erp.work_in_progress(m_source[m]));
          worth := least(worth, greatest(w_before[m] + coalesce(w_change[m], 0), 0));
        end if;
      end if;
      gained := worth;
      if l_to_area[i] is not null then
        v := l_v_to[i];
        if l_method[i] = 'standard' then
          -- stock at standard is worth quantity times standard, to the cent; what it cost beyond that is a variance
          gained := round((v_quantity[v] + part) * l_standard[i], 2) - v_value[v];
          if l_from_area[i] is not null or l_from_type[i] = 'conversion' then
            if gained <> worth then
              variances := variances || jsonb_build_object('movement', l_movement[i], 'product_id', l_product[i], 'area_id', l_to_area[i],
                'value', gained - worth, 'method', l_method[i]);
            end if;
          else
            if given is not null and gained <> given then
              variances := variances || jsonb_build_object('movement', l_movement[i], 'product_id', l_product[i], 'area_id', l_to_area[i],
                'difference', gained - given, 'wip', l_from_type[i] = 'production', 'method', l_method[i]);
            end if;
            worth := gained;
          end if;
        elsif l_method[i] = 'fifo' and l_from_area[i] is not null then
          perform erp.restore_stock_layers(x_id[leg], x_id[leg:leg], 0, part, l_product[i], l_to_area[i], recorded);
        elsif l_method[i] = 'specific' or (l_method[i] = 'fifo' and l_from_type[i] <> 'conversion') then
          perform erp.put_stock_layer(x_id[leg], l_product[i], l_to_area[i], case when l_method[i] = 'specific' then l_lot[i] end, part, worth,
            m_source[l_movement[i]], case when m_type[l_movement[i]] = 'reversal' then l_returns[i] end, recorded);
        end if;
        v_quantity[v] := v_quantity[v] + part; v_value[v] := v_value[v] + gained;
      end if;
      if l_from_type[i] = 'production' then
        w_change[m] := coalesce(w_change[m], 0) - coalesce(given, worth);
      elsif l_to_type[i] = 'production' then
        w_change[m] := coalesce(w_change[m], 0) + coalesce(given, worth);
      end if;
      x_value[leg] := worth;
    end loop;
  end loop;
  if cardinality(short_lines) > 0 then
    if p ? 'picked' and exists (select from unnest(short_lines) s where l_pick_free[s] is null and l_tracking[s] <> 'none') then
      -- the lots chosen may have gone while the locks were waited for: the whole transaction is run again
      raise exception using errcode = '40001', message = 'Lots that were chosen have been taken by another posting.';
    end if;
    perform erp.refuse_stock_shortage(l_product, l_from, l_quantity, short_lines, short_free);
  end if;
  if exists (select from unnest(c_quantity) left_over where left_over <> 0) then
    perform erp.refuse_stock_posting(p, (select jsonb_agg(jsonb_build_object('movement', l_movement[u.place], 'field', 'lines', 'code', 'CONVERSION_NOT_BALANCED'))
      from unnest(c_quantity) with ordinality u (left_over, place) where u.left_over <> 0));
  end if;

  if reserves then
    update erp.stock_reservations s set consumed_quantity = s.consumed_quantity + u.used
      from unnest(r_id, r_used) u (id, used) where s.id = u.id and u.used > 0;
  end if;
  with movement as (
    insert into erp.stock_movements (id, number, company_id, type, source_type, source_id, reference, reason, reverses_id, effective_at,
      occurred_at, recorded_at, created_by, request_id)
    select m_id[d.n], case when erp.is_dry_run() then 'SM-' || m_id[d.n] else 'SM-' || lpad(nextval('erp.stock_movement_numbers')::text, 9, '0') end,
           d.company_id, d.type, coalesce(d.source_type, 'manual'), m_source[d.n], d.reference, d.reason, d.reverses_id,
           coalesce(d.effective_at, recorded), d.occurred_at, recorded, erp.current_actor(), erp.current_request_id()
      from rows from (jsonb_to_recordset(p -> 'movements') as (company_id uuid, type text, source_type text, reference text, reason text,
             reverses_id uuid, effective_at timestamptz, occurred_at timestamptz)) with ordinality
             as d (company_id, type, source_type, reference, reason, reverses_id, effective_at, occurred_at, n)
    returning *
  ), ledger as (
    insert into erp.stock_ledgers (id, recorded_at, movement_id, line_no, product_id, lot_id, quantity, from_location_id, to_location_id, from_area_id,
      to_area_id, value, returns_line_id)
    select coalesce(u.id, erp.uuid_v7()), recorded, m_id[l_movement[u.line]], row_number() over (partition by l_movement[u.line] order by u.leg), l_product[u.line],
           l_lot[u.line], u.quantity, u.from_location_id, l_to[u.line], l_from_area[u.line], l_to_area[u.line], u.value, l_returns[u.line]
      from unnest(x_id, x_line, x_from, x_quantity, x_value) with ordinality u (id, line, from_location_id, quantity, value, leg)
     where u.line is not null
    returning *
  )
  select jsonb_build_object('movements', jsonb_agg(jsonb_build_object('id', d.id, 'number', d.number, 'company_id', d.company_id, 'type', d.type,
           'source_type', d.source_type, 'source_id', d.source_id, 'reference', d.reference, 'reason', d.reason, 'reverses_id', d.reverses_id,
           'effective_at', erp.iso(d.effective_at), 'occurred_at', erp.iso(d.occurred_at), 'recorded_at', erp.iso(d.recorded_at), 'created_by', d.created_by, 'request_id', d.request_id,
           'lines', lines.lines) order by array_position(m_id, d.id)))
    into result
    from movement d
    join (select l.movement_id, jsonb_agg(jsonb_build_object('id', l.id, 'line_no', l.line_no, 'product_id', l.product_id, 'lot_id', l.lot_id,
            'quantity', l.quantity, 'from_location_id', l.from_location_id, 'to_location_id', l.to_location_id, 'value', l.value::text) order by l.line_no) as lines
            from ledger l group by l.movement_id) lines on lines.movement_id = d.id;
  if serials is not null then
    perform erp.refuse_serial_twice(serials);
  end if;
  if p ? 'releases' then
    -- only what was locked above: a reservation made since may lie on another balance
    update erp.stock_reservations s set released_quantity = s.released_quantity + s.open_quantity
      from jsonb_to_recordset(p -> 'releases') rel (source_type text, source_id uuid),
           unnest(b_product, b_location, b_lot) bal (product_id, location_id, lot_id)
     where s.source_id = rel.source_id and s.source_type = rel.source_type and s.open_quantity > 0
       and bal.product_id = s.product_id and bal.location_id = s.location_id and bal.lot_id is not distinct from s.lot_id;
  end if;
  if p ? 'adjustments' or variances <> '[]' then
    result := coalesce(result, '{}') || jsonb_build_object('adjustments', erp.insert_stock_value_adjustments(coalesce(p -> 'adjustments', '[]') ||
      (select coalesce(jsonb_agg(jsonb_build_object('company_id', p #> array['movements', (d.movement - 1)::text, 'company_id'],
          'type', case when d.method = 'standard' then 'standard_variance' else 'reversal_variance' end,
          'movement_id', m_id[d.movement], 'product_id', d.product_id, 'area_id', d.area_id, 'value', coalesce(d.value, 0), 'exact', true,
          'wip_source_id', case when d.wip then m_source[d.movement] end, 'wip_value', case when d.wip then d.difference end,
          'counter_value', case when not d.wip then d.difference end,
          'source_type', coalesce(p #>> array['movements', (d.movement - 1)::text, 'source_type'], 'manual'), 'source_id', m_source[d.movement],
          'effective_at', p #> array['movements', (d.movement - 1)::text, 'effective_at'],
          'occurred_at', p #> array['movements', (d.movement - 1)::text, 'occurred_at'], 'soft_closed_allowed', p -> 'soft_closed_allowed')), '[]')
         from jsonb_to_recordset(variances) d (movement integer, product_id uuid, area_id uuid, difference numeric, value numeric, wip boolean, method text)),
      recorded));
  end if;
  return result;
end
$$;
