create or replace function erp.release_expired_reservations() returns bigint
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a reservation past its time holds nothing. Run every so often; a reservation in need of such pieces does not wait for it.
-- Answers how many were given back; a thousand at a time, so that nobody waits long for their balances.
declare
  ids jsonb; released json;
begin
  select jsonb_agg(r.id) into ids from (
    select id from erp.stock_reservations where expires_at <= clock_timestamp() and open_quantity > 0 order by expires_at limit 1000) r;
  if ids is null then
    return 0;
  end if;
  released := erp.release_stock_reservations(jsonb_build_object('ids', ids));
  return json_array_length(released);
end
$$;
