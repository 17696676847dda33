create or replace function erp.auth_mfa(
  p_user uuid, out secret text, out confirmed_at timestamptz, out codes_left integer, out now_ms double precision
)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  -- The second factor of one user, also before there is a context. The secret is encrypted; this is its only way out.
  select (select m.secret from erp.user_mfa m where m.user_id = p_user),
         (select m.confirmed_at from erp.user_mfa m where m.user_id = p_user),
         (select count(*)::integer from erp.user_recovery_codes c where c.user_id = p_user and c.used_at is null),
         extract(epoch from clock_timestamp()) * 1000
$$;
