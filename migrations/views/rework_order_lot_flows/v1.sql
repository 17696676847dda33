create or replace view erp.rework_order_lot_flows as
-- What a rework order has taken out of stock and put into it, by product, location and lot, net of what went back: read from the
-- ledger itself, so that it can be held against the order's own counters. What a rework order moved is not reversed anywhere.
select flow.order_id, flow.direction, flow.product_id, flow.location_id, flow.lot_id,
       sum(flow.sign * flow.quantity)::bigint as quantity, sum(flow.sign * flow.value) as value
  from (select m.source_id as order_id, l.product_id, l.lot_id, l.quantity, l.value,
               case when m.type = 'production_output' then 'received' else 'consumed' end as direction,
               case when t.type = 'production' then l.from_location_id else l.to_location_id end as location_id,
               case when (t.type = 'production') = (m.type = 'production_output') then -1 else 1 end as sign
          from erp.stock_movements m
          join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
          join erp.locations f on f.id = l.from_location_id
          join erp.locations t on t.id = l.to_location_id
         where m.source_type = 'rework_order' and 'production' in (f.type, t.type)) flow
 group by flow.order_id, flow.direction, flow.product_id, flow.location_id, flow.lot_id;
