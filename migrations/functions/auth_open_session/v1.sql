create or replace function erp.auth_open_session(
  p_user uuid, p_source text, p_refresh_hash bytea, p_session_seconds integer, p_refresh_seconds integer,
  p_ip text, p_user_agent text, p_request_id text,
  out session_id uuid, out issued_at double precision, out must_change_password boolean
)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_user erp.users;
begin
  -- The only way to make a session: of a user who is active now, with its first refresh token, and with its trace.
  update erp.users u set last_login_at = v_now where u.id = p_user and u.is_active and u.kind = 'person' returning * into v_user;
  if not found then
    return;
  end if;
  insert into erp.sessions (user_id, ip, user_agent, last_used_at, expires_at, created_at)
  values (p_user, p_ip, p_user_agent, v_now, v_now + p_session_seconds * interval '1 second', v_now)
  returning id into session_id;
  insert into erp.refresh_tokens (session_id, token_hash, expires_at)
  values (auth_open_session.session_id, p_refresh_hash, v_now + p_refresh_seconds * interval '1 second');
  delete from erp.login_attempts a
   where a.account_hash = sha256(convert_to(v_user.username, 'UTF8')) and a.source = p_source;
  insert into erp.auth_events (event, user_id, username, actor_id, session_id, ip, user_agent, request_id)
  values ('login', p_user, v_user.username, p_user, auth_open_session.session_id, p_ip, p_user_agent, p_request_id);
  issued_at := extract(epoch from v_now);
  must_change_password := v_user.must_change_password;
end
$$;
