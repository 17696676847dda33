create or replace function erp.fn_place_location() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: path, warehouse, valuation area and availability always follow from the parent. They live here because every
-- writer (screen, import, migration) must get the same tree, and a posting reads them without walking it.
declare
  parent erp.locations;
  values_by_warehouse boolean;
begin
  if tg_op = 'UPDATE' and (new.company_id <> old.company_id or new.type <> old.type
      and (erp.is_virtual_location(old.type) or erp.is_virtual_location(new.type) or 'warehouse' in (old.type, new.type))) then
    raise exception using errcode = 'PB409', constraint = 'LOCATION_MOVE_REFUSED',
      message = 'A location keeps its company, and a warehouse or a virtual side keeps its type.';
  end if;

  if new.parent_id is null then
    if new.type not in ('warehouse', 'transit', 'subcontractor') and not erp.is_virtual_location(new.type) then
      raise exception using errcode = 'PB422', constraint = 'LOCATION_PARENT_REFUSED',
        message = format('A location of type %s stands inside another one.', new.type);
    end if;
    new.path := '/' || new.id || '/';
    new.warehouse_id := case when new.type = 'warehouse' then new.id end;
  else
    select * into parent from erp.locations where id = new.parent_id for share;
    if not found or parent.company_id <> new.company_id or erp.is_virtual_location(parent.type)
        or new.type = 'warehouse' or erp.is_virtual_location(new.type) or position('/' || new.id || '/' in parent.path) > 0 then
      raise exception using errcode = 'PB422', constraint = 'LOCATION_PARENT_REFUSED', message = 'The parent must be a real location '
        'of the same company that does not lie below this one; warehouses and virtual sides have no parent.';
    end if;
    new.path := parent.path || new.id || '/';
    new.warehouse_id := parent.warehouse_id;
  end if;
  if tg_op = 'UPDATE' and new.warehouse_id is distinct from old.warehouse_id then
    raise exception using errcode = 'PB409', constraint = 'LOCATION_MOVE_REFUSED',
      message = 'A location stays in its warehouse: its stock is moved by a transfer.';
  end if;

  new.is_available := coalesce(parent.is_available, true) and new.type not in ('quarantine', 'scrap', 'transit')
    and not erp.is_virtual_location(new.type);
  select valuation_scope = 'warehouse' into values_by_warehouse from erp.companies where id = new.company_id;
  new.valuation_area_id := case
    when erp.is_virtual_location(new.type) then null
    when values_by_warehouse then coalesce(new.warehouse_id, new.company_id)
    else new.company_id
  end;
  return new;
end
$$;
