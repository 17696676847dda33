create or replace function erp.fn_guard_bom_lines() returns trigger
language plpgsql
as $$
begin
  -- Whatever a statement does to lines is held against the invariants of their bills once, however many lines it touches.
  if tg_op = 'INSERT' then
    perform erp.refuse_bom_change(array(select distinct n.bom_id from new_rows n), true);
  elsif tg_op = 'UPDATE' then
    perform erp.refuse_bom_change(array(select n.bom_id from new_rows n union select o.bom_id from old_rows o), true);
  else
    perform erp.refuse_bom_change(array(select distinct o.bom_id from old_rows o), false);
  end if;
  return null;
end
$$;
