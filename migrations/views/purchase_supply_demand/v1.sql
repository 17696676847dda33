create or replace view erp.purchase_supply_demand as
-- What suppliers will still bring. An order that is approved and not sent yet is not firm.
select 'supply' as direction, 'purchase_order' as kind, 'purchase_order' as source_type, o.id as source_id, o.number as source_number, o.company_id, o.warehouse_id,
       l.product_id, null::uuid as lot_id, coalesce(l.confirmed_on, l.promised_on, l.needed_on) as due_on, l.open_quantity as quantity, o.state <> 'approved' as is_firm,
       false as is_held
  from erp.purchase_orders o
  join erp.purchase_order_lines l on l.order_id = o.id
 where o.state in ('approved', 'sent', 'confirmed', 'partially_received') and not l.is_complete and l.open_quantity > 0
