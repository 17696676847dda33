create or replace function erp.fn_guard_work_centre() returns trigger
language plpgsql
as $$
begin
  -- A work centre stays with its company and of its kind, and its department and place lie in that company. Here, because requests,
  -- upserts and files write it, and a foreign key cannot say it.
  if tg_op = 'UPDATE' and (new.company_id, new.kind) is distinct from (old.company_id, old.kind) then
    raise exception 'A work centre stays with its company and of its kind' using errcode = 'PB422', constraint = 'INVALID_VALUE';
  end if;
  if exists (select from erp.departments d where d.id = new.department_id and d.company_id <> new.company_id) then
    raise exception 'The department belongs to another company' using errcode = 'PB422', constraint = 'INVALID_VALUE';
  end if;
  if exists (select from erp.locations l where l.id = new.location_id and (l.company_id <> new.company_id or l.is_virtual)) then
    raise exception 'The location is not a real place of the company' using errcode = 'PB422', constraint = 'INVALID_VALUE';
  end if;
  return new;
end
$$;
