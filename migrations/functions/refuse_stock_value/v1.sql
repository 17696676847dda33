create or replace function erp.refuse_stock_value(p_product_id uuid, p_quantity bigint, p_value numeric) returns void
language plpgsql stable
as $$
-- Refuses a value that stock cannot carry: there is none, or it would become worth less than nothing.
begin
  raise exception using errcode = 'PB409', constraint = 'VALUE_EXCEEDS_STOCK',
    message = 'There is not enough stock, or not enough value in it, to carry this adjustment.',
    detail = jsonb_build_object('product_id', p_product_id, 'quantity', coalesce(p_quantity, 0), 'value', coalesce(p_value, 0)::text)::text;
end
$$;
