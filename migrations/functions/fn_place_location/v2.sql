create or replace function erp.fn_place_location() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: path, warehouse, owner, valuation area and availability always follow from the parent. They live here because every
-- writer (screen, import, migration) must get the same tree, and a posting reads them without walking it. What belongs to somebody else is
-- an area of its own, that of its topmost location, whose value stays zero; so a location keeps its owner.
declare
  parent erp.locations;
  values_by_warehouse boolean;
begin
  if tg_op = 'UPDATE' and (new.company_id <> old.company_id or new.type <> old.type
      and (erp.is_virtual_location(old.type) or erp.is_virtual_location(new.type) or 'warehouse' in (old.type, new.type))) then
    raise exception using errcode = 'PB409', constraint = 'LOCATION_MOVE_REFUSED',
      message = 'A location keeps its company, and a warehouse or a virtual side keeps its type.';
  end if;

  if tg_op = 'UPDATE' and (new.owner_supplier_id, new.owner_customer_id) is distinct from (old.owner_supplier_id, old.owner_customer_id) then
    raise exception using errcode = 'PB409', constraint = 'LOCATION_OWNER_FIXED',
      message = 'A location keeps its owner: stock changes hands by a take-over or a sale.';
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
    if tg_op = 'INSERT' and new.owner_supplier_id is null and new.owner_customer_id is null then
      new.owner_supplier_id := parent.owner_supplier_id;
      new.owner_customer_id := parent.owner_customer_id;
    end if;
    if parent.is_owned and (new.owner_supplier_id, new.owner_customer_id) is distinct from (parent.owner_supplier_id, parent.owner_customer_id) then
      raise exception using errcode = 'PB422', constraint = 'LOCATION_OWNER_REFUSED',
        message = 'What lies in a place that belongs to somebody else belongs to the same.';
    end if;
  end if;
  if tg_op = 'UPDATE' and new.warehouse_id is distinct from old.warehouse_id then
    raise exception using errcode = 'PB409', constraint = 'LOCATION_MOVE_REFUSED',
      message = 'A location stays in its warehouse: its stock is moved by a transfer.';
  end if;

  new.is_available := coalesce(parent.is_available, true) and new.type not in ('quarantine', 'scrap', 'transit')
    and not erp.is_virtual_location(new.type) and new.owner_supplier_id is null and new.owner_customer_id is null;
  select valuation_scope = 'warehouse' into values_by_warehouse from erp.companies where id = new.company_id;
  new.valuation_area_id := case
    when erp.is_virtual_location(new.type) then null
    when parent.is_owned then parent.valuation_area_id
    when coalesce(new.owner_supplier_id, new.owner_customer_id) is not null then new.id
    when values_by_warehouse then coalesce(new.warehouse_id, new.company_id)
    else new.company_id
  end;
  if tg_op = 'UPDATE' and new.valuation_area_id is distinct from old.valuation_area_id and coalesce(new.owner_supplier_id, new.owner_customer_id) is not null
      and exists (select from erp.stock_balances b join erp.locations l on l.id = b.location_id where starts_with(l.path, old.path)) then
    raise exception using errcode = 'PB409', constraint = 'LOCATION_MOVE_REFUSED',
      message = 'A place of somebody else that has held stock stays where it is: move the stock.';
  end if;
  return new;
end
$$;
