create or replace function erp.open_fiscal_year(p_company_id uuid, p_starts_on date, p_months integer, p_code text) returns uuid
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- A fiscal year with its months, all open. Years follow each other without a hole, so that every day between the first and the last has
-- its period; here, since postings open the next year by themselves.
declare
  year_id uuid := uuid_v7();
  ends date := (p_starts_on + make_interval(months => p_months))::date - 1;
begin
  perform lock_books(p_company_id);
  if exists (select from fiscal_years y where y.company_id = p_company_id)
    and not exists (select from fiscal_years y where y.company_id = p_company_id and (y.ends_on + 1 = p_starts_on or y.starts_on = ends + 1)) then
    raise exception using errcode = 'PB409', constraint = 'FISCAL_YEAR_NOT_ADJOINING',
      message = 'A fiscal year begins on the day after another ends, or ends on the day before another begins.',
      detail = (select jsonb_build_object('first_day', min(y.starts_on), 'last_day', max(y.ends_on)) from fiscal_years y where y.company_id = p_company_id)::text;
  end if;
  insert into fiscal_years (id, company_id, code, starts_on, ends_on) values (year_id, p_company_id, coalesce(p_code, to_char(p_starts_on, 'YYYY')), p_starts_on, ends);
  insert into accounting_periods (company_id, fiscal_year_id, period_no, starts_on, ends_on)
  select p_company_id, year_id, n, (p_starts_on + make_interval(months => n - 1))::date, (p_starts_on + make_interval(months => n))::date - 1
    from generate_series(1, p_months) n order by n;
  return year_id;
end
$$;
