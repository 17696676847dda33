create or replace function erp.is_virtual_location(p_type text) returns boolean
language sql immutable
as $$
-- The sides of the ledger that stand for the outside world: they hold no balance and no value.
  select p_type in ('supplier', 'customer', 'production', 'adjustment', 'conversion')
$$;
