create or replace function erp.refuse_stock_shortage(p_products uuid[], p_locations uuid[], p_quantities bigint[], p_short integer[], p_free bigint[])
returns void
language plpgsql
set search_path = erp, pg_temp
as $$
-- Refuses for want of stock, and says of what and how much (see stock_shortages).
declare
  shortages jsonb := erp.stock_shortages(p_products, p_locations, p_quantities, p_short, p_free);
begin
  raise exception using errcode = 'PB409', constraint = 'INSUFFICIENT_STOCK',
    message = format('There is not enough free stock of %s product(s) at the place asked for.', jsonb_array_length(shortages)),
    detail = jsonb_build_object('shortages', shortages)::text;
end
$$;
