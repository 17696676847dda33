create or replace function erp.take_stock_layers(p_line_id uuid, p_product_id uuid, p_area_id uuid, p_lot_id uuid, p_quantity bigint, p_given numeric,
  p_returns_line_id uuid, p_recorded timestamptz) returns numeric
language plpgsql
set search_path = erp, pg_temp
set enable_seqscan = off
as $$
-- Invariant: what leaves stock that is kept in layers is worth what it takes of them. First in, first out: the oldest layer first, but
-- what goes back to where it came from takes its own layer before any other. By lot (p_lot_id): its one layer, at the value given as far
-- as that much is left. The last piece of a layer takes the rest of its value. Called under the lock of the valuation.
declare
  y record; part bigint; share numeric; missing bigint := p_quantity; worth numeric := 0;
begin
  for y in
    select s.id, s.quantity, s.value from erp.stock_layers s
     where s.product_id = p_product_id and s.area_id = p_area_id and s.quantity > 0 and (p_lot_id is null or s.lot_id = p_lot_id)
       and p_returns_line_id is not null and s.id in (select e.layer_id from erp.stock_layer_entries e where e.line_id = p_returns_line_id and e.quantity > 0)
    union all (
    select s.id, s.quantity, s.value from erp.stock_layers s
     where s.product_id = p_product_id and s.area_id = p_area_id and s.quantity > 0 and (p_lot_id is null or s.lot_id = p_lot_id)
       and (p_returns_line_id is null or s.id not in (select e.layer_id from erp.stock_layer_entries e where e.line_id = p_returns_line_id and e.quantity > 0))
     order by s.received_at, s.place)
  loop
    part := least(missing, y.quantity);
    share := erp.moving_average_value(part, y.quantity, y.value);
    if p_lot_id is not null and p_given is not null and part < y.quantity then
      share := least(p_given, y.value);
    end if;
    insert into erp.stock_layer_entries (layer_id, line_id, quantity, value, recorded_at) values (y.id, p_line_id, -part, -share, p_recorded);
    missing := missing - part; worth := worth + share;
    exit when missing = 0;
  end loop;
  if missing > 0 then
    raise exception using errcode = 'XX000', message = 'The layers of a product hold less than its valuation.';
  end if;
  return worth;
end
$$;
