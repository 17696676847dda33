create or replace function erp.kanban_working_days(p_calendar_id uuid, p_from date, p_until date) returns integer
language sql stable parallel safe
as $$
  -- Days that are worked from one day on until another, which does not count: by the calendar an exception decides first, then the weekday.
  -- Without a calendar every day is worked.
  select case when p_calendar_id is null then greatest(p_until - p_from, 0)
    else (select count(*)::integer from erp.calendars c cross join generate_series(0, p_until - p_from - 1) n
           where c.id = p_calendar_id
             and coalesce((select x.is_working from erp.calendar_exceptions x where x.calendar_id = c.id and x.day = p_from + n),
                          extract(isodow from p_from + n)::smallint = any(c.working_days))) end
$$;
