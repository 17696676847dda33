create or replace view erp.stock_outlook as
-- Everything known of stock to come and to go, whoever knows it: each module has a view of its own, and a new one joins here by a new version.
-- Reservations for orders get the number that the warehouse cannot know.
select s.direction, s.kind, s.source_type, s.source_id, coalesce(s.source_number, o.number, so.number) as source_number, s.company_id, s.warehouse_id, s.product_id,
       s.lot_id, s.due_on, s.quantity, s.is_firm, s.is_held
  from erp.warehouse_supply_demand s
  left join erp.manufacturing_orders o on s.source_type = 'manufacturing_order' and o.id = s.source_id
  left join erp.sales_orders so on s.source_type = 'sales_order' and so.id = s.source_id
union all
select direction, kind, source_type, source_id, source_number, company_id, warehouse_id, product_id, lot_id, due_on, quantity, is_firm, is_held
  from erp.ppic_supply_demand
union all
select direction, kind, source_type, source_id, source_number, company_id, warehouse_id, product_id, lot_id, due_on, quantity, is_firm, is_held
  from erp.kanban_supply_demand
union all
select direction, kind, source_type, source_id, source_number, company_id, warehouse_id, product_id, lot_id, due_on, quantity, is_firm, is_held
  from erp.purchase_supply_demand
union all
select direction, kind, source_type, source_id, source_number, company_id, warehouse_id, product_id, lot_id, due_on, quantity, is_firm, is_held
  from erp.sales_supply_demand;
