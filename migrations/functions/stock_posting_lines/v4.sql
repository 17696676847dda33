create or replace function erp.stock_posting_lines(p jsonb)
returns table (line bigint, movement integer, line_no integer, product_id uuid, lot_id uuid, quantity bigint,
  from_location_id uuid, to_location_id uuid, from_area_id uuid, to_area_id uuid, from_type text, to_type text,
  pick_path text, pick_held boolean, pick_free bigint, reserved_for uuid, given_value numeric, planned_value numeric, standard_cost numeric,
  costing_method text, tracking text, returns_line_id uuid, unseeded boolean, period_closed boolean, lot_blocked text, faults text[])
language sql stable
as $$
-- The lines of a posting, in order, with what the master data say about them and everything that is wrong with each: a fault is
-- the field and the code; a lot that must not leave now is told apart (`lot_blocked`), since that is a matter of its state. A line that
-- pick_lots has made of another keeps that one's place for its faults. What comes or goes back is worth its share of what it was worth
-- then. What belongs to somebody else has no value, whatever its method. Reads only; written so that the planner inlines it.
  select row_number() over (order by m.movement, l.line_no), m.movement::integer, coalesce(l.place, l.line_no)::integer, l.product_id, l.lot_id,
         case when l.quantity between 1 and 9007199254740991 then l.quantity::bigint end,
         f.id, t.id, f.valuation_area_id, t.valuation_area_id, f.type, t.type,
         case when l.pick_within is not null then f.path end, not f.is_available, l.pick_free, l.reserved_for,
         case when f.is_owned or t.is_owned then 0 else coalesce(l.value, round(l.quantity * l.unit_cost, 2), r.value) end, round(l.quantity * l.planned_unit_cost, 2),
         case when f.is_owned or t.is_owned then 0 else pr.standard_cost end,
         pr.costing_method, pr.tracking, l.returns_line_id,
         t.valuation_area_id is not null and (tb.id is null or (tv.id is null and f.valuation_area_id is distinct from t.valuation_area_id)),
         m.period_closed,
         case when m.type in ('issue', 'production_consumption') and not f.is_virtual then
           case when lt.state = 'on_hold' then 'LOT_ON_HOLD' when lt.expires_on < current_date then 'LOT_EXPIRED' end end,
         nullif(array_remove(array[
           case when m.in_future and l.line_no = 1 then 'effective_at EFFECTIVE_IN_FUTURE' end,
           case when pr.id is null then 'product_id REFERENCE_NOT_FOUND' end,
           case when not pr.is_active and m.type <> 'reversal' then 'product_id PRODUCT_INACTIVE' end,
           case when pr.type = 'service' then 'product_id SERVICE_HAS_NO_STOCK' end,
           case when pr.tracking <> 'none' and l.lot_id is null and l.pick_within is null then 'lot_id LOT_REQUIRED' end,
           case when pr.tracking = 'none' and l.lot_id is not null then 'lot_id LOT_NOT_TRACKED' end,
           case when l.lot_id is not null and pr.tracking <> 'none' and lt.id is null then 'lot_id REFERENCE_NOT_FOUND' end,
           case when lt.product_id <> l.product_id then 'lot_id LOT_OF_OTHER_PRODUCT' end,
           case when pr.tracking = 'serial' and l.lot_id is not null and l.quantity <> 1 then 'quantity SERIAL_QUANTITY' end,
           case when l.returns_line_id is not null and m.type <> 'reversal' then case
             when m.type <> 'return' then 'returns_line_id NOT_A_RETURN'
             when r.product_id is null then 'returns_line_id REFERENCE_NOT_FOUND'
             when r.product_id <> l.product_id or r.lot_id is distinct from l.lot_id or r.leaves <> f.is_virtual then 'returns_line_id NOT_THAT_LINE'
             when r.owned <> (f.is_owned or t.is_owned) then 'returns_line_id OWNER_CHANGES'
             when l.quantity > r.quantity then 'quantity MORE_THAN_LEFT' end end,
           case when (l.quantity between 1 and 9007199254740991 and l.quantity = trunc(l.quantity)) is not true then 'quantity INVALID_QUANTITY' end,
           case when f.id is null then 'from_location_id REFERENCE_NOT_FOUND' end,
           case when t.id is null then 'to_location_id REFERENCE_NOT_FOUND' end,
           case when f.company_id is distinct from m.company_id and f.id is not null then 'from_location_id LOCATION_IN_OTHER_COMPANY' end,
           case when t.company_id is distinct from m.company_id and t.id is not null then 'to_location_id LOCATION_IN_OTHER_COMPANY' end,
           case when p ? 'warehouses' and f.warehouse_id is not null and not (p -> 'warehouses') ? f.warehouse_id::text then 'from_location_id REFERENCE_NOT_FOUND' end,
           case when p ? 'warehouses' and t.warehouse_id is not null and not (p -> 'warehouses') ? t.warehouse_id::text then 'to_location_id REFERENCE_NOT_FOUND' end,
           case when not f.is_active then 'from_location_id LOCATION_INACTIVE' end,
           case when not t.is_active then 'to_location_id LOCATION_INACTIVE' end,
           case when f.id = t.id and l.pick_within is null then 'to_location_id SAME_LOCATION' end,
           case when (case m.type
             when 'receipt' then f.is_virtual and f.type <> 'production' and not t.is_virtual
             when 'issue' then not f.is_virtual and t.is_virtual and t.type <> 'production'
             when 'transfer' then not f.is_virtual and not t.is_virtual
             when 'production_consumption' then not f.is_virtual and t.type = 'production'
             when 'production_output' then f.type = 'production' and not t.is_virtual
             when 'adjustment' then (f.type = 'adjustment' or t.type = 'adjustment') and f.is_virtual <> t.is_virtual
             when 'conversion' then (f.type = 'conversion' or t.type = 'conversion') and f.is_virtual <> t.is_virtual
             when 'return' then f.is_virtual <> t.is_virtual
             when 'reversal' then not (f.is_virtual and t.is_virtual)
             else true end) is not true then 'to_location_id SIDES_DO_NOT_FIT' end,
           case when not f.is_virtual and not t.is_virtual
                 and (f.owner_supplier_id, f.owner_customer_id) is distinct from (t.owner_supplier_id, t.owner_customer_id) then 'to_location_id OWNER_CHANGES' end,
           case when f.owner_supplier_id is not null and m.type in ('issue', 'production_consumption') and t.type <> 'supplier' then 'from_location_id TAKE_OVER_FIRST' end,
           case when t.is_owned and l.unit_cost <> 0 then 'unit_cost VALUE_OF_OTHERS' end,
           case when t.is_owned and l.value <> 0 and m.type <> 'reversal' then 'value VALUE_OF_OTHERS' end,
           case when l.pick_within is not null and (f.is_virtual or l.from_location_id is not null) then 'pick_within SIDES_DO_NOT_FIT' end,
           case when l.unit_cost is not null and not (l.unit_cost between 0 and 9999999999999 and l.unit_cost = round(l.unit_cost, 6)) then 'unit_cost INVALID_AMOUNT' end,
           case when l.planned_unit_cost is not null and not (l.planned_unit_cost between 0 and 9999999999999 and l.planned_unit_cost = round(l.planned_unit_cost, 6)) then 'planned_unit_cost INVALID_AMOUNT' end,
           case when l.value is not null and not (l.value between 0 and 9999999999999.99 and l.value = round(l.value, 2)) then 'value INVALID_AMOUNT' end,
           case when l.planned_unit_cost is not null and f.type <> 'production' then 'planned_unit_cost VALUE_NOT_TAKEN' end,
           case when not f.is_virtual and l.unit_cost is not null then 'unit_cost VALUE_NOT_TAKEN' end,
           case when not f.is_virtual and l.value is not null and m.type not in ('reversal', 'return') then 'value VALUE_NOT_TAKEN' end
         ], null), '{}')
    from (select head.*, head.effective_at > statement_timestamp() as in_future, exists (
             select from erp.closed_periods(head.company_id, coalesce(head.effective_at, statement_timestamp()), coalesce((p ->> 'soft_closed_allowed')::boolean, false))) as period_closed
            from rows from (jsonb_to_recordset(p -> 'movements') as (company_id uuid, type text, effective_at timestamptz, lines jsonb))
                 with ordinality as head (company_id, type, effective_at, lines, movement)) m
   cross join lateral rows from (jsonb_to_recordset(m.lines) as (product_id uuid, lot_id uuid, quantity numeric, from_location_id uuid,
           to_location_id uuid, pick_within uuid, reserved_for uuid, unit_cost numeric, value numeric, planned_unit_cost numeric, returns_line_id uuid,
           place integer, pick_free bigint)) with ordinality
           as l (product_id, lot_id, quantity, from_location_id, to_location_id, pick_within, reserved_for, unit_cost, value, planned_unit_cost,
           returns_line_id, place, pick_free, line_no)
    left join lateral (select * from erp.products pr where pr.id = l.product_id offset 0) pr on true
    left join lateral (select * from erp.locations f where f.id = coalesce(l.pick_within, l.from_location_id) offset 0) f on true
    left join lateral (select * from erp.locations t where t.id = l.to_location_id offset 0) t on true
    left join lateral (select * from erp.lots lt where lt.id = l.lot_id offset 0) lt on true
    left join lateral (select * from erp.returnable_line(l.returns_line_id, l.quantity) offset 0) r on l.returns_line_id is not null
    left join lateral (select b.id from erp.stock_balances b
                        where b.product_id = l.product_id and b.location_id = t.id and b.lot_id is not distinct from l.lot_id offset 0) tb on true
    left join lateral (select v.id from erp.stock_valuations v
                        where v.product_id = l.product_id and v.area_id = t.valuation_area_id offset 0) tv on true
$$;
