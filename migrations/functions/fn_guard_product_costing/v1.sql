create or replace function erp.fn_guard_product_costing() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: stock is valued by the method, and at the standard, that its product names. While there is stock these change only through
-- change_costing, which revalues it; without stock they are free. The companies' posting locks, taken alone, make a first posting and this wait for each other.
begin
  if current_setting('erp.costing_change', true) = 'on' then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || id, 0)) from (select id from erp.companies order by id) company;
  if exists (select from erp.stock_valuations v where v.product_id = new.id and v.quantity > 0) then
    raise exception using errcode = 'PB409', constraint = 'COSTING_NEEDS_REVALUATION',
      message = 'There is stock of the product: its costing method and standard cost change by a revaluation.';
  end if;
  return new;
end
$$;
