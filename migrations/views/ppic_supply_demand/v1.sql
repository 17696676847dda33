create or replace view erp.ppic_supply_demand as
-- What manufacturing orders will bring and take: what they still have to make, co- and by-products included, and the components that they still need and
-- have not reserved. An order that is approved and not released yet is not firm: its output is planned, while its components are wanted all the same.
with work as not materialized (
  select o.id, o.number, o.company_id, o.warehouse_id, o.product_id, o.output_location_id, o.planned_quantity - o.good_quantity as left_to_make,
         coalesce(o.planned_start_date, o.due_date) as starts_on, o.due_date, o.state <> 'approved' as is_firm
    from erp.manufacturing_orders o where o.state in ('approved', 'released', 'in_progress', 'paused')
)
select 'supply' as direction, 'manufacturing_output' as kind, 'manufacturing_order' as source_type, w.id as source_id, w.number as source_number, w.company_id,
       l.warehouse_id, made.product_id, null::uuid as lot_id, w.due_date as due_on, made.quantity, w.is_firm, false as is_held
  from work w
  join erp.locations l on l.id = w.output_location_id and l.is_available
  join (select id as order_id, product_id, left_to_make as quantity from work
        union all
        select order_id, product_id, planned_quantity - received_quantity from erp.manufacturing_order_outputs) made on made.order_id = w.id
 where made.quantity > 0
union all
select 'demand', 'manufacturing_component', 'manufacturing_order', w.id, w.number, w.company_id, w.warehouse_id, need.product_id, null, w.starts_on,
       need.quantity - held.quantity, true, false
  from work w
  join (select order_id, product_id, sum(greatest(required_quantity - issued_quantity, 0))::bigint as quantity
          from erp.manufacturing_order_components group by order_id, product_id) need on need.order_id = w.id
 cross join lateral (select coalesce(sum(r.open_quantity), 0)::bigint as quantity from erp.stock_reservations r
                      where r.source_id = w.id and r.source_type = 'manufacturing_order' and r.product_id = need.product_id and r.open_quantity > 0) held
 where need.quantity > held.quantity;
