create or replace function erp.closed_periods(p_company_id uuid, p_at timestamptz, p_soft_closed_allowed boolean) returns setof erp.stock_periods
language sql stable
as $$
  -- The periods that forbid a company to post what became effective at a moment; none, and it may. A month that is closed hard closes
  -- every moment before its end, since its closing figures sum up all of them; one that is closed softly only itself, and not for
  -- whom that is allowed. Written so that the planner inlines it; of a posting effective now it reads one row of the index at most.
  select p.* from erp.stock_periods p
   where p.company_id = p_company_id and p.month >= date_trunc('month', p_at)::date
     and (p.state = 'hard_closed' or (p.state = 'soft_closed' and p.month = date_trunc('month', p_at)::date and not p_soft_closed_allowed))
$$;
