create or replace view erp.report_users as
select u.id || ':' || c.company_id as row_id, u.id as user_id, u.username, u.full_name, c.company_id,
       coalesce(r.roles, '') as roles, u.is_active, coalesce(s.open_sessions, 0) as open_sessions, u.last_login_at, u.created_at
  from erp.users u
  join erp.user_companies c on c.user_id = u.id
  left join lateral (
    select string_agg(r.code, ',' order by r.code) as roles
      from erp.user_roles ur join erp.roles r on r.id = ur.role_id where ur.user_id = u.id
  ) r on true
  left join lateral (
    select count(*)::integer as open_sessions
      from erp.sessions s where s.user_id = u.id and s.revoked_at is null and s.expires_at > now()
  ) s on true
 where u.kind = 'person';
