create or replace view erp.report_production_lateness as
-- Orders with a due date: late by the days between it and the completion, or today while it is not completed.
select o.id as row_id, o.id as order_id, o.number as order_number, o.state, o.company_id, o.warehouse_id, o.department_id,
       o.product_id, p.sku, p.name as product_name, o.planned_quantity, o.good_quantity, o.due_date, o.completed_at,
       greatest(coalesce(o.completed_at::date, current_date) - o.due_date, 0) as days_late,
       o.completed_at is null as is_open
  from erp.manufacturing_orders o
  join erp.products p on p.id = o.product_id
 where o.due_date is not null and o.state <> 'cancelled';
