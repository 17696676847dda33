create or replace function erp.fn_record_work_order_input() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
begin
  -- Invariant: what a work order has to work on is a figure of the board, too; it changes with the link and not with the row.
  insert into kanban_events (work_order_id, company_id, department_id, change)
  select w.id, w.company_id, w.department_id, 'changed' from work_orders w where w.id = new.to_work_order_id;
  return null;
end
$$;
