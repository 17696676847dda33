create or replace function erp.auth_withdraw_attempt(p_username text, p_source text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  -- The server was too busy to look at the password: the attempt was none.
  update erp.login_attempts a
     set attempts = greatest(a.attempts - 1, 0), blocked_until = null
   where a.account_hash = sha256(convert_to(p_username, 'UTF8')) and a.source = p_source
$$;
