create or replace view erp.ppic_shortages as
-- Each product that open orders of a warehouse still need, with what they hold of it, what is free there, what is expected there for certain
-- on a day that is known, and what is missing: now, and when all of that has come.
select n.product_id, n.warehouse_id, n.product_id::text || ':' || n.warehouse_id::text as row_id, p.sku, p.name as product_name, u.code as unit_code,
       n.company_id, w.code as warehouse_code, n.needed_quantity, n.held_quantity, n.free_quantity, coalesce(s.quantity, 0)::bigint as expected_quantity,
       s.first_due_on as first_expected_on, n.short_quantity, greatest(n.short_quantity - coalesce(s.quantity, 0), 0)::bigint as uncovered_quantity,
       n.first_needed_on, n.first_short_on, n.order_count, n.short_order_count, n.short_work_order_count
  from (select c.company_id, c.warehouse_id, c.product_id, sum(c.outstanding_quantity)::bigint as needed_quantity, sum(c.held_quantity)::bigint as held_quantity,
               max(c.free_quantity) as free_quantity, sum(c.short_quantity)::bigint as short_quantity, min(c.needed_on) as first_needed_on,
               min(c.needed_on) filter (where c.short_quantity > 0) as first_short_on, count(distinct c.order_id) as order_count,
               count(distinct c.order_id) filter (where c.short_quantity > 0) as short_order_count,
               count(distinct c.work_order_id) filter (where c.short_quantity > 0) as short_work_order_count
          from erp.ppic_component_needs c group by c.company_id, c.warehouse_id, c.product_id) n
  join erp.products p on p.id = n.product_id
  join erp.units u on u.id = p.unit_id
  join erp.locations w on w.id = n.warehouse_id
  left join (select k.product_id, k.warehouse_id, sum(k.quantity)::bigint as quantity, min(k.due_on) as first_due_on
               from erp.stock_outlook k left join erp.lots t on t.id = k.lot_id
              where k.direction = 'supply' and k.is_firm and not k.is_held and k.due_on is not null and erp.is_lot_usable(t.state, t.expires_on)
              group by k.product_id, k.warehouse_id) s on s.product_id = n.product_id and s.warehouse_id = n.warehouse_id;
