create or replace function erp.fn_guard_accounting_period() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: periods close hard in their order and open again from the last one back, so that what is closed is one stretch from the
-- beginning; none opens again while its fiscal year is closed. Every posting holds the books of its company until it commits; so does this.
declare
  other date;
begin
  perform lock_books(new.company_id);
  if tg_op = 'UPDATE' and old.state = 'closed' and new.state <> 'closed'
    and exists (select from fiscal_years y where y.id = new.fiscal_year_id and y.state = 'closed') then
    raise exception using errcode = 'PB409', constraint = 'FISCAL_YEAR_CLOSED', message = 'The fiscal year is closed; it has to be opened again first.';
  end if;
  if tg_op = 'INSERT' or (old.state = 'closed' and new.state <> 'closed') then
    select max(p.starts_on) into other from accounting_periods p where p.company_id = new.company_id and p.state = 'closed' and p.starts_on > new.starts_on;
    if other is not null then
      raise exception using errcode = 'PB409', constraint = 'LATER_BOOKS_CLOSED',
        message = format('The period from %s is closed; it has to be opened again first.', other), detail = jsonb_build_object('starts_on', other)::text;
    end if;
  end if;
  if new.state = 'closed' and (tg_op = 'INSERT' or old.state <> 'closed') then
    select min(p.starts_on) into other from accounting_periods p where p.company_id = new.company_id and p.state <> 'closed' and p.starts_on < new.starts_on;
    if other is not null then
      raise exception using errcode = 'PB409', constraint = 'EARLIER_BOOKS_OPEN',
        message = format('Periods close in their order: the one from %s is not closed yet.', other), detail = jsonb_build_object('starts_on', other)::text;
    end if;
  end if;
  if new.state <> 'open' and new.starts_on > current_date then
    raise exception using errcode = 'PB422', constraint = 'BOOKS_NOT_BEGUN', message = 'A period that has not begun cannot be closed.';
  end if;
  return new;
end
$$;
