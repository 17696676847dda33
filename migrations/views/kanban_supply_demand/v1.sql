create or replace view erp.kanban_supply_demand as
-- What request cards have on its way to a department: it arrives by the day it is needed. What is requested and not shipped yet lies where it is
-- promised from, and is nobody's until then.
select 'supply' as direction, 'request_card' as kind, 'request_card' as source_type, k.id as source_id, k.number as source_number, k.company_id,
       l.warehouse_id, k.product_id, s.lot_id, k.needed_by as due_on, s.shipped_quantity - s.settled_quantity as quantity, true as is_firm, false as is_held
  from erp.request_cards k
  join erp.request_card_shipments s on s.card_id = k.id and s.shipped_quantity > s.settled_quantity
  join erp.locations l on l.id = k.to_location_id and l.is_available;
