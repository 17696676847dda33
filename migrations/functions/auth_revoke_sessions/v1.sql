create or replace function erp.auth_revoke_sessions(p_user uuid, p_session uuid, p_except uuid, p_reason text) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  -- Ends sessions: of one user or (null) of everybody, one or (null) all of them, but one. Answers how many were open.
  with ended as (
    update erp.sessions s set revoked_at = clock_timestamp(), revoked_reason = p_reason
     where s.revoked_at is null
       and (p_user is null or s.user_id = p_user)
       and (p_session is null or s.id = p_session)
       and (p_except is null or s.id <> p_except)
    returning s.expires_at
  )
  select count(*)::integer from ended where expires_at > clock_timestamp()
$$;
