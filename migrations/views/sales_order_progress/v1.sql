create or replace view erp.sales_order_progress as
-- What the lines of a confirmed order say of it together: the one place where that is worked out.
select l.order_id, count(*)::integer as line_count, (count(*) filter (where l.open_quantity > 0))::integer as open_lines,
       case when bool_or(l.shipped_quantity > 0) and bool_and(l.open_quantity = 0) then 'shipped'
            when bool_or(l.shipped_quantity > 0) then 'partially_shipped'
            else 'confirmed' end as state
  from erp.sales_order_lines l
 group by l.order_id
