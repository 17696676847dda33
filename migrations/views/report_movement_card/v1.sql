create or replace view erp.report_movement_card as
-- The running balance is a window per product and location, so that a product filter is pushed into it.
select g.ledger_id || case when g.quantity > 0 then '-in' else '-out' end as row_id, g.recorded_at, m.effective_at, g.movement_id,
       m.number as movement_number, m.type as movement_type, m.source_type, m.source_id, g.product_id, p.sku,
       l.company_id, l.warehouse_id, g.location_id, l.code as location_code, o.code as other_location_code,
       greatest(g.quantity, 0) as quantity_in, greatest(-g.quantity, 0) as quantity_out, g.balance, g.value, a.username as actor_username
  from (select g.*, (sum(g.quantity) over (partition by g.product_id, g.location_id order by g.recorded_at, g.ledger_id))::bigint as balance
          from erp.stock_ledger_legs g) g
  join erp.stock_movements m on m.id = g.movement_id
  join erp.products p on p.id = g.product_id
  join erp.locations l on l.id = g.location_id and not l.is_virtual
  join erp.locations o on o.id = g.other_location_id
  join erp.users a on a.id = m.created_by;
