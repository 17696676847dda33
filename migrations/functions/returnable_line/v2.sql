create or replace function erp.returnable_line(p_line_id uuid, p_quantity numeric)
returns table (product_id uuid, lot_id uuid, leaves boolean, owned boolean, quantity bigint, value numeric)
language sql stable rows 1
set search_path = erp, pg_temp
as $$
-- What a ledger line still has to give back: its product and lot, whether its pieces left stock (and so may come back), whether
-- they were somebody else's, how many of them have not yet, and what p_quantity of those are worth: the difference of two rounded shares, so that all parts together are
-- worth exactly what the line was. That it is one row is said to the planner, who would take it for a thousand to each line of a posting. Nothing of a line that was reversed, and reversed returns do not count.
  select l.product_id, l.lot_id, l.from_area_id is not null,
         exists (select from erp.locations o where o.id = coalesce(l.from_area_id, l.to_area_id) and o.is_owned), (l.quantity - back.quantity)::bigint,
         round(l.value * (back.quantity + p_quantity) / l.quantity, 2) - round(l.value * back.quantity / l.quantity, 2)
    from erp.stock_ledgers l
   cross join lateral (select coalesce(sum(b.quantity), 0) as quantity from erp.stock_ledgers b
                         join erp.stock_movements m on m.id = b.movement_id
                        where b.returns_line_id = l.id and m.type = 'return'
                          and not exists (select from erp.stock_movements x where x.reverses_id = m.id)) back
   where l.id = p_line_id and (l.from_area_id is null) <> (l.to_area_id is null)
     and not exists (select from erp.stock_movements x where x.reverses_id = l.movement_id)
$$;
