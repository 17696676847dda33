create or replace function erp.post_plain_movement(p jsonb) returns json
language plpgsql
set search_path = erp, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
-- Invariant: as post_any_movement, which does whatever this one answers null to. The everyday posting in one statement: one movement
-- of own stock effective now, each product once, every line between a real and a virtual side or within one area, a cost given for what enters,
-- the rows it needs there already (making them comes before any lock, and a row that appears while locks are held would be locked out of
-- order by whoever goes on), enough free stock for what leaves. Locks are taken in the same order; nothing is written unless all of it holds.
declare
  movement jsonb := p #> '{movements,0}';
  company uuid := (movement ->> 'company_id')::uuid;
  kind text := movement ->> 'type';
  lines integer := jsonb_array_length(movement -> 'lines');
  result json;
begin
  with line as materialized (
    select l.product_id, l.quantity::bigint as quantity, l.from_location_id, l.to_location_id, f.valuation_area_id as from_area_id,
           t.valuation_area_id as to_area_id, coalesce(l.value, round(l.quantity * l.unit_cost, 2)) as given, l.line_no
      from rows from (jsonb_to_recordset(movement -> 'lines') as (product_id uuid, quantity numeric, from_location_id uuid, to_location_id uuid,
             unit_cost numeric, value numeric, lot_id text, pick_within text, reserved_for text, planned_unit_cost text, returns_line_id text)) with ordinality
             as l (product_id, quantity, from_location_id, to_location_id, unit_cost, value, lot_id, pick_within, reserved_for, planned_unit_cost, returns_line_id, line_no)
     cross join lateral (select from erp.products pr where pr.id = l.product_id and pr.is_active and pr.costing_method = 'moving_average'
                            and pr.tracking = 'none' and pr.type <> 'service' offset 0) pr
     cross join lateral (select f.valuation_area_id, f.type from erp.locations f
                          where f.id = l.from_location_id and f.company_id = company and f.is_active and not f.is_owned offset 0) f
     cross join lateral (select t.id, t.valuation_area_id, t.type from erp.locations t
                          where t.id = l.to_location_id and t.company_id = company and t.is_active and not t.is_owned offset 0) t
     where l.quantity between 1 and 9007199254740991 and l.quantity = trunc(l.quantity) and l.from_location_id <> l.to_location_id
       and coalesce(l.lot_id, l.pick_within, l.reserved_for, l.planned_unit_cost, l.returns_line_id) is null
       and case when f.valuation_area_id is not null then l.unit_cost is null and l.value is null
             else (l.unit_cost between 0 and 9999999999999 and l.unit_cost = round(l.unit_cost, 6) and l.value is null)
               or (l.value between 0 and 9999999999999.99 and l.value = round(l.value, 2) and l.unit_cost is null) end
       and case kind
             when 'receipt' then f.valuation_area_id is null and f.type <> 'production' and t.valuation_area_id is not null
             when 'issue' then f.valuation_area_id is not null and t.valuation_area_id is null and t.type <> 'production'
             when 'transfer' then f.valuation_area_id = t.valuation_area_id
             when 'adjustment' then (f.type = 'adjustment' and t.valuation_area_id is not null) or (t.type = 'adjustment' and f.valuation_area_id is not null)
             else false end
       and (t.valuation_area_id is null or (
         exists (select from erp.stock_balances b where b.product_id = l.product_id and b.location_id = t.id and b.lot_id is null)
         and exists (select from erp.stock_valuations v where v.product_id = l.product_id and v.area_id = t.valuation_area_id)))
       and (f.valuation_area_id is null or (
         exists (select from erp.stock_balances b where b.product_id = l.product_id and b.location_id = l.from_location_id and b.lot_id is null)
         and exists (select from erp.stock_valuations v where v.product_id = l.product_id and v.area_id = f.valuation_area_id)))
     order by l.product_id
  ), gate as materialized (
    select lines > 0 and count(*) = lines and count(distinct product_id) = lines and not exists (
             select from erp.closed_periods(company, statement_timestamp(), coalesce((p ->> 'soft_closed_allowed')::boolean, false))) as go,
           count(from_area_id) + count(to_area_id) as balances, count(*) filter (where from_area_id is distinct from to_area_id) as valuations
      from line
  ), valuation as materialized (
    select line.*, v.quantity as valued_quantity, v.value as valued_at from line
      left join lateral (select v.quantity, v.value from erp.stock_valuations v
                          where v.product_id = line.product_id and v.area_id = coalesce(line.from_area_id, line.to_area_id)
                            and line.from_area_id is distinct from line.to_area_id for update) v on true
     where (select go from gate)
  ), balance as materialized (
    select valuation.*, b.location_id, b.free from valuation
     cross join lateral (select b.location_id, b.on_hand - b.reserved as free from erp.stock_balances b
                          where b.product_id = valuation.product_id and b.location_id in (valuation.from_location_id, valuation.to_location_id)
                            and b.lot_id is null order by b.location_id for update) b
     where (select count(valued_at) from valuation) = (select valuations from gate)
  ), moved as materialized (
    select b.*, case when b.from_area_id = b.to_area_id then 0
                     when b.from_area_id is null then b.given
                     else erp.moving_average_value(b.quantity, b.valued_quantity, b.valued_at) end as value
      from balance b
     where b.location_id = case when b.from_area_id is null then b.to_location_id else b.from_location_id end
       and (b.from_area_id is null or b.free >= b.quantity)
  ), verdict as materialized (
    select erp.uuid_v7() as id, clock_timestamp()::timestamptz(3) as recorded_at from gate
     where go and (select count(*) from balance) = balances and (select count(*) from moved) = lines
  ), head as (
    insert into erp.stock_movements (id, number, company_id, type, source_type, source_id, reference, reason, effective_at, recorded_at, created_by, request_id)
    select v.id, case when erp.is_dry_run() then 'SM-' || v.id else 'SM-' || lpad(nextval('erp.stock_movement_numbers')::text, 9, '0') end, company, kind,
           coalesce(movement ->> 'source_type', 'manual'), coalesce((movement ->> 'source_id')::uuid, v.id), movement ->> 'reference', movement ->> 'reason',
           v.recorded_at, v.recorded_at, erp.current_actor(), erp.current_request_id()
      from verdict v returning *
  ), ledger as (
    insert into erp.stock_ledgers (recorded_at, movement_id, line_no, product_id, quantity, from_location_id, to_location_id, from_area_id, to_area_id, value)
    select v.recorded_at, v.id, m.line_no, m.product_id, m.quantity, m.from_location_id, m.to_location_id, m.from_area_id, m.to_area_id, m.value
      from moved m cross join verdict v order by m.line_no returning *
  )
  select json_build_object('movements', json_build_array(json_build_object('id', d.id, 'number', d.number, 'company_id', d.company_id, 'type', d.type,
           'source_type', d.source_type, 'source_id', d.source_id, 'reference', d.reference, 'reason', d.reason, 'reverses_id', d.reverses_id,
           'effective_at', erp.iso(d.effective_at), 'occurred_at', null, 'recorded_at', erp.iso(d.recorded_at), 'created_by', d.created_by, 'request_id', d.request_id,
           'lines', (select json_agg(json_build_object('id', l.id, 'line_no', l.line_no, 'product_id', l.product_id, 'lot_id', l.lot_id, 'quantity', l.quantity,
             'from_location_id', l.from_location_id, 'to_location_id', l.to_location_id, 'value', l.value::text) order by l.line_no) from ledger l))))
    into result from head d;
  return result;
end
$$;
