create or replace function erp.restore_stock_layers(p_line_id uuid, p_taken_by uuid[], p_skip bigint, p_quantity bigint, p_product_id uuid, p_area_id uuid,
  p_recorded timestamptz) returns numeric
language plpgsql
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
-- Invariant: pieces keep their place in the queue and their cost when they are reversed, converted or moved between valuation areas.
-- Puts back p_quantity of the pieces that the lines p_taken_by took of the product, after the first p_skip of them: into the layer they
-- came from, or into a new one of another area with the same age and origin. Answers what they are worth. Called under the lock of the valuation.
declare
  e record; layer uuid; low bigint; high bigint; share numeric; passed bigint := 0; worth numeric := 0;
begin
  for e in
    select t.layer_id, -t.quantity as quantity, -t.value as value, s.area_id, s.received_at, s.line_id, s.source_id
      from erp.stock_layer_entries t join erp.stock_layers s on s.id = t.layer_id
     where t.line_id = any (p_taken_by) and t.quantity < 0 and s.product_id = p_product_id order by t.place
  loop
    low := greatest(p_skip - passed, 0);
    high := least(e.quantity, p_skip + p_quantity - passed);
    passed := passed + e.quantity;
    continue when high <= low;
    share := round(e.value * high / e.quantity, 2) - round(e.value * low / e.quantity, 2);
    layer := e.layer_id;
    if e.area_id <> p_area_id then
      insert into erp.stock_layers (product_id, area_id, line_id, source_id, received_at)
      values (p_product_id, p_area_id, e.line_id, e.source_id, e.received_at) returning id into layer;
    end if;
    insert into erp.stock_layer_entries (layer_id, line_id, quantity, value, recorded_at) values (layer, p_line_id, high - low, share, p_recorded);
    worth := worth + share;
  end loop;
  return worth;
end
$$;
