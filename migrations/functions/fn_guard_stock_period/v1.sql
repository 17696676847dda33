create or replace function erp.fn_guard_stock_period() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: no movement becomes effective in a closed month. Every posting holds this company's lock in shared mode until
-- it commits; closing takes it alone, so a posting is either seen by the closing or sees it.
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || coalesce(new.company_id, old.company_id), 0));
  if tg_op = 'DELETE' then
    return old;
  end if;
  if new.state = 'closed' and new.month > current_date then
    raise exception using errcode = 'PB422', constraint = 'PERIOD_NOT_STARTED', message = 'A month that has not begun cannot be closed.';
  end if;
  return new;
end
$$;
