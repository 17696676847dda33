create or replace view erp.report_movement_card as
-- The running balance is a window per product and location, so that a product filter is pushed into it. Movements get their number
-- under the lock of the balances they change: it is the order in which they happened, also within one millisecond.
select g.number || ':' || lpad(g.line_no::text, 6, '0') || case when g.quantity > 0 then ':in' else ':out' end as row_id,
       g.recorded_at, g.effective_at, g.movement_id, g.number as movement_number, g.type as movement_type, g.source_type, g.source_id,
       g.product_id, p.sku, l.company_id, l.warehouse_id, g.location_id, l.code as location_code, o.code as other_location_code,
       greatest(g.quantity, 0) as quantity_in, greatest(-g.quantity, 0) as quantity_out, g.balance, g.value, a.username as actor_username
  from (select leg.*, m.number, m.type, m.source_type, m.source_id, m.effective_at, m.created_by,
               (sum(leg.quantity) over (partition by leg.product_id, leg.location_id order by leg.recorded_at, m.number, leg.line_no))::bigint as balance
          from erp.stock_ledger_legs leg
          join erp.locations real on real.id = leg.location_id and not real.is_virtual
          join erp.stock_movements m on m.id = leg.movement_id) g
  join erp.products p on p.id = g.product_id
  join erp.locations l on l.id = g.location_id
  join erp.locations o on o.id = g.other_location_id
  join erp.users a on a.id = g.created_by;
