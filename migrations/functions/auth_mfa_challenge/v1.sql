create or replace function erp.auth_mfa_challenge(p_token_hash bytea, out user_id uuid, out username text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  -- Whose challenge it is, while it is open and he is active and has not changed his password since.
  select u.id, u.username
    from erp.mfa_challenges h join erp.users u on u.id = h.user_id join erp.user_credentials c on c.user_id = u.id
   where h.token_hash = p_token_hash and h.expires_at > clock_timestamp() and u.is_active and c.changed_at <= h.created_at
$$;
