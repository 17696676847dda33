create or replace function erp.spread_stock_value(p_product_id uuid, p_area_id uuid, p_method text, p_lot_id uuid, p_line_id uuid, p_source_id uuid,
  p_total numeric, p_pieces bigint, p_exact boolean)
returns table (area_id uuid, value numeric, layers uuid[], "values" numeric[])
language plpgsql stable
set search_path = erp, pg_temp
as $$
#variable_conflict use_column
-- What stock gains of a value that belongs to p_pieces pieces (to all on hand when null), one row for each area that holds some, the area
-- named always among them; with layers, what each of them gains, but never those of somebody else. Exact: shares are differences of rounded running shares. Stock never becomes
-- worth less than nothing: what it cannot bear is left to the variance when the pieces are counted, and refused otherwise.
declare
  v erp.stock_valuations; share numeric;
begin
  select * into v from erp.stock_valuations s where s.product_id = p_product_id and s.area_id = p_area_id;
  if p_total = 0 or p_exact or p_method is null or p_method in ('moving_average', 'standard') then
    share := case
      when p_exact or p_total = 0 then p_total
      when p_method = 'standard' then 0
      when p_pieces is null then p_total
      when coalesce(v.quantity, 0) = 0 then 0
      else greatest(round(p_total * least(v.quantity, p_pieces) / p_pieces, 2), -v.value) end;
    if share <> 0 and (coalesce(v.quantity, 0) = 0 or v.value + share < 0) then
      perform erp.refuse_stock_value(p_product_id, v.quantity, v.value);
    end if;
    return query select p_area_id, share, '{}'::uuid[], '{}'::numeric[];
    return;
  end if;

  return query
  with layer as (
    select s.id, s.area_id, s.quantity, s.value, s.received_at, s.place from erp.stock_layers s
     where s.product_id = p_product_id and s.quantity > 0
       and not exists (select from erp.locations o where o.id = s.area_id and o.is_owned)
       and case when p_pieces is null then s.area_id = p_area_id
             when p_line_id is not null and p_method = 'fifo' then s.line_id = p_line_id
             when p_line_id is not null then s.lot_id = p_lot_id
             else s.source_id = p_source_id and s.area_id = p_area_id end
  ), weighed as (
    -- the value of all stock changes in proportion to what each layer is worth, the value of pieces by their number
    select l.*, sum(weight) over (order by received_at, place, id) as upto, sum(weight) over () as weights, sum(quantity) over () as pieces
      from (select layer.*, case when p_pieces is null and sum(value) over () > 0 then value else quantity end as weight from layer) l
  ), given as (
    select w.*, case when p_pieces is null then p_total else round(p_total * least(w.pieces, p_pieces) / p_pieces, 2) end as total from weighed w
  ), gain as (
    select g.id, g.area_id, g.value as held, greatest(round(g.total * g.upto / g.weights, 2) - round(g.total * (g.upto - g.weight) / g.weights, 2), -g.value) as value from given g
  )
  select k.area_id, coalesce(sum(g.value), 0), coalesce(array_agg(g.id) filter (where g.id is not null), '{}'), coalesce(array_agg(g.value) filter (where g.id is not null), '{}')
    from (select p_area_id as area_id union select gain.area_id from gain) k left join gain g on g.area_id = k.area_id
   group by k.area_id;
  if p_pieces is null and (coalesce(v.quantity, 0) = 0 or v.value + p_total < 0) then
    perform erp.refuse_stock_value(p_product_id, v.quantity, v.value);
  end if;
end
$$;
