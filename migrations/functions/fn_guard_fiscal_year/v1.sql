create or replace function erp.fn_guard_fiscal_year() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariants: fiscal years close in their order, when all their periods are closed and nothing is left on their income and expense accounts; they
-- open again from the last one back, when their closing entry is taken back. Every posting holds the books until it commits; so does this.
declare
  other text; undone uuid;
begin
  perform lock_books(new.company_id);
  if new.state = old.state then
    return new;
  end if;
  if new.state = 'closed' then
    select y.code into other from fiscal_years y where y.company_id = new.company_id and y.state <> 'closed' and y.starts_on < new.starts_on order by y.starts_on limit 1;
    if found then
      raise exception using errcode = 'PB409', constraint = 'EARLIER_YEAR_OPEN', message = format('Years close in their order: %s is not closed yet.', other),
        detail = jsonb_build_object('fiscal_year', other)::text;
    end if;
    select min(p.starts_on)::text into other from accounting_periods p where p.fiscal_year_id = new.id and p.state <> 'closed';
    if other is not null then
      raise exception using errcode = 'PB409', constraint = 'PERIODS_OPEN', message = format('The period from %s is not closed yet.', other),
        detail = jsonb_build_object('starts_on', other)::text;
    end if;
    select string_agg(n.number, ', ') into other from (
      select a.number from journal_entries e join journal_lines l on l.entry_id = e.id join accounts a on a.id = l.account_id
       where e.company_id = new.company_id and e.state = 'posted' and e.entry_date between new.starts_on and new.ends_on and a.type in ('income', 'expense')
       group by a.id having sum(l.debit - l.credit) <> 0 order by a.number limit 10) n;
    if other is not null then
      raise exception using errcode = 'PB409', constraint = 'RESULT_NOT_CARRIED', message = format('Something is left on %s.', other),
        detail = jsonb_build_object('accounts', other)::text;
    end if;
    return new;
  end if;
  select y.code into other from fiscal_years y where y.company_id = new.company_id and y.state = 'closed' and y.starts_on > new.starts_on order by y.starts_on desc limit 1;
  if found then
    raise exception using errcode = 'PB409', constraint = 'LATER_YEAR_CLOSED', message = format('The year %s is closed; it has to be opened again first.', other),
      detail = jsonb_build_object('fiscal_year', other)::text;
  end if;
  if old.closing_entry_id is not null then
    select e.id into undone from journal_entries e where e.reverses_id = old.closing_entry_id and e.state = 'posted';
    if not found then
      raise exception using errcode = 'PB409', constraint = 'RESULT_NOT_CARRIED', message = 'The closing entry is taken back first.';
    end if;
  end if;
  return new;
end
$$;
