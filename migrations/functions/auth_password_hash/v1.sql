create or replace function erp.auth_password_hash(p_user uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  -- For who changes his password and must prove the old one. Hashes are read one at a time, by id, and never listed.
  select c.password_hash from erp.user_credentials c where c.user_id = p_user
$$;
