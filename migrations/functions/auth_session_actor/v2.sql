create or replace function erp.auth_session_actor(p_session uuid)
returns table (
  user_id uuid, username text, is_live boolean, access_version integer, must_change_password boolean,
  patterns text[], company_ids uuid[], default_company_id uuid, warehouse_ids uuid[], department_ids uuid[],
  now_ms double precision, valid_ms double precision, must_enrol_mfa boolean
)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  -- Who stands behind a session, before there is a context that row security could ask: hence a definer function, of one row. Whoever has
  -- a role that demands a second factor, and has none yet, is told so.
  select u.id, u.username, u.is_active and s.revoked_at is null and s.expires_at > clock_timestamp(), u.access_version,
         u.must_change_password, r.patterns, r.company_ids, r.default_company_id, r.warehouse_ids, r.department_ids,
         extract(epoch from clock_timestamp()) * 1000,
         extract(epoch from least(s.expires_at, r.grants_end_at) - clock_timestamp()) * 1000,
         exists (select from erp.user_roles ur join erp.roles o on o.id = ur.role_id where ur.user_id = u.id and o.requires_mfa)
           and not exists (select from erp.user_mfa m where m.user_id = u.id and m.confirmed_at is not null)
    from erp.sessions s
    join erp.users u on u.id = s.user_id
   cross join lateral erp.auth_rights(u.id) r
   where s.id = p_session and u.kind = 'person'
$$;
