create or replace function erp.fn_freeze_stock_period() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a month that is closed hard has the figures of its last moment beside it, and they are those of the ledger for ever, since
-- nothing can become effective before that moment any more. Runs under the company's lock that fn_guard_stock_period took alone.
begin
  if tg_op = 'UPDATE' then
    delete from erp.stock_closing_values where period_id = old.id;
  end if;
  if new.state = 'hard_closed' then
    insert into erp.stock_closing_values (period_id, product_id, area_id, quantity, value)
    select new.id, s.product_id, s.area_id, s.quantity, s.value
      from erp.stock_value_as_of(new.closed_through, true, null) s left join erp.locations w on w.id = s.area_id
     where coalesce(w.company_id, s.area_id) = new.company_id;
  end if;
  return null;
end
$$;
