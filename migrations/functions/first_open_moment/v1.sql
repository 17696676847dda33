create or replace function erp.first_open_moment(p_company_id uuid, p_at timestamptz, p_soft_closed_allowed boolean) returns timestamptz
language sql stable
as $$
  -- For a moment in a closed month: the first moment of the first month after it that is open; null while that has not begun.
  select month from generate_series(date_trunc('month', p_at), statement_timestamp(), interval '1 month') month
   where not exists (select from erp.closed_periods(p_company_id, month, p_soft_closed_allowed))
   order by month limit 1
$$;
