create or replace function erp.first_open_month_before(p_company_id uuid, p_month date) returns date
language sql stable
set search_path = erp, pg_temp
as $$
-- The first month before another that would have to be closed hard first: it is listed, or it has facts that no hard closing covers.
  with closed as (
    select max(month) as month from erp.stock_periods where company_id = p_company_id and state = 'hard_closed' and month < p_month
  ), covered as (
    select coalesce((month + interval '1 month')::timestamptz, '-infinity') as since, p_month::timestamptz as until from closed
  )
  select min(month) from (
    select min(p.month) as month from erp.stock_periods p, closed
     where p.company_id = p_company_id and p.month < p_month and p.state <> 'hard_closed' and (closed.month is null or p.month > closed.month)
    union all
    select date_trunc('month', min(m.effective_at))::date from erp.stock_movements m, covered
     where m.company_id = p_company_id and m.effective_at >= covered.since and m.effective_at < covered.until
    union all
    select date_trunc('month', min(a.effective_at))::date from erp.stock_value_adjustments a, covered
     where a.company_id = p_company_id and a.effective_at >= covered.since and a.effective_at < covered.until) open
$$;
