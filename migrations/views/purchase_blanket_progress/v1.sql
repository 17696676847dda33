create or replace view erp.purchase_blanket_progress as
-- How much of each line of a blanket order is called off and has come, worked out of the orders that call it off: a cancelled order gives its
-- pieces back, a line that was closed short what did not come.
select n.id as blanket_line_id, n.blanket_id, n.quantity,
       coalesce(sum(case when o.state = 'cancelled' then 0 when l.is_closed_short then greatest(l.received_quantity - l.reopened_quantity, 0) else l.quantity end), 0)::bigint
         as called_quantity,
       coalesce(sum(l.received_quantity - l.returned_quantity), 0)::bigint as received_quantity
  from erp.purchase_blanket_lines n
  left join erp.purchase_call_offs c on c.blanket_line_id = n.id
  left join erp.purchase_order_lines l on l.id = c.order_line_id
  left join erp.purchase_orders o on o.id = l.order_id
 group by n.id;
