create or replace view erp.report_stock_on_hand as
select b.id as row_id, b.product_id, p.sku, p.name as product_name, p.type as product_type, p.category_id, u.code as unit_code,
       l.company_id, l.warehouse_id, b.location_id, l.code as location_code, l.type as location_type,
       b.on_hand, b.reserved, b.on_hand - b.reserved as available, b.updated_at
  from erp.stock_balances b
  join erp.products p on p.id = b.product_id
  join erp.units u on u.id = p.unit_id
  join erp.locations l on l.id = b.location_id
 where b.on_hand > 0;
