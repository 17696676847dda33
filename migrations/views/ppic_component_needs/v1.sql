create or replace view erp.ppic_component_needs as
-- What every open order still needs of each product at each of its operations. What an order holds is allotted to its operations in their
-- order; what is free in a warehouse to all orders there in the order of need: priority, planned start, due date, number. The shortage is
-- that of the last in that row. An operation that is over needs nothing any more.
with need as (
  select o.id as order_id, o.number as order_number, o.company_id, o.warehouse_id, coalesce(w.department_id, o.department_id) as department_id,
         o.state as order_state, o.priority, w.id as work_order_id, w.number as work_order_number, w.name as work_order_name, w.state as work_order_state, w.operation_no,
         c.product_id, coalesce(w.planned_start::date, o.planned_start_date, o.due_date) as needed_on, o.due_date,
         case o.priority when 'urgent' then 1 when 'high' then 2 when 'normal' then 3 else 4 end as urgency,
         sum(c.required_quantity - c.issued_quantity)::bigint as outstanding_quantity
    from erp.manufacturing_orders o
    join erp.manufacturing_order_components c on c.order_id = o.id and c.required_quantity > c.issued_quantity
    left join erp.work_orders w on w.id = c.work_order_id
   where o.state in ('approved', 'released', 'in_progress', 'paused') and (w.id is null or w.state not in ('completed', 'cancelled'))
   group by o.id, w.id, c.product_id
), held as (
  select r.source_id as order_id, r.product_id, sum(r.open_quantity)::bigint as quantity
    from erp.stock_reservations r where r.source_type = 'manufacturing_order' and r.open_quantity > 0
   group by r.source_id, r.product_id
), allotted as (
  select n.*, least(n.outstanding_quantity, greatest(coalesce(h.quantity, 0) - coalesce(sum(n.outstanding_quantity) over (
           partition by n.product_id, n.order_id order by n.operation_no nulls first rows between unbounded preceding and 1 preceding), 0), 0))::bigint as held_quantity
    from need n left join held h on h.order_id = n.order_id and h.product_id = n.product_id
), queued as (
  select a.*,
         row_number() over turn as need_rank,
         coalesce(sum(a.outstanding_quantity - a.held_quantity) over (turn rows between unbounded preceding and 1 preceding), 0) as before_quantity
    from allotted a
  window turn as (partition by a.product_id, a.warehouse_id
           order by a.urgency, coalesce(a.needed_on, date '9999-12-31'), coalesce(a.due_date, date '9999-12-31'), a.order_number, a.operation_no nulls first)
), free as (
  select s.product_id, l.warehouse_id, sum(s.on_hand - s.reserved)::bigint as quantity
    from erp.stock_balances s
    join erp.locations l on l.id = s.location_id
    left join erp.lots t on t.id = s.lot_id
   where s.on_hand > s.reserved and l.is_available and l.is_active and erp.is_lot_usable(t.state, t.expires_on)
   group by s.product_id, l.warehouse_id
)
select q.order_id, q.order_number, q.company_id, q.warehouse_id, q.department_id, q.order_state, q.priority, q.work_order_id, q.work_order_number,
       q.work_order_name, q.work_order_state, q.operation_no, q.product_id, q.needed_on, q.due_date, q.need_rank, q.outstanding_quantity, q.held_quantity,
       coalesce(f.quantity, 0)::bigint as free_quantity,
       least(q.outstanding_quantity - q.held_quantity, greatest(coalesce(f.quantity, 0) - q.before_quantity, 0))::bigint as available_quantity,
       greatest(q.outstanding_quantity - q.held_quantity - greatest(coalesce(f.quantity, 0) - q.before_quantity, 0), 0)::bigint as short_quantity
  from queued q left join free f on f.product_id = q.product_id and f.warehouse_id = q.warehouse_id;
