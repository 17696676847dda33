create or replace function erp.moving_average_value(p_quantity bigint, p_on_hand bigint, p_value numeric) returns numeric
language sql immutable
as $$
-- Moving average: what p_quantity pieces take out of an area holding p_on_hand pieces worth p_value. The last piece takes the
-- rest, so no cent is left behind without stock.
  select case when p_quantity >= p_on_hand then p_value else round(p_value * p_quantity / p_on_hand, 2) end
$$;
