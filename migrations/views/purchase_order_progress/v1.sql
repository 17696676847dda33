create or replace view erp.purchase_order_progress as
-- What the lines of an order say of it together, once the supplier has it: the one place where that is worked out.
select l.order_id, count(*)::integer as line_count, count(*) filter (where not l.is_complete)::integer as open_lines,
       bool_or(l.received_quantity > 0) as has_received, bool_and(l.confirmed_at is not null or l.is_closed_short) as is_confirmed,
       case when bool_or(l.received_quantity > 0) and bool_and(l.is_complete) then 'received'
            when bool_or(l.received_quantity > 0) then 'partially_received'
            when bool_and(l.confirmed_at is not null or l.is_closed_short) then 'confirmed'
            else 'sent' end as state
  from erp.purchase_order_lines l
 group by l.order_id
