create or replace function erp.kanban_due_day(p_calendar_id uuid, p_from date, p_days numeric) returns date
language sql stable parallel safe
as $$
  -- The day so many working days after another, which does not count itself; a part of a day is a whole one. Without a calendar, or where the
  -- calendar has no such day within the years looked at, every day is worked.
  select coalesce(
    (select p_from + n from erp.calendars c cross join generate_series(1, 7 * ceil(p_days)::integer + 366) n
      where c.id = p_calendar_id
        and coalesce((select x.is_working from erp.calendar_exceptions x where x.calendar_id = c.id and x.day = p_from + n),
                     extract(isodow from p_from + n)::smallint = any(c.working_days))
      order by n offset ceil(p_days)::integer - 1 limit 1),
    p_from + ceil(p_days)::integer)
$$;
