create or replace view erp.manufacturing_order_details as
-- An order as GET shows it: its row, the names around it, its snapshot, and the figures derived from stock, ledger and calendar.
select o.id, o.number, o.company_id, o.warehouse_id, w.code as warehouse_code, o.department_id, o.product_id, p.sku, p.name as product_name,
       o.bom_id, b.revision as bom_revision, o.routing_id, g.revision as routing_revision, o.state, o.priority, o.planned_quantity, o.good_quantity, o.rejected_quantity, o.lost_quantity,
       greatest(o.planned_quantity - o.good_quantity, 0) as remaining_quantity, o.planned_start_date, o.due_date,
       o.batch_number, o.sales_order_line_id, o.output_location_id, o.reject_location_id, o.notes, o.approval_notes, o.start_notes,
       o.quality_notes, o.planned_unit_cost, o.approved_by, o.approved_at, o.released_at, o.started_at, o.paused_at, o.completed_at,
       o.closed_at, o.cancelled_at,
       lateness.days_late > 0 as is_late, lateness.days_late,
       round((extract(epoch from coalesce(o.completed_at, o.cancelled_at, o.paused_at, now()) - o.started_at) * 1000 - o.paused_ms) / 3600000, 4) as duration_hours,
       case when open.needs_material then coalesce(material.material_availability, 'not_needed') end as material_availability,
       case when open.needs_material then coalesce(material.reservation_status, 'not_needed') end as reservation_status,
       case when open.needs_material then coalesce(material.shortages, '[]'::json) else '[]'::json end as shortages,
       coalesce(cost.material_value, 0)::numeric(15,2) as material_value, coalesce(settlement.conversion_value, 0)::numeric(15,2) as conversion_value, coalesce(cost.output_value, 0)::numeric(15,2) as output_value,
       coalesce(settlement.settled_value, 0)::numeric(15,2) as settled_value, coalesce(settlement.variance_value, 0)::numeric(15,2) as variance_value,
       case when o.released_at is null then 0 else erp.work_in_progress(o.id) end::numeric(15,2) as work_in_progress,
       coalesce(components.rows, '[]'::json) as components, coalesce(outputs.rows, '[]'::json) as outputs,
       o.version, o.created_by, o.created_at, o.updated_at
  from erp.manufacturing_orders o
  join erp.products p on p.id = o.product_id
  join erp.boms b on b.id = o.bom_id
  join erp.locations w on w.id = o.warehouse_id
  left join erp.routings g on g.id = o.routing_id
 cross join lateral (
   select o.state not in ('completed', 'closed', 'cancelled') as needs_material) open
 cross join lateral (
   select case when o.state = 'cancelled' then 0
               else greatest(coalesce(coalesce(o.completed_at::date, current_date) - o.due_date, 0), 0) end as days_late) lateness
  left join lateral (
   select case when sum(m.short_quantity) > 0 then 'short' when sum(m.outstanding_quantity) > 0 then 'available' else 'not_needed' end
            as material_availability,
          case when sum(m.outstanding_quantity) = 0 then 'not_needed' when sum(m.unreserved_quantity) = 0 then 'full'
               when sum(m.reserved_quantity) > 0 then 'partial' else 'none' end as reservation_status,
          json_agg(json_build_object('product_id', m.product_id, 'sku', m.sku, 'requested', m.outstanding_quantity,
            'reserved', m.reserved_quantity, 'available', m.available_quantity, 'short', m.short_quantity) order by m.sku)
            filter (where m.short_quantity > 0) as shortages
     from erp.manufacturing_order_material m where m.order_id = o.id and open.needs_material) material on true
  left join lateral (
   select sum(f.value) filter (where f.direction = 'consumed') as material_value, sum(f.value) filter (where f.direction = 'received') as output_value
     from erp.manufacturing_order_flows f where f.order_id = o.id and o.released_at is not null) cost on true
  left join lateral (
   select sum(a.value) as settled_value, sum(a.wip_value) filter (where a.type = 'conversion_cost') as conversion_value, sum(a.variance_value) as variance_value
     from erp.stock_value_adjustments a where a.wip_source_id = o.id and o.released_at is not null) settlement on true
  left join lateral (
   select json_agg(json_build_object('id', c.id, 'line_no', c.line_no, 'product_id', c.product_id, 'sku', cp.sku, 'name', cp.name,
            'operation', c.operation, 'work_order_id', c.work_order_id, 'issue_method', c.issue_method, 'required_quantity', c.required_quantity,
            'issued_quantity', c.issued_quantity, 'planned_unit_cost', c.planned_unit_cost::text) order by c.line_no) as rows
     from erp.manufacturing_order_components c join erp.products cp on cp.id = c.product_id where c.order_id = o.id) components on true
  left join lateral (
   select json_agg(json_build_object('id', u.id, 'line_no', u.line_no, 'kind', u.kind, 'product_id', u.product_id, 'sku', up.sku, 'name', up.name,
            'planned_quantity', u.planned_quantity, 'received_quantity', u.received_quantity, 'cost_share_percent', u.cost_share_percent::text,
            'planned_unit_cost', u.planned_unit_cost::text) order by u.line_no) as rows
     from erp.manufacturing_order_outputs u join erp.products up on up.id = u.product_id where u.order_id = o.id) outputs on true;
