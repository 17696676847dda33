create or replace function erp.put_stock_layer(p_line_id uuid, p_product_id uuid, p_area_id uuid, p_lot_id uuid, p_quantity bigint, p_value numeric,
  p_source_id uuid, p_reversed_line_id uuid, p_recorded timestamptz) returns void
language plpgsql
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
-- Invariant: what enters stock that is kept in layers becomes one: a layer of its own at the end of the queue (first in, first out), or
-- more of the lot's layer (p_lot_id). A reversal puts back what was taken where it was taken from. Called under the lock of the valuation.
declare
  layer uuid;
begin
  if p_reversed_line_id is not null and p_lot_id is null
      and (select -sum(e.quantity) from erp.stock_layer_entries e where e.line_id = p_reversed_line_id and e.quantity < 0) = p_quantity then
    perform erp.restore_stock_layers(p_line_id, array[p_reversed_line_id], 0, p_quantity, p_product_id, p_area_id, p_recorded);
    return;
  end if;
  if p_lot_id is not null then
    select s.id into layer from erp.stock_layers s where s.product_id = p_product_id and s.area_id = p_area_id and s.lot_id = p_lot_id;
  end if;
  if layer is null then
    insert into erp.stock_layers (product_id, area_id, lot_id, line_id, source_id, received_at)
    values (p_product_id, p_area_id, p_lot_id, p_line_id, p_source_id, p_recorded) returning id into layer;
  end if;
  insert into erp.stock_layer_entries (layer_id, line_id, quantity, value, recorded_at) values (layer, p_line_id, p_quantity, p_value, p_recorded);
end
$$;
