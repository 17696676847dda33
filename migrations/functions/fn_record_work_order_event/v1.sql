create or replace function erp.fn_record_work_order_event() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
begin
  -- Invariant: whoever watches a board hears of every change of a work order, whatever code made it; so it is written with the change.
  if tg_op = 'INSERT' then
    insert into kanban_events (work_order_id, company_id, department_id, change)
    select n.id, n.company_id, n.department_id, 'created' from new_rows n order by n.id;
  else
    -- a work order that went to another department is news to both
    insert into kanban_events (work_order_id, company_id, department_id, change)
    select n.id, n.company_id, d.department_id, case when n.state <> o.state then n.state else 'changed' end
      from new_rows n
      join old_rows o on o.id = n.id
     cross join lateral (select o.department_id union select n.department_id) d
     order by n.id;
  end if;
  return null;
end
$$;
