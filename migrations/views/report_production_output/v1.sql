create or replace view erp.report_production_output as
-- What each order was reported to make, by day of the factory's time zone; reversed postings do not count.
select o.id || ':' || r.day as row_id, r.day, o.id as order_id, o.number as order_number, o.state, o.company_id, o.warehouse_id, o.department_id,
       o.product_id, p.sku, p.name as product_name, u.code as unit_code, o.planned_quantity,
       r.good_quantity, r.rejected_quantity, r.lost_quantity,
       case when r.good_quantity + r.rejected_quantity + r.lost_quantity > 0
            then round(100.0 * r.good_quantity / (r.good_quantity + r.rejected_quantity + r.lost_quantity), 2) end as yield_percent,
       r.output_value
  from (
    select g.order_id, g.created_at::date as day, sum(g.good_quantity)::bigint as good_quantity,
           sum(g.rejected_quantity)::bigint as rejected_quantity, sum(g.lost_quantity)::bigint as lost_quantity,
           coalesce(sum(v.value), 0)::numeric(15,2) as output_value
      from erp.production_postings g
      left join lateral (select sum(l.value) as value from erp.stock_ledgers l where l.movement_id = g.output_movement_id) v on true
     where g.kind in ('report', 'completion') and g.reversed_at is null
     group by g.order_id, g.created_at::date
  ) r
  join erp.manufacturing_orders o on o.id = r.order_id
  join erp.products p on p.id = o.product_id
  join erp.units u on u.id = p.unit_id;
