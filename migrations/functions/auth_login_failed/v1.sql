create or replace function erp.auth_login_failed(
  p_username text, p_source text, p_user uuid, p_reason text, p_ip text, p_user_agent text, p_request_id text,
  out retry_after integer
)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- Writes the trace of a failure and answers how long the door is closed now. The name is kept only when it is a user's.
  insert into erp.auth_events (event, succeeded, user_id, username, ip, user_agent, request_id, details)
  values ('login', false, p_user, case when p_user is not null then p_username end, p_ip, p_user_agent, p_request_id,
          jsonb_build_object('reason', p_reason));
  delete from erp.login_attempts a
   where (a.account_hash, a.source) in (
     select o.account_hash, o.source from erp.login_attempts o
      where o.window_started_at < clock_timestamp() - interval '1 day' and coalesce(o.blocked_until < clock_timestamp(), true)
      order by o.window_started_at limit 5 for update skip locked);
  select ceil(extract(epoch from a.blocked_until - clock_timestamp())) into retry_after
    from erp.login_attempts a
   where a.account_hash = sha256(convert_to(p_username, 'UTF8')) and a.source = p_source and a.blocked_until > clock_timestamp();
end
$$;
