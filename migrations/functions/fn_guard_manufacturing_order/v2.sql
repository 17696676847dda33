create or replace function erp.fn_guard_manufacturing_order() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: an order begins as a draft, and what was approved is what is made: product, bill, routing, quantity and place are frozen with
-- the approval. Here, because reservations, postings and cost all rest on it, whatever code path writes the row.
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception using errcode = 'PB409', constraint = 'INVALID_STATE', message = 'A manufacturing order begins as a draft';
    end if;
  elsif old.state <> 'draft' and (new.company_id, new.warehouse_id, new.product_id, new.bom_id, new.routing_id, new.planned_quantity)
      is distinct from (old.company_id, old.warehouse_id, old.product_id, old.bom_id, old.routing_id, old.planned_quantity) then
    raise exception using errcode = 'PB409', constraint = 'INVALID_STATE',
      message = 'Product, bill, routing, quantity and warehouse of an order change only while it is a draft';
  end if;
  return new;
end
$$;
