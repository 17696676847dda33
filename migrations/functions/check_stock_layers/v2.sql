create or replace function erp.check_stock_layers()
returns table (name text, description text, checked bigint, violations bigint, sample jsonb)
language sql stable security definer
set search_path = erp, pg_temp
set jit = off
as $$
-- The invariants of lots and of the cost behind stock that is not valued at its average, in the form of check_stock_integrity.
  with broken (name, row) as (
    select 'layers_equal_valuation', to_jsonb(d) from (
      select v.product_id, v.area_id, v.quantity, v.value, coalesce(y.quantity, 0) as layer_quantity, coalesce(y.value, 0) as layer_value
        from (select v.* from erp.stock_valuations v join erp.products p on p.id = v.product_id and p.costing_method in ('fifo', 'specific')) v
        full join (select product_id, area_id, sum(quantity)::bigint as quantity, sum(value) as value from erp.stock_layers group by 1, 2 having sum(quantity) <> 0) y
          using (product_id, area_id)) d
     where quantity is distinct from layer_quantity or value is distinct from layer_value
    union all
    select 'layer_equals_entries', to_jsonb(d) from (
      select y.id as layer_id, y.quantity, y.value, coalesce(e.quantity, 0) as entry_quantity, coalesce(e.value, 0) as entry_value
        from erp.stock_layers y left join (select layer_id, sum(quantity)::bigint as quantity, sum(value) as value from erp.stock_layer_entries group by 1) e on e.layer_id = y.id) d
     where quantity <> entry_quantity or value <> entry_value
    union all
    select 'standard_is_kept', jsonb_build_object('product_id', v.product_id, 'area_id', v.area_id, 'quantity', v.quantity, 'value', v.value, 'standard_cost', p.standard_cost)
      from erp.stock_valuations v join erp.products p on p.id = v.product_id and p.costing_method = 'standard' where v.value <> round(v.quantity * p.standard_cost, 2)
       and not exists (select from erp.locations o where o.id = v.area_id and o.is_owned)
    union all
    select 'lot_fits_product', jsonb_build_object('product_id', b.product_id, 'lot_id', b.lot_id, 'location_id', b.location_id)
      from erp.stock_balances b join erp.products p on p.id = b.product_id left join erp.lots t on t.id = b.lot_id
     where b.on_hand > 0 and ((p.tracking = 'none') <> (b.lot_id is null) or t.product_id <> b.product_id)
    union all
    select 'serial_is_one_piece', to_jsonb(d) from (
      select b.lot_id, sum(b.on_hand) as on_hand from erp.stock_balances b join erp.products p on p.id = b.product_id and p.tracking = 'serial'
       where b.lot_id is not null group by b.lot_id having sum(b.on_hand) > 1) d
    union all
    select 'others_stock_has_no_value', to_jsonb(d) from (
      select v.product_id, v.area_id, v.quantity, v.value from erp.stock_valuations v where v.value <> 0
      union all select y.product_id, y.area_id, y.quantity, y.value from erp.stock_layers y where y.value <> 0) d
     where exists (select from erp.locations o where o.id = d.area_id and o.is_owned)
  )
  select i.name, i.description,
         case i.subject when 'layer' then (select count(*) from erp.stock_layers) when 'balance' then (select count(*) from erp.stock_balances)
           else (select count(*) from erp.stock_valuations) end,
         (select count(*) from broken b where b.name = i.name),
         (select coalesce(jsonb_agg(s.row), '[]') from (select b.row from broken b where b.name = i.name limit 5) s)
    from (values
      (1, 'layers_equal_valuation', 'layer', 'Layers of every product and area hold its quantity and value where it is valued first in, first out or by lot'),
      (2, 'layer_equals_entries', 'layer', 'What a layer holds equals the sum of its entries'),
      (3, 'standard_is_kept', 'valuation', 'Stock at standard cost is worth quantity times standard, to the cent'),
      (4, 'lot_fits_product', 'balance', 'Stock names a lot of its product exactly where the product is tracked'),
      (5, 'serial_is_one_piece', 'balance', 'Of a serial number there is one piece or none'),
      (6, 'others_stock_has_no_value', 'valuation', 'What belongs to a supplier or a customer has no value here')) i (place, name, subject, description)
   order by i.place
$$;
