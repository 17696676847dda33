create or replace view erp.manufacturing_order_flows as
-- What an order has taken out of stock and put into it, by product and location, whatever the lots.
select flow.order_id, flow.direction, flow.product_id, flow.location_id, sum(flow.quantity)::bigint as quantity, sum(flow.value) as value
  from erp.manufacturing_order_lot_flows flow
 group by flow.order_id, flow.direction, flow.product_id, flow.location_id;
