create or replace function erp.fn_update_stock_reserved() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
-- Invariant: reserved on a balance = sum of its open hard reservations; soft ones bind no piece. The twin of fn_update_stock_balance, in the same key order;
-- a reservation without a balance to hold it is refused.
declare
  wanted bigint; done bigint;
begin
  if tg_op = 'UPDATE' then
    with change as materialized (
      select product_id, location_id, lot_id, sum(open_quantity)::bigint as quantity
        from (select product_id, location_id, lot_id, open_quantity from new_rows where kind = 'hard'
              union all select product_id, location_id, lot_id, -open_quantity from old_rows where kind = 'hard') c
       group by product_id, location_id, lot_id having sum(open_quantity) <> 0 order by 1, 2, 3
    ), balance as (
      update erp.stock_balances b set reserved = b.reserved + c.quantity from change c
       where b.product_id = c.product_id and b.location_id = c.location_id and b.lot_id is not distinct from c.lot_id returning 1
    )
    select (select count(*) from change), (select count(*) from balance) into wanted, done;
  elsif tg_op = 'INSERT' then
    with change as materialized (
      select product_id, location_id, lot_id, sum(open_quantity)::bigint as quantity
        from new_rows where kind = 'hard' group by product_id, location_id, lot_id having sum(open_quantity) <> 0 order by 1, 2, 3
    ), balance as (
      update erp.stock_balances b set reserved = b.reserved + c.quantity from change c
       where b.product_id = c.product_id and b.location_id = c.location_id and b.lot_id is not distinct from c.lot_id returning 1
    )
    select (select count(*) from change), (select count(*) from balance) into wanted, done;
  else
    with change as materialized (
      select product_id, location_id, lot_id, sum(open_quantity)::bigint as quantity
        from old_rows where kind = 'hard' group by product_id, location_id, lot_id having sum(open_quantity) <> 0 order by 1, 2, 3
    ), balance as (
      update erp.stock_balances b set reserved = b.reserved - c.quantity from change c
       where b.product_id = c.product_id and b.location_id = c.location_id and b.lot_id is not distinct from c.lot_id returning 1
    )
    select (select count(*) from change), (select count(*) from balance) into wanted, done;
  end if;
  if done < wanted then
    raise exception using errcode = '23514', constraint = 'ck_stock_balances_reserved', table = 'stock_balances',
      message = 'A reservation needs stock on hand at its location.';
  end if;
  return null;
end
$$;
