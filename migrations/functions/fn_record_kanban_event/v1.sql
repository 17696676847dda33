create or replace function erp.fn_record_kanban_event() returns trigger
language plpgsql
as $$
begin
  -- Invariant: whoever watches a board hears of every change of a card, whatever code made it; so it is written with the change.
  insert into erp.kanban_events (card_id, company_id, department_id, change)
  values (new.id, new.company_id, new.department_id, case when tg_op = 'INSERT' then 'created' when new.state <> old.state then new.state else 'changed' end);
  return null;
end
$$;
