create or replace view erp.stock_ledger_legs as
-- The ledger with a sign: each line once as it leaves and once as it enters.
select l.id as ledger_id, l.recorded_at, l.movement_id, l.line_no, l.product_id, l.lot_id,
       l.from_location_id as location_id, l.to_location_id as other_location_id, -l.quantity as quantity, -l.value as value
  from erp.stock_ledgers l
union all
select l.id, l.recorded_at, l.movement_id, l.line_no, l.product_id, l.lot_id,
       l.to_location_id, l.from_location_id, l.quantity, l.value
  from erp.stock_ledgers l;
