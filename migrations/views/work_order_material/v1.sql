create or replace view erp.work_order_material as
-- Each product that a work order still needs. What the order holds of it is allotted to its operations in their order, then what is free
-- in its warehouse: the first operation gets what there is, and the shortage is that of the last ones.
select need.order_id, need.work_order_id, need.product_id, m.sku, m.name, need.outstanding_quantity,
       least(need.outstanding_quantity, greatest(m.reserved_quantity - need.before_quantity, 0)) as allocated_quantity,
       greatest(m.available_quantity - (need.before_quantity - least(need.before_quantity, m.reserved_quantity)), 0) as available_quantity,
       greatest(need.outstanding_quantity - least(need.outstanding_quantity, greatest(m.reserved_quantity - need.before_quantity, 0))
         - greatest(m.available_quantity - (need.before_quantity - least(need.before_quantity, m.reserved_quantity)), 0), 0) as short_quantity
  from (select w.order_id, w.work_order_id, w.product_id, w.outstanding_quantity,
               coalesce(sum(w.outstanding_quantity) over (partition by w.order_id, w.product_id order by w.operation_no
                 rows between unbounded preceding and 1 preceding), 0)::bigint as before_quantity
          from (select c.order_id, c.work_order_id, c.product_id, o.operation_no,
                       sum(greatest(c.required_quantity - c.issued_quantity, 0))::bigint as outstanding_quantity
                  from erp.manufacturing_order_components c join erp.work_orders o on o.id = c.work_order_id
                 group by c.order_id, c.work_order_id, c.product_id, o.operation_no) w) need
  join erp.manufacturing_order_material m on m.order_id = need.order_id and m.product_id = need.product_id;
