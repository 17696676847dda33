create or replace function erp.fn_check_unit_dimension()
returns trigger
language plpgsql
as $$
-- Invariant: a general conversion joins two units of one dimension. Its other half, on the conversions, cannot see a unit
-- that changes its dimension later.
begin
  if exists (select from erp.unit_conversions c
              where c.product_id is null and new.id in (c.from_unit_id, c.to_unit_id)) then
    raise exception using errcode = 'PB409', constraint = 'UNIT_HAS_CONVERSIONS',
      message = 'The dimension of a unit that has general conversions cannot change.';
  end if;
  return new;
end
$$;
