create or replace function erp.create_company_locations(p_company_id uuid) returns void
language sql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: every company has exactly one of each virtual side, a transit location and a warehouse to start from, so that
-- no posting ever lacks its other side.
  insert into erp.locations (company_id, code, name, type)
  values (p_company_id, 'SUPPLIER', 'Suppliers', 'supplier'), (p_company_id, 'CUSTOMER', 'Customers', 'customer'),
         (p_company_id, 'PRODUCTION', 'Production', 'production'), (p_company_id, 'ADJUSTMENT', 'Adjustments', 'adjustment'),
         (p_company_id, 'CONVERSION', 'Conversion', 'conversion'), (p_company_id, 'TRANSIT', 'In transit', 'transit'),
         (p_company_id, 'WH', 'Warehouse', 'warehouse');
  insert into erp.locations (company_id, parent_id, code, name, type)
  select p_company_id, l.id, zone.code, zone.name, zone.type
    from erp.locations l
    cross join (values ('STOCK', 'Stock', 'zone'), ('HOLD', 'On hold', 'quarantine'), ('SCRAP', 'Scrap', 'scrap')) zone (code, name, type)
   where l.company_id = p_company_id and l.code = 'WH';
$$;
