create or replace function erp.fn_freeze_stock_period() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a month that is closed hard has the figures of its last moment beside it, and they are those of the ledger for ever, since
-- nothing can become effective before that moment any more. Each closing has its own: those of one that was opened again stay, to be
-- held against the next. Runs under the company's lock that fn_guard_stock_period took alone.
declare
  closing uuid;
begin
  if tg_op = 'UPDATE' and old.state = new.state then
    return null;
  end if;
  insert into erp.stock_closings (period_id, closing_no, closed_through)
  select new.id, count(*) + 1, new.closed_through from erp.stock_closings where period_id = new.id
  returning id into closing;
  insert into erp.stock_closing_values (closing_id, product_id, area_id, quantity, value)
  select closing, s.product_id, s.area_id, s.quantity, s.value
    from erp.stock_value_as_of(new.closed_through, true, null) s left join erp.locations w on w.id = s.area_id
   where coalesce(w.company_id, s.area_id) = new.company_id;
  return null;
end
$$;
