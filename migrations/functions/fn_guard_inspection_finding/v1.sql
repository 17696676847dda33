create or replace function erp.fn_guard_inspection_finding() returns trigger
language plpgsql
as $$
declare
  v_inspection uuid := case when tg_op = 'DELETE' then old.inspection_id else new.inspection_id end;
begin
  -- What a decision was based on does not change after it: findings are written while the inspection is under way; the reasons of a
  -- decision also while a rejected one is decided anew. Here, because it needs the inspection's row as it is under its lock.
  if not exists (
    select from erp.inspections i
     where i.id = v_inspection
       and (i.state = 'in_progress' or i.state = 'rejected' and tg_table_name = 'inspection_defects'
            and (case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end) ->> 'stage' = 'decision')
     for no key update) then
    raise exception 'The inspection is not under way' using errcode = 'PB409', constraint = 'INVALID_STATE';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
