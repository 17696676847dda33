create or replace function erp.auth_store_api_key_secret(p_api_key uuid, p_secret_hash bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  -- Written once, when the key is made, and readable by no one.
  insert into erp.api_key_secrets (api_key_id, secret_hash) values (p_api_key, p_secret_hash)
$$;
