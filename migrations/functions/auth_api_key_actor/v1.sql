create or replace function erp.auth_api_key_actor(p_secret_hash bytea)
returns table (
  api_key_id uuid, rate_limit_per_minute integer, key_patterns text[],
  user_id uuid, username text, is_live boolean, access_version integer, must_change_password boolean,
  patterns text[], company_ids uuid[], default_company_id uuid, warehouse_ids uuid[], department_ids uuid[],
  now_ms double precision, valid_ms double precision
)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  -- Who stands behind an API key. Only this function sees the hashes of the secrets; it also notes, once a minute, that the key is used.
  with used as (
    update erp.api_keys k set last_used_at = clock_timestamp()
      from erp.api_key_secrets h
     where h.secret_hash = p_secret_hash and k.id = h.api_key_id and k.revoked_at is null and k.expires_at > clock_timestamp()
       and (k.last_used_at is null or k.last_used_at < clock_timestamp() - interval '1 minute')
  )
  select k.id, k.rate_limit_per_minute, k.permissions,
         u.id, u.username, u.is_active and k.revoked_at is null and k.expires_at > clock_timestamp(), u.access_version,
         u.must_change_password, r.patterns, r.company_ids, r.default_company_id, r.warehouse_ids, r.department_ids,
         extract(epoch from clock_timestamp()) * 1000,
         extract(epoch from least(k.expires_at, r.grants_end_at) - clock_timestamp()) * 1000
    from erp.api_key_secrets h
    join erp.api_keys k on k.id = h.api_key_id
    join erp.users u on u.id = k.user_id
   cross join lateral erp.auth_rights(u.id) r
   where h.secret_hash = p_secret_hash and u.kind = 'person'
$$;
