create or replace function erp.fn_guard_journal_entry() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariants: an entry begins as a draft and never changes once it is posted; posting puts it into a period that is open, on accounts in
-- use, and only then takes its legal number. The one entry that closes a fiscal year, and its reversal, stand on the last day of the year although
-- its periods are closed, also on accounts of the result that are not in use any more. As its owner, since the counter is nobody else's to write.
declare
  period accounting_periods; bad text; is_closing boolean;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' or new.number is not null then
      raise exception using errcode = 'PB409', constraint = 'INVALID_STATE', message = 'An entry begins as a draft without a number.';
    end if;
    return new;
  end if;
  if old.state = 'posted' then
    raise exception using errcode = 'PB409', constraint = 'ENTRY_POSTED', message = format('Entry %s is posted: it is reversed, never changed.', old.number);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if new.state <> 'posted' then
    new.number := null;
    return new;
  end if;
  perform lock_books(new.company_id);
  period := accounting_period_for(new.company_id, new.entry_date);
  is_closing := new.source_kind is not distinct from 'accounting_closing' and exists (
    select from fiscal_years y where y.id = new.source_id and y.company_id = new.company_id and y.ends_on = new.entry_date
      and (y.state = 'open') = (new.reverses_id is null));
  if not is_closing and (period.state = 'closed' or (period.state = 'soft_closed' and coalesce(current_setting('erp.soft_closed_books', true), '') <> 'on')) then
    raise exception using errcode = 'PB409', constraint = 'BOOKS_CLOSED',
      message = format('The books are closed for %s.', new.entry_date),
      detail = jsonb_build_object('date', new.entry_date, 'state', period.state, 'first_open_day',
        (select min(p.starts_on) from accounting_periods p where p.company_id = new.company_id and p.state = 'open' and p.starts_on > period.ends_on))::text;
  end if;
  select string_agg(distinct a.number, ', ') into bad
    from journal_lines l join accounts a on a.id = l.account_id where l.entry_id = new.id
      and (a.is_header or (not a.is_active and not (is_closing and a.type in ('income', 'expense'))));
  if bad is not null then
    raise exception using errcode = 'PB409', constraint = 'ACCOUNT_NOT_POSTABLE', message = format('Nothing is posted on %s: not in use, or a heading.', bad),
      detail = jsonb_build_object('accounts', bad)::text;
  end if;
  new.period_id := period.id;
  new.number := next_legal_number('journal_entry', new.company_id, period.fiscal_year_id);
  new.posted_at := clock_timestamp();
  new.posted_by := current_actor();
  return new;
end
$$;
