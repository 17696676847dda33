create or replace function erp.auth_begin_login(
  p_username text, p_source text,
  out retry_after integer, out user_id uuid, out password_hash text, out is_active boolean, out has_second_factor boolean
)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_free_at constant integer := 10;
  v_attempt erp.login_attempts;
begin
  -- An attempt is counted before the password is looked at, so that parallel guesses cannot slip past the count; success forgets
  -- it. From the 10th in 5 minutes on, each attempt first closes the door behind it: 30 s, 60 s, 120 s .. 15 min, never for good.
  -- Names are kept as hashes: people type passwords into the name field.
  insert into erp.login_attempts as a (account_hash, source, attempts, window_started_at)
  values (sha256(convert_to(p_username, 'UTF8')), p_source, 1, v_now)
  on conflict (account_hash, source) do update set
    attempts = case when a.blocked_until > v_now then a.attempts
                    when greatest(a.window_started_at, a.blocked_until) + interval '5 minutes' <= v_now then 1
                    else a.attempts + 1 end,
    window_started_at = case when greatest(a.window_started_at, a.blocked_until) + interval '5 minutes' <= v_now then v_now
                             else a.window_started_at end
  returning * into v_attempt;
  if v_attempt.blocked_until > v_now then
    retry_after := ceil(extract(epoch from v_attempt.blocked_until - v_now));
    return;
  end if;
  if v_attempt.attempts >= v_free_at then
    update erp.login_attempts a
       set blocked_until = v_now + least(30 * 2 ^ least(v_attempt.attempts - v_free_at, 10), 900) * interval '1 second'
     where a.account_hash = v_attempt.account_hash and a.source = v_attempt.source;
  end if;
  -- Whether a code is asked for after a right password is told along, so that a login needs no question more.
  select u.id, c.password_hash, u.is_active, exists (select from erp.user_mfa m where m.user_id = u.id and m.confirmed_at is not null)
    into user_id, password_hash, is_active, has_second_factor
    from erp.users u join erp.user_credentials c on c.user_id = u.id
   where u.username = p_username and u.kind = 'person';
end
$$;
