create or replace function erp.fn_guard_routing() returns trigger
language plpgsql
as $$
begin
  -- A routing begins as a draft, stays with its product and company, and what it says is fixed once it leaves draft: orders are made
  -- by it. Its end, names for it and whether it is the default may still change. Here, because no path may skip it.
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'A routing begins as a draft' using errcode = 'PB409', constraint = 'INVALID_STATE';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      raise exception 'Only a draft can be deleted' using errcode = 'PB409', constraint = 'ROUTING_NOT_DRAFT';
    end if;
    return old;
  end if;
  if (new.product_id, new.company_id) is distinct from (old.product_id, old.company_id) then
    raise exception 'A routing stays with its product and company' using errcode = 'PB422', constraint = 'INVALID_VALUE';
  end if;
  if old.state <> 'draft' and (new.revision, new.valid_from) is distinct from (old.revision, old.valid_from) then
    raise exception 'Only a draft can be changed' using errcode = 'PB409', constraint = 'ROUTING_NOT_DRAFT';
  end if;
  if new.is_default and not old.is_default then
    -- Those that become the default of one product queue up here; in the exclusion constraint they would wait for each other.
    perform from erp.products p where p.id = new.product_id for no key update;
  end if;
  return new;
end
$$;
