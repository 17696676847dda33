create or replace function erp.fn_guard_inspection_plan() returns trigger
language plpgsql
as $$
begin
  -- A plan that inspections may have used says for ever what it said then: past draft only its state changes. Here, so that no code path can skip it.
  if old.state <> 'draft'
     and to_jsonb(new) - array['state', 'version', 'updated_at'] is distinct from to_jsonb(old) - array['state', 'version', 'updated_at'] then
    raise exception 'Only a draft can be changed' using errcode = 'PB409', constraint = 'PLAN_NOT_DRAFT';
  end if;
  return new;
end
$$;
