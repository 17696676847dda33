create or replace function erp.auth_store_mfa(p_user uuid, p_secret text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- A new secret, not in force until it is confirmed. One that is in force is never written over: false.
  insert into erp.user_mfa as m (user_id, secret) values (p_user, p_secret)
  on conflict (user_id) do update set secret = excluded.secret, last_step = 0 where m.confirmed_at is null;
  return found;
end
$$;
