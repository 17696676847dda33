create or replace function erp.begin_request(
  p_actor uuid, p_session uuid, p_api_key uuid, p_access_version integer,
  p_request_id text, p_ip text, p_user_agent text, p_dry_run boolean,
  p_key_id uuid, p_key_hash text,
  out access text, out key_state text, out stored_status integer, out stored_body text
)
language plpgsql
as $$
begin
  -- The first statement of every transaction: tells triggers and defaults who acts, refuses one whose session or key has ended
  -- ('revoked') or whose rights have changed since they were read ('changed'), and claims the Idempotency-Key before any effect.
  perform erp.set_app_context(p_actor, p_session, p_request_id, p_ip, p_user_agent),
          set_config('erp.dry_run', case when p_dry_run then 'on' else 'off' end, true);
  access := 'ok';
  if p_session is not null then
    select case when not u.is_active or s.revoked_at is not null or s.expires_at <= clock_timestamp() then 'revoked'
                when u.access_version <> p_access_version then 'changed' else 'ok' end
      into access
      from erp.sessions s join erp.users u on u.id = s.user_id
     where s.id = p_session and s.user_id = p_actor;
  elsif p_api_key is not null then
    select case when not u.is_active or k.revoked_at is not null or k.expires_at <= clock_timestamp() then 'revoked'
                when u.access_version <> p_access_version then 'changed' else 'ok' end
      into access
      from erp.api_keys k join erp.users u on u.id = k.user_id
     where k.id = p_api_key and k.user_id = p_actor;
  end if;
  access := coalesce(access, 'revoked');
  if access <> 'ok' or p_key_id is null then
    return;
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended(p_key_id::text, 0)) then
    key_state := 'running';
    return;
  end if;
  select case when k.request_hash = p_key_hash then 'done' else 'reused' end, k.status, k.body
    into key_state, stored_status, stored_body
    from erp.idempotency_keys k where k.id = p_key_id;
  key_state := coalesce(key_state, 'new');
end
$$;
