create or replace function erp.fn_update_stock_layer() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
-- Invariant: what a layer holds = sum of its entries. The only writer of quantity and value of a layer; the valuation that the layer
-- belongs to is locked by whoever writes an entry.
begin
  update erp.stock_layers s set quantity = s.quantity + d.quantity, value = s.value + d.value
    from (select layer_id, sum(quantity)::bigint as quantity, sum(value) as value from new_rows group by layer_id) d
   where s.id = d.layer_id;
  return null;
end
$$;
