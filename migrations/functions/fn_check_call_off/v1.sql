create or replace function erp.fn_check_call_off() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: no more of a line of a blanket order is called off than was agreed, also when an order is changed later. The line is locked, so
-- that of two who call off at once the second sees what the first took.
declare
  v_line uuid; v_no integer; v_number text; v_agreed bigint; v_called bigint;
begin
  if tg_table_name = 'purchase_call_offs' then
    v_line := new.blanket_line_id;
  else
    select c.blanket_line_id into v_line from purchase_call_offs c where c.order_line_id = new.id;
    if not found then return null; end if;
  end if;
  select n.line_no, b.number, n.quantity into v_no, v_number, v_agreed
    from purchase_blanket_lines n join purchase_blanket_orders b on b.id = n.blanket_id where n.id = v_line for update of n;
  select p.called_quantity into v_called from purchase_blanket_progress p where p.blanket_line_id = v_line;
  if v_called > v_agreed then
    raise exception using errcode = 'PB409', constraint = 'CALL_OFF_EXCEEDS_BLANKET',
      message = format('Of line %s of %s %s pieces are agreed, and %s would be called off.', v_no, v_number, v_agreed, v_called),
      detail = json_build_object('line_no', v_no, 'agreed_quantity', v_agreed, 'called_quantity', v_called)::text;
  end if;
  return null;
end
$$;
