create or replace function erp.auth_refresh_session(
  p_token_hash bytea, p_successor_hash bytea, p_grace_seconds integer, p_refresh_seconds integer,
  p_ip text, p_user_agent text, p_request_id text,
  out outcome text, out session_id uuid, out user_id uuid, out issued_at double precision,
  out must_change_password boolean
)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_token erp.refresh_tokens;
  v_session erp.sessions;
begin
  -- A refresh token is used once. The session row is the lock of its family: of racing callers one rotates, the others are given
  -- the same successor while the grace lasts; a token that comes back later was stolen, and the whole family ends.
  select t.session_id into session_id from erp.refresh_tokens t where t.token_hash = p_token_hash;
  if not found then
    outcome := 'unknown';
    return;
  end if;
  select s.* into v_session from erp.sessions s where s.id = auth_refresh_session.session_id for no key update;
  select t.* into v_token from erp.refresh_tokens t where t.token_hash = p_token_hash;
  user_id := v_session.user_id;
  v_now := clock_timestamp();
  issued_at := extract(epoch from v_now);
  select u.must_change_password into must_change_password from erp.users u where u.id = v_session.user_id and u.is_active;
  if not found or v_session.revoked_at is not null or v_session.expires_at <= v_now or v_token.expires_at <= v_now then
    outcome := 'ended';
    return;
  end if;
  if v_token.used_at is null then
    update erp.refresh_tokens t set used_at = v_now where t.id = v_token.id;
    insert into erp.refresh_tokens (session_id, token_hash, expires_at)
    values (v_session.id, p_successor_hash, least(v_now + p_refresh_seconds * interval '1 second', v_session.expires_at));
    update erp.sessions s set last_used_at = v_now where s.id = v_session.id;
    outcome := 'rotated';
  elsif v_token.used_at + p_grace_seconds * interval '1 second' >= v_now then
    outcome := case when exists (select from erp.refresh_tokens t where t.token_hash = p_successor_hash and t.used_at is null)
                    then 'raced' else 'superseded' end;
  else
    update erp.sessions s set revoked_at = v_now, revoked_reason = 'refresh_token_reused' where s.id = v_session.id;
    insert into erp.auth_events (event, succeeded, user_id, session_id, ip, user_agent, request_id)
    values ('refresh_token_reused', false, v_session.user_id, v_session.id, p_ip, p_user_agent, p_request_id);
    outcome := 'reused';
  end if;
end
$$;
