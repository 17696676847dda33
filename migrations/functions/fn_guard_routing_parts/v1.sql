create or replace function erp.fn_guard_routing_parts() returns trigger
language plpgsql
as $$
declare
  v_adds_edges boolean := tg_table_name = 'routing_operation_predecessors';
begin
  -- Whatever a statement does to operations, predecessors or alternatives is held against the invariants of their routings once,
  -- however many rows it touches.
  if tg_op = 'INSERT' then
    perform erp.refuse_routing_change(array(select distinct n.routing_id from new_rows n), v_adds_edges);
  elsif tg_op = 'UPDATE' then
    perform erp.refuse_routing_change(array(select n.routing_id from new_rows n union select o.routing_id from old_rows o), v_adds_edges);
  else
    perform erp.refuse_routing_change(array(select distinct o.routing_id from old_rows o), false);
  end if;
  return null;
end
$$;
