create or replace function erp.fn_guard_stock_period() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: no movement becomes effective in a closed month, and months close for good in their order: a hard closing sums up everything
-- before its end, so nothing before it may be open that has facts, and only the last one can be opened again. Every posting holds this
-- company's lock in shared mode until it commits; a closing takes it alone, so a posting is either seen by the closing or sees it.
declare
  company uuid := coalesce(new.company_id, old.company_id);
  hard constant text := 'hard_closed';
  closed_month date; open_month date;
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || company, 0));
  if (tg_op = 'INSERT' or old.state = hard) and (tg_op = 'DELETE' or new.state <> hard) then
    select max(month) into closed_month from erp.stock_periods where company_id = company and state = hard and month > coalesce(new.month, old.month);
    if closed_month is not null then
      raise exception using errcode = 'PB409', constraint = 'LATER_PERIOD_CLOSED',
        message = format('%s is closed hard, and with it all before; it has to be reopened first.', to_char(closed_month, 'FMMonth YYYY')),
        detail = jsonb_build_object('month', closed_month)::text;
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if new.state <> 'open' and new.month > current_date then
    raise exception using errcode = 'PB422', constraint = 'PERIOD_NOT_STARTED', message = 'A month that has not begun cannot be closed.';
  end if;
  if new.state = hard and (tg_op = 'INSERT' or old.state <> hard) then
    open_month := erp.first_open_month_before(company, new.month);
    if open_month is not null then
      raise exception using errcode = 'PB409', constraint = 'EARLIER_PERIOD_OPEN',
        message = format('Months close in their order: %s is not closed hard yet.', to_char(open_month, 'FMMonth YYYY')),
        detail = jsonb_build_object('month', open_month)::text;
    end if;
  end if;
  new.closed_through := case when new.state = hard then
    case when tg_op = 'UPDATE' then coalesce(old.closed_through, (new.month + interval '1 month')::timestamptz - interval '1 millisecond')
      else (new.month + interval '1 month')::timestamptz - interval '1 millisecond' end end;
  return new;
end
$$;
