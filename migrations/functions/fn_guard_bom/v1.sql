create or replace function erp.fn_guard_bom() returns trigger
language plpgsql
as $$
begin
  -- A bill begins as a draft, stays with its product, and what it says is fixed once it leaves draft: orders were made from it.
  -- Only the end of its validity, and names for it, may still change. Here, because no path may skip it.
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'A bill of material begins as a draft' using errcode = 'PB409', constraint = 'INVALID_STATE';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      raise exception 'Only a draft can be deleted' using errcode = 'PB409', constraint = 'BOM_NOT_DRAFT';
    end if;
    return old;
  end if;
  if new.product_id <> old.product_id then
    raise exception 'A bill of material stays with its product' using errcode = 'PB422', constraint = 'INVALID_VALUE';
  end if;
  if old.state <> 'draft'
    and (new.revision, new.type, new.output_quantity, new.valid_from) is distinct from
        (old.revision, old.type, old.output_quantity, old.valid_from) then
    raise exception 'Only a draft can be changed' using errcode = 'PB409', constraint = 'BOM_NOT_DRAFT';
  end if;
  if new.state = 'active' and old.state <> 'active' then
    -- Activations for one product queue up here; in the exclusion constraint they would wait for each other.
    perform from erp.products p where p.id = new.product_id for no key update;
  end if;
  return new;
end
$$;
