create or replace function erp.refuse_closed_period(p_company_id uuid, p_at timestamptz, p_soft_closed_allowed boolean) returns void
language plpgsql stable
set search_path = erp, pg_temp
as $$
-- Invariant: nothing becomes effective in a closed month. Refuses such a moment, and says which month it is, how it is closed, and where
-- the fact can be posted instead. Called under the company's lock.
declare
  closing text; open_month date;
begin
  select case when bool_or(state = 'hard_closed') then 'hard_closed' else 'soft_closed' end into closing
    from erp.closed_periods(p_company_id, p_at, p_soft_closed_allowed) having count(*) > 0;
  if closing is not null then
    open_month := erp.first_open_moment(p_company_id, p_at, p_soft_closed_allowed);
    raise exception using errcode = 'PB409', constraint = 'PERIOD_CLOSED',
      message = format('%s is closed %s for stock; %s.', to_char(p_at, 'FMMonth YYYY'), case closing when 'hard_closed' then 'hard' else 'softly' end,
        coalesce('the first open month is ' || to_char(open_month, 'FMMonth YYYY'), 'no later month that has begun is open')),
      detail = jsonb_build_object('month', date_trunc('month', p_at)::date, 'state', closing, 'first_open_month', open_month)::text;
  end if;
end
$$;
