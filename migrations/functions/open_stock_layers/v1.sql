create or replace function erp.open_stock_layers(p_product_id uuid, p_area_id uuid, p_by_lot boolean, p_quantity bigint, p_value numeric, p_adjustment_id uuid,
  p_recorded timestamptz) returns void
language sql
set search_path = erp, pg_temp
as $$
-- Stock that had one value becomes layers: one of all there is, or one for each lot on hand with its share by pieces, exact to the cent.
  with part as (
    select b.lot_id, sum(b.on_hand)::bigint as quantity, sum(sum(b.on_hand)) over (order by b.lot_id) as upto
      from erp.stock_balances b join erp.locations l on l.id = b.location_id and l.valuation_area_id = p_area_id
     where p_by_lot and b.product_id = p_product_id and b.on_hand > 0 group by b.lot_id
    union all select null, p_quantity, p_quantity where not p_by_lot
  ), known as (
    select part.*, coalesce(s.id, erp.uuid_v7()) as layer_id, s.id is null as is_new from part
      left join erp.stock_layers s on p_by_lot and s.product_id = p_product_id and s.area_id = p_area_id and s.lot_id = part.lot_id
  ), layer as (
    insert into erp.stock_layers (id, product_id, area_id, lot_id, received_at)
    select layer_id, p_product_id, p_area_id, lot_id, p_recorded from known where is_new
  )
  insert into erp.stock_layer_entries (layer_id, adjustment_id, quantity, value, recorded_at)
  select layer_id, p_adjustment_id, quantity, round(p_value * upto / p_quantity, 2) - round(p_value * (upto - quantity) / p_quantity, 2), p_recorded from known
$$;
