create or replace function erp.fn_check_transition() returns trigger
language plpgsql
as $$
begin
  -- A document's state changes only along its machine (trigger argument: the machine's name); here, so that no code path can skip it.
  if new.state is distinct from old.state and not exists (
    select from erp.state_transitions t
     where t.machine = tg_argv[0] and t.from_state = old.state and t.to_state = new.state
  ) then
    raise exception '% cannot go from % to %', tg_argv[0], old.state, new.state
      using errcode = 'PB409', constraint = 'INVALID_STATE';
  end if;
  return new;
end
$$;
