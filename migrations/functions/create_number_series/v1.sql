create or replace function erp.create_number_series(p_series text, p_prefix text) returns void
language plpgsql
as $$
begin
  -- An operational series: numbers are unique and rise, gaps are allowed, no row is locked to take one.
  execute format('create sequence erp.%I', 'number_' || p_series);
  insert into erp.number_series (series, prefix) values (p_series, p_prefix);
end
$$;
