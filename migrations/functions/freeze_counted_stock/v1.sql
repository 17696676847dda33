create or replace function erp.freeze_counted_stock(p_count_id uuid) returns bigint
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: stock that is being counted stands still. Marks the balances of a count's lines, under their locks in key order: a posting is
-- either in the books before the snapshot or refused until the count is over. Answers how many there are.
declare
  ids uuid[]; frozen bigint;
begin
  select array_agg(id) into ids from (
    select key.id from (
      select b.id, b.product_id, b.location_id, b.lot_id from erp.stock_count_lines c
        join erp.stock_balances b on b.product_id = c.product_id and b.location_id = c.location_id and b.lot_id is not distinct from c.lot_id
       where c.count_id = p_count_id order by b.product_id, b.location_id, b.lot_id) key
     cross join lateral (select from erp.stock_balances b where b.id = key.id for update) locked) balance;
  update erp.stock_balances b set frozen_by = p_count_id where b.id = any (ids);
  get diagnostics frozen = row_count;
  update erp.stock_count_lines c set book_quantity = b.on_hand
    from erp.stock_balances b
   where c.count_id = p_count_id and b.product_id = c.product_id and b.location_id = c.location_id and b.lot_id is not distinct from c.lot_id;
  return frozen;
end
$$;
