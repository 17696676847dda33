create or replace function erp.accounting_period_for(p_company_id uuid, p_date date) returns erp.accounting_periods
language plpgsql
set search_path = erp, pg_temp
as $$
-- The period that a day belongs to. A company without any gets its first fiscal year, the calendar year of that day; a day after the last
-- year gets the years up to it, at most one year ahead of today. Called with the books locked.
declare
  found_period accounting_periods; last_day date;
begin
  loop
    select p.* into found_period from accounting_periods p where p.company_id = p_company_id and p_date between p.starts_on and p.ends_on;
    if found then
      return found_period;
    end if;
    select max(y.ends_on) into last_day from fiscal_years y where y.company_id = p_company_id;
    if p_date <= last_day or p_date > current_date + interval '1 year' then
      raise exception using errcode = 'PB422', constraint = 'FISCAL_YEAR_MISSING',
        message = format('There is no fiscal year that %s belongs to; add it first.', p_date), detail = jsonb_build_object('date', p_date)::text;
    end if;
    perform open_fiscal_year(p_company_id, coalesce(last_day + 1, date_trunc('year', p_date)::date), 12, null);
  end loop;
end
$$;
