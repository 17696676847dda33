create or replace function erp.insert_stock_value_adjustments(p_adjustments jsonb, p_recorded timestamptz) returns jsonb
language plpgsql
set search_path = erp, pg_temp
as $$
-- Posts value without quantity, under the locks post_stock_movement holds. `spread_over` is the number of pieces the value
-- belongs to: the share of those still on hand goes to their valuation, the rest is a variance. `settle_wip` takes whatever
-- work in progress the source has left after the rows before it: they are taken in the order given.
declare
  a record; v erp.stock_valuations; total numeric; wip numeric; share numeric; posted jsonb; result jsonb := '[]'; place integer := -1;
begin
  for a in
    select x.*, coalesce(x.area_id, l.valuation_area_id) as area, l.company_id as location_company
      from rows from (jsonb_to_recordset(p_adjustments) as (company_id uuid, type text, movement_id uuid, product_id uuid, location_id uuid,
             area_id uuid, value numeric, wip_source_id uuid, wip_value numeric, settle_wip boolean, counter_value numeric, spread_over bigint,
             source_type text, source_id uuid, reason text, effective_at timestamptz)) with ordinality
             as x (company_id, type, movement_id, product_id, location_id, area_id, value, wip_source_id, wip_value, settle_wip, counter_value,
             spread_over, source_type, source_id, reason, effective_at, n)
      left join erp.locations l on l.id = x.location_id
     order by x.n
  loop
    place := place + 1;
    if a.location_company <> a.company_id or a.effective_at > p_recorded then
      raise exception using errcode = 'PB422', constraint = 'VALIDATION_FAILED', message = 'The value adjustment has faults.',
        detail = jsonb_build_object('errors', jsonb_build_array(case when a.location_company <> a.company_id
          then jsonb_build_object('pointer', format('/adjustments/%s/location_id', place), 'code', 'LOCATION_IN_OTHER_COMPANY', 'message', 'The location belongs to another company.')
          else jsonb_build_object('pointer', format('/adjustments/%s/effective_at', place), 'code', 'EFFECTIVE_IN_FUTURE', 'message', 'An adjustment cannot become effective in the future.') end))::text;
    end if;
    if exists (select from erp.stock_periods where company_id = a.company_id and state = 'closed'
                  and month = date_trunc('month', coalesce(a.effective_at, p_recorded))::date) then
      raise exception using errcode = 'PB409', constraint = 'PERIOD_CLOSED', message = 'The stock period of this date is closed.';
    end if;
    v := null;
    select * into v from erp.stock_valuations where product_id = a.product_id and area_id = a.area;
    wip := case when a.settle_wip then -erp.work_in_progress(a.wip_source_id) else coalesce(a.wip_value, 0) end;
    total := coalesce(a.value, case when a.settle_wip then -wip else 0 end);
    share := case
      when a.spread_over is null then total
      when coalesce(v.quantity, 0) = 0 then 0
      else round(total * least(v.quantity, a.spread_over) / a.spread_over, 2) end;
    if a.spread_over is not null then
      share := greatest(share, -coalesce(v.value, 0));
    elsif share <> 0 and (coalesce(v.quantity, 0) = 0 or v.value + share < 0) then
      raise exception using errcode = 'PB409', constraint = 'VALUE_EXCEEDS_STOCK',
        message = 'There is not enough stock, or not enough value in it, to carry this adjustment.',
        detail = jsonb_build_object('product_id', a.product_id, 'quantity', coalesce(v.quantity, 0), 'value', coalesce(v.value, 0)::text)::text;
    end if;
    insert into erp.stock_value_adjustments as s (company_id, type, movement_id, product_id, area_id, value, wip_source_id, wip_value,
      counter_value, source_type, source_id, reason, effective_at, recorded_at, created_by, request_id)
    values (a.company_id, a.type, a.movement_id, a.product_id, a.area, share, a.wip_source_id, wip, coalesce(a.counter_value, 0),
      a.source_type, a.source_id, a.reason, coalesce(a.effective_at, p_recorded), p_recorded, erp.current_actor(), erp.current_request_id())
    returning jsonb_build_object('id', s.id, 'type', s.type, 'product_id', s.product_id, 'area_id', s.area_id, 'value', s.value::text,
      'wip_value', s.wip_value::text, 'counter_value', s.counter_value::text, 'variance_value', s.variance_value::text) into posted;
    result := result || posted;
  end loop;
  return result;
end
$$;
