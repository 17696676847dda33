create or replace function erp.fn_guard_inspection_plan_parts() returns trigger
language plpgsql
as $$
declare
  v_plan uuid := case when tg_op = 'DELETE' then old.plan_id else new.plan_id end;
begin
  -- The table and the characteristics of a plan are part of its revision: they change only with a draft, and stay with their plan. The lock keeps
  -- the plan from becoming active meanwhile.
  if tg_op = 'UPDATE' and new.plan_id <> old.plan_id
     or (select p.state from erp.inspection_plans p where p.id = v_plan for no key update) <> 'draft' then
    raise exception 'Only a draft can be changed' using errcode = 'PB409', constraint = 'PLAN_NOT_DRAFT';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
