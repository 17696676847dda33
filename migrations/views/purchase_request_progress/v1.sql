create or replace view erp.purchase_request_progress as
-- How far what an order line is for has come, for each line of a requisition behind it: pieces of each stage, shared out in the order of the ids.
-- What came counts as shipped and confirmed; what was put aside when it came, or went back, does not count as received.
with line as (
  select l.id, l.order_id, l.is_closed_short, o.state as order_state, coalesce(l.confirmed_quantity, 0) as confirmed,
         coalesce((select sum(greatest(s.quantity, s.received_quantity)) from erp.purchase_shipment_lines s join erp.purchase_shipments h on h.id = s.shipment_id
                    where s.order_line_id = l.id and h.state not in ('planned', 'cancelled')), 0) as shipped,
         coalesce(r.received, 0) as received, coalesce(r.put_away, 0) as put_away
    from erp.purchase_order_lines l join erp.purchase_orders o on o.id = l.order_id
    left join lateral (select sum(g.quantity - g.returned_quantity) as received, sum(least(g.put_away_quantity, g.quantity - g.returned_quantity)) as put_away
                         from erp.purchase_receipt_lines g where g.order_line_id = l.id and not g.is_rejected) r on true
), part as (
  select q.order_line_id, q.requisition_line_id, q.quantity,
         sum(q.quantity) over (partition by q.order_line_id order by q.requisition_line_id) - q.quantity as before
    from erp.purchase_order_line_requests q
)
select part.order_line_id, part.requisition_line_id, line.order_id,
       case when line.order_state = 'cancelled' then 0
            when line.is_closed_short then least(part.quantity, greatest(line.received - part.before, 0))
            else part.quantity end::bigint as ordered,
       case when line.order_state = 'cancelled' then 0 else least(part.quantity, greatest(greatest(line.confirmed, line.received) - part.before, 0)) end::bigint as confirmed,
       case when line.order_state = 'cancelled' then 0 else least(part.quantity, greatest(greatest(line.shipped, line.received) - part.before, 0)) end::bigint as shipped,
       least(part.quantity, greatest(line.received - part.before, 0))::bigint as received,
       least(part.quantity, greatest(line.put_away - part.before, 0))::bigint as put_away
  from part join line on line.id = part.order_line_id
