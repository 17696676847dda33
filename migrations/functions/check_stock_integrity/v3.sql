create or replace function erp.check_stock_integrity()
returns table (name text, description text, checked bigint, violations bigint, sample jsonb)
language sql stable security definer
set search_path = erp, pg_temp
set jit = off
as $$
-- The invariants of the stock ledger, one row each: how many rows break it, and up to five of them. Those of the layers come last. Where
-- months were archived, the snapshot of their end is what the ledger begins with, and the few lines of before that stayed count no more.
  with begun as materialized (
    select coalesce(a.at, '-infinity') as at, (a.at at time zone 'UTC')::date as month from (select erp.archived_through('stock_ledgers') as at) a
  ), ledger_leg as materialized (
    select product_id, lot_id, location_id, sum(quantity)::bigint as quantity from (
      select product_id, lot_id, location_id, quantity from erp.stock_ledger_legs where recorded_at >= (select at from begun)
      union all select product_id, lot_id, location_id, quantity from erp.stock_snapshot_quantities where month = (select month from begun)) s group by 1, 2, 3
  ), area_leg as materialized (
    select product_id, area_id, sum(quantity)::bigint as quantity, sum(value) as value from (
      select product_id, from_area_id as area_id, -quantity as quantity, -value as value from erp.stock_ledgers where from_area_id is not null and recorded_at >= (select at from begun)
      union all select product_id, to_area_id, quantity, value from erp.stock_ledgers where to_area_id is not null and recorded_at >= (select at from begun)
      union all select product_id, area_id, 0, value from erp.stock_value_adjustments where value <> 0 and recorded_at >= (select at from begun)
      union all select product_id, area_id, quantity, value from erp.stock_snapshot_values where month = (select month from begun)) s group by 1, 2
  ), broken (name, row) as (
    select 'balance_equals_ledger', to_jsonb(d) from (
      select product_id, location_id, nullif(lot_key, '') as lot_id, coalesce(g.quantity, 0) as ledger, coalesce(b.on_hand, 0) as on_hand
        from (select g.product_id, g.location_id, coalesce(g.lot_id::text, '') as lot_key, g.quantity
                from ledger_leg g left join erp.locations l on l.id = g.location_id where l.is_virtual is not true) g
        full join (select product_id, location_id, coalesce(lot_id::text, '') as lot_key, on_hand from erp.stock_balances) b
          using (product_id, location_id, lot_key)) d where ledger <> on_hand
    union all
    select 'valuation_equals_ledger', to_jsonb(d) from (
      select product_id, area_id, coalesce(g.quantity, 0) as ledger_quantity, coalesce(v.quantity, 0) as quantity,
             coalesce(g.value, 0) as ledger_value, coalesce(v.value, 0) as value
        from area_leg g full join erp.stock_valuations v using (product_id, area_id)) d
     where ledger_quantity <> quantity or ledger_value <> value
    union all
    select 'valuation_equals_balances', to_jsonb(d) from (
      select product_id, area_id, coalesce(b.on_hand, 0) as on_hand, coalesce(v.quantity, 0) as quantity
        from (select s.product_id, l.valuation_area_id as area_id, sum(s.on_hand)::bigint as on_hand
                from erp.stock_balances s join erp.locations l on l.id = s.location_id group by 1, 2) b
        full join erp.stock_valuations v using (product_id, area_id)) d where on_hand <> quantity
    union all
    select 'balance_in_bounds', to_jsonb(b) from erp.stock_balances b where not (on_hand >= 0 and reserved between 0 and on_hand)
    union all
    select 'reserved_equals_reservations', to_jsonb(d) from (
      select product_id, location_id, nullif(lot_key, '') as lot_id, coalesce(r.open_quantity, 0) as reservations, coalesce(b.reserved, 0) as reserved
        from (select product_id, location_id, coalesce(lot_id::text, '') as lot_key, sum(open_quantity)::bigint as open_quantity
                from erp.stock_reservations where open_quantity > 0 and kind = 'hard' group by 1, 2, 3) r
        full join (select product_id, location_id, coalesce(lot_id::text, '') as lot_key, reserved from erp.stock_balances where reserved <> 0) b
          using (product_id, location_id, lot_key)) d where reservations <> reserved
    union all
    select 'line_has_two_sides', to_jsonb(l) from erp.stock_ledgers l where from_location_id = to_location_id or quantity <= 0
    union all
    select 'quantities_sum_to_zero', to_jsonb(d) from (
      select product_id, sum(quantity) as total from (select product_id, quantity from ledger_leg union all
        select product_id, -quantity from erp.stock_snapshot_quantities where month = (select month from begun)) s group by product_id) d where total <> 0
    union all
    select 'ledger_row_has_movement', jsonb_build_object('id', l.id, 'movement_id', l.movement_id) from erp.stock_ledgers l
     where not exists (select from erp.stock_movements m where m.id = l.movement_id and m.recorded_at = l.recorded_at)
    union all
    select 'ledger_row_has_locations', jsonb_build_object('id', l.id) from erp.stock_ledgers l
      left join erp.locations f on f.id = l.from_location_id left join erp.locations t on t.id = l.to_location_id left join erp.products pr on pr.id = l.product_id
     where pr.id is null or f.id is null or t.id is null or f.valuation_area_id is distinct from l.from_area_id or t.valuation_area_id is distinct from l.to_area_id
    union all
    select 'movement_has_lines', jsonb_build_object('id', m.id, 'number', m.number) from erp.stock_movements m
     where m.recorded_at >= (select at from begun) and not exists (select from erp.stock_ledgers l where l.movement_id = m.id and l.recorded_at = m.recorded_at)
    union all
    select 'movement_number_unique', to_jsonb(d) from (select number, count(*) as used from erp.stock_movements group by number having count(*) > 1) d
    union all
    select 'no_odd_numbers', to_jsonb(d) from (
      select 'stock_ledgers' as place, id, value from erp.stock_ledgers where value in ('NaN', 'Infinity', '-Infinity') or scale(value) > 2
      union all select 'stock_valuations', id, value from erp.stock_valuations where value in ('NaN', 'Infinity', '-Infinity') or scale(value) > 2 or value < 0 or (quantity = 0 and value <> 0)
      union all select 'stock_value_adjustments', id, value from erp.stock_value_adjustments where value in ('NaN', 'Infinity', '-Infinity') or scale(value) > 2) d
    union all
    select 'ledger_is_guarded', to_jsonb(d) from (
      select c.relname as table_name, wanted.trigger from pg_class c
       cross join (values ('trg_stock_ledgers_append_only'), ('trg_stock_ledgers_no_truncate'), ('trg_update_stock_balance')) wanted (trigger)
       where c.oid in (select 'erp.stock_ledgers'::regclass union all select inhrelid from pg_inherits where inhparent = 'erp.stock_ledgers'::regclass)
         and not exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname = wanted.trigger and g.tgenabled = 'O')
      union all
      select wanted.table_name, wanted.trigger from (values ('stock_movements', 'trg_stock_movements_append_only'), ('stock_movements', 'trg_stock_movements_no_truncate'),
        ('stock_value_adjustments', 'trg_stock_value_adjustments_append_only'), ('stock_value_adjustments', 'trg_stock_value_adjustments_no_truncate'),
        ('stock_value_adjustments', 'trg_apply_stock_value_adjustment'), ('stock_reservations', 'trg_insert_stock_reserved'),
        ('stock_reservations', 'trg_update_stock_reserved'), ('stock_reservations', 'trg_delete_stock_reserved'),
        ('stock_layer_entries', 'trg_stock_layer_entries_append_only'), ('stock_layer_entries', 'trg_update_stock_layer')) wanted (table_name, trigger)
       where not exists (select from pg_trigger g where g.tgrelid = to_regclass('erp.' || wanted.table_name) and g.tgname = wanted.trigger and g.tgenabled = 'O')) d
    union all
    select 'ledger_written_only_by_owner', to_jsonb(d) from (
      select c.relname as table_name, privilege from pg_class c cross join (values ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) p (privilege)
       where c.relnamespace = 'erp'::regnamespace and (c.relname in ('stock_movements', 'stock_ledgers', 'stock_value_adjustments', 'stock_balances', 'stock_valuations',
             'stock_reservations', 'stock_layers', 'stock_layer_entries') or c.relispartition and c.relname like 'stock\_ledgers\_%' and c.relkind = 'r') and has_table_privilege('erp_app', c.oid, privilege)) d
    union all
    select 'month_is_ready', jsonb_build_object('month', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM'))
     where to_regclass('erp.stock_ledgers_' || to_char(clock_timestamp() at time zone 'UTC', 'YYYY_MM')) is null
  )
  (select i.name, i.description,
         case i.subject when 'ledger' then (select count(*) from erp.stock_ledgers) when 'balance' then (select count(*) from erp.stock_balances)
           when 'valuation' then (select count(*) from erp.stock_valuations) when 'movement' then (select count(*) from erp.stock_movements)
           when 'reservation' then (select count(*) from erp.stock_reservations)
           else (select count(*) from pg_inherits where inhparent = 'erp.stock_ledgers'::regclass) end,
         (select count(*) from broken b where b.name = i.name),
         (select coalesce(jsonb_agg(s.row), '[]') from (select b.row from broken b where b.name = i.name limit 5) s)
    from (values
      (1, 'balance_equals_ledger', 'balance', 'On hand equals the sum of the ledger for every product, location and lot'),
      (2, 'valuation_equals_ledger', 'valuation', 'Quantity and value of every product and area equal the ledger and its value adjustments'),
      (3, 'valuation_equals_balances', 'valuation', 'Quantity of every product and area equals the sum of its balances'),
      (4, 'balance_in_bounds', 'balance', 'On hand is never negative and reserved never exceeds it'),
      (5, 'reserved_equals_reservations', 'reservation', 'Reserved equals the sum of open reservations'),
      (6, 'line_has_two_sides', 'ledger', 'Every ledger line leaves one location and enters another'),
      (7, 'quantities_sum_to_zero', 'ledger', 'Over all locations, virtual ones included, quantities sum to zero'),
      (8, 'ledger_row_has_movement', 'ledger', 'Every ledger row belongs to a movement'),
      (9, 'ledger_row_has_locations', 'ledger', 'Every ledger row names a product and two locations, and the areas they belong to'),
      (10, 'movement_has_lines', 'movement', 'Every movement has ledger rows, a source and an actor'),
      (11, 'movement_number_unique', 'movement', 'Movement numbers are unique'),
      (12, 'no_odd_numbers', 'ledger', 'No amount is NaN or infinite or carries more than two decimals; no value without quantity'),
      (13, 'ledger_is_guarded', 'month', 'Every trigger that keeps the ledger is present and enabled, on every partition'),
      (14, 'ledger_written_only_by_owner', 'month', 'The application cannot write the ledger, balances, valuations, layers and reservations'),
      (15, 'month_is_ready', 'month', 'The ledger has a partition for the current month')) i (place, name, subject, description)
   order by i.place)
  union all select * from erp.check_stock_layers()
$$;
