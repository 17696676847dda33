create or replace function erp.fn_guard_product_basis() returns trigger
language plpgsql
as $$
-- Invariant: a quantity in the ledger means the same for ever. It is counted in the product's stock unit and kept by its tracking, and
-- a service has no stock; so these are fixed once stock of the product has moved. Here, because the ledger knows what has moved.
-- The row lock (an update that keeps its key would let a first posting pass beside it) makes posting and change wait for each other.
begin
  perform from erp.products p where p.id = new.id for update;
  if exists (select from erp.stock_valuations v where v.product_id = new.id) then
    raise exception using errcode = 'PB409', constraint = 'PRODUCT_HAS_LEDGER',
      message = 'Stock of the product has moved: its stock unit, type and tracking can no longer change.';
  end if;
  return new;
end
$$;
