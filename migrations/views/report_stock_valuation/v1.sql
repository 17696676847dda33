create or replace view erp.report_stock_valuation as
select v.id as row_id, v.product_id, p.sku, p.name as product_name, p.type as product_type, p.category_id, u.code as unit_code, p.costing_method,
       c.id as company_id, v.area_id, w.id as warehouse_id, c.currency_code, v.quantity, v.value,
       case when v.quantity > 0 then round(v.value / v.quantity, 6) end::numeric(19,6) as unit_cost
  from erp.stock_valuations v
  join erp.products p on p.id = v.product_id
  join erp.units u on u.id = p.unit_id
  left join erp.locations w on w.id = v.area_id
  join erp.companies c on c.id = coalesce(w.company_id, v.area_id)
 where v.quantity > 0;
