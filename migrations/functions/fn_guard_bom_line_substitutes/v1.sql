create or replace function erp.fn_guard_bom_line_substitutes() returns trigger
language plpgsql
as $$
begin
  -- A substitute is a component too: the same invariants, for the bills of the lines it stands in for.
  if tg_op = 'INSERT' then
    perform erp.refuse_bom_change(array(
      select distinct l.bom_id from new_rows n join erp.bom_lines l on l.id = n.bom_line_id), true);
  elsif tg_op = 'UPDATE' then
    perform erp.refuse_bom_change(array(
      select l.bom_id from new_rows n join erp.bom_lines l on l.id = n.bom_line_id
      union
      select l.bom_id from old_rows o join erp.bom_lines l on l.id = o.bom_line_id), true);
  else
    perform erp.refuse_bom_change(array(
      select distinct l.bom_id from old_rows o join erp.bom_lines l on l.id = o.bom_line_id), false);
  end if;
  return null;
end
$$;
