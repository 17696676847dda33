create or replace view erp.kanban_supply_demand as
-- What request cards have on its way to a department: it arrives by the day it is needed. What is requested and not shipped yet lies where it is
-- promised from, and is nobody's until then.
select 'supply' as direction, 'request_card' as kind, 'request_card' as source_type, k.id as source_id, k.number as source_number, k.company_id,
       l.warehouse_id, k.product_id, s.lot_id, k.needed_by as due_on, s.shipped_quantity - s.settled_quantity as quantity, true as is_firm, false as is_held
  from erp.request_cards k
  join erp.request_card_shipments s on s.card_id = k.id and s.shipped_quantity > s.settled_quantity
  join erp.locations l on l.id = k.to_location_id and l.is_available
union all
-- What was ordered from a supplier by hand for a card of a loop. A signal with a document is known by that document.
select 'supply', 'kanban_signal', 'kanban_signal', s.id, c.number, l.company_id, t.warehouse_id, l.product_id, null, s.due_on,
       s.quantity - s.received_quantity, true, false
  from erp.kanban_signals s
  join erp.kanban_loop_cards c on c.id = s.card_id
  join erp.kanban_loops l on l.id = s.loop_id
  join erp.locations t on t.id = l.to_location_id and t.is_available
 where s.ordered_at is not null and s.received_at is null and s.withdrawn_at is null and s.document_id is null and s.quantity > s.received_quantity;
