create or replace function erp.insert_stock_value_adjustments(p_adjustments jsonb, p_recorded timestamptz) returns jsonb
language plpgsql
set search_path = erp, pg_temp
as $$
-- Posts value without quantity, under the locks post_stock_movement holds. `spread_over` is the number of pieces the value
-- belongs to (those of the ledger line `line_id` when only that is given): the share of those still on hand goes to stock, the rest is a
-- variance. Where stock is kept in layers the pieces are those of the line, else those that came from the source, and the value goes to
-- their layers, in whatever area they lie. Stock at standard cost and stock of somebody else take no value: all of it is a variance, and the
-- latter is not revalued. `settle_wip` takes whatever work in
-- progress the source has left after the rows before it: they are taken in the order given.
declare
  a record; d record; total numeric; wip numeric; posted jsonb; result jsonb := '[]'; place integer := -1;
begin
  for a in
    select x.*, coalesce(x.area_id, l.valuation_area_id) as area, l.company_id as location_company,
           case when o.id is null then pr.costing_method else 'standard' end as costing_method, o.id is not null as is_owned,
           coalesce(x.spread_over, s.quantity) as pieces, s.lot_id
      from rows from (jsonb_to_recordset(p_adjustments) as (company_id uuid, type text, movement_id uuid, product_id uuid, location_id uuid,
             area_id uuid, value numeric, unit_cost numeric, wip_source_id uuid, wip_value numeric, settle_wip boolean, counter_value numeric, spread_over bigint,
             line_id uuid, exact boolean, source_type text, source_id uuid, reason text, effective_at timestamptz, occurred_at timestamptz, soft_closed_allowed boolean))
             with ordinality
             as x (company_id, type, movement_id, product_id, location_id, area_id, value, unit_cost, wip_source_id, wip_value, settle_wip, counter_value,
             spread_over, line_id, exact, source_type, source_id, reason, effective_at, occurred_at, soft_closed_allowed, n)
      left join erp.locations l on l.id = x.location_id
      left join erp.locations o on o.id = coalesce(x.area_id, l.valuation_area_id) and o.is_owned
      left join erp.products pr on pr.id = x.product_id
      left join erp.stock_ledgers s on s.id = x.line_id
     order by x.n
  loop
    place := place + 1;
    if a.location_company <> a.company_id or a.effective_at > p_recorded then
      raise exception using errcode = 'PB422', constraint = 'VALIDATION_FAILED', message = 'The value adjustment has faults.',
        detail = jsonb_build_object('errors', jsonb_build_array(case when a.location_company <> a.company_id
          then jsonb_build_object('pointer', format('/adjustments/%s/location_id', place), 'code', 'LOCATION_IN_OTHER_COMPANY', 'message', 'The location belongs to another company.')
          else jsonb_build_object('pointer', format('/adjustments/%s/effective_at', place), 'code', 'EFFECTIVE_IN_FUTURE', 'message', 'An adjustment cannot become effective in the future.') end))::text;
    end if;
    if a.is_owned and a.type = 'revaluation' then
      raise exception using errcode = 'PB409', constraint = 'VALUE_OF_OTHERS', message = 'What belongs to somebody else has no value here.';
    end if;
    perform erp.refuse_closed_period(a.company_id, coalesce(a.effective_at, p_recorded), coalesce(a.soft_closed_allowed, false));
    wip := case when a.settle_wip then -erp.work_in_progress(a.wip_source_id) else coalesce(a.wip_value, 0) end;
    total := coalesce(a.value, case when a.settle_wip then -wip end,
      (select round(v.quantity * a.unit_cost, 2) - v.value from erp.stock_valuations v where v.product_id = a.product_id and v.area_id = a.area), 0);
    for d in
      select * from erp.spread_stock_value(a.product_id, a.area, a.costing_method, a.lot_id, a.line_id,
        case when a.spread_over is not null then coalesce(a.wip_source_id, a.source_id) end, total, a.pieces, coalesce(a.exact, false))
       order by area_id <> a.area, area_id
    loop
      insert into erp.stock_value_adjustments as s (company_id, type, movement_id, line_id, product_id, area_id, value, wip_source_id, wip_value,
        counter_value, source_type, source_id, reason, effective_at, occurred_at, recorded_at, created_by, request_id)
      values (a.company_id, a.type, a.movement_id, a.line_id, a.product_id, d.area_id, d.value, a.wip_source_id, wip, coalesce(a.counter_value, 0),
        a.source_type, a.source_id, a.reason, coalesce(a.effective_at, p_recorded), a.occurred_at, p_recorded, erp.current_actor(), erp.current_request_id())
      returning jsonb_build_object('id', s.id, 'place', place, 'type', s.type, 'product_id', s.product_id, 'area_id', s.area_id, 'value', s.value::text,
        'wip_value', s.wip_value::text, 'counter_value', s.counter_value::text, 'variance_value', s.variance_value::text) into posted;
      insert into erp.stock_layer_entries (layer_id, adjustment_id, quantity, value, recorded_at)
      select y.layer_id, (posted ->> 'id')::uuid, 0, y.value, p_recorded from unnest(d.layers, d.values) y (layer_id, value) where y.value <> 0;
      result := result || posted;
      -- the same value in further areas is no second debt and no second settlement
      wip := 0; a.counter_value := 0;
    end loop;
  end loop;
  return result;
end
$$;
