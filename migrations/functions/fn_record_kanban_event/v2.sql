create or replace function erp.fn_record_kanban_event() returns trigger
language plpgsql
as $$
begin
  -- Invariant: whoever watches a board hears of every change of a request card and of every signal of a loop, whatever code made it; so it is
  -- written with the change.
  if tg_table_name = 'kanban_signals' then
    insert into erp.kanban_events (signal_id, company_id, department_id, change)
    select new.id, l.company_id, l.department_id,
           case when tg_op = 'INSERT' then 'created' when new.state <> old.state then new.state else 'changed' end
      from erp.kanban_loops l where l.id = new.loop_id;
  else
    insert into erp.kanban_events (card_id, company_id, department_id, change)
    values (new.id, new.company_id, new.department_id, case when tg_op = 'INSERT' then 'created' when new.state <> old.state then new.state else 'changed' end);
  end if;
  return null;
end
$$;
