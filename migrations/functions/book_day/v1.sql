create or replace function erp.book_day(p_company_id uuid, p_day date) returns date
language sql stable
set search_path = erp, pg_temp
as $$
  -- The day that something of a day is booked on: that day while its period is open, else the first day after it that is open; days after the
  -- last fiscal year and companies without any get their years when they are posted. What stock does is never kept out of the books.
  select case
    when p_day > coalesce((select max(y.ends_on) from fiscal_years y where y.company_id = p_company_id), '-infinity') then p_day
    when exists (select from accounting_periods p where p.company_id = p_company_id and p_day between p.starts_on and p.ends_on and p.state = 'open') then p_day
    else coalesce((select min(p.starts_on) from accounting_periods p where p.company_id = p_company_id and p.starts_on > p_day and p.state = 'open'),
                  (select max(y.ends_on) + 1 from fiscal_years y where y.company_id = p_company_id))
  end
$$;
