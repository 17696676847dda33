create or replace function erp.auth_rights(
  p_user uuid,
  out patterns text[], out company_ids uuid[], out default_company_id uuid, out warehouse_ids uuid[], out department_ids uuid[],
  out grants_end_at timestamptz
)
language sql stable
as $$
  -- What a user may do and where, in one read. No row of warehouses or departments means: not limited to any.
  select
    array(select rp.pattern from erp.user_roles ur join erp.role_permissions rp on rp.role_id = ur.role_id where ur.user_id = p_user
          union
          select g.permission from erp.user_grants g
           where g.user_id = p_user and g.revoked_at is null and g.valid_until > clock_timestamp()),
    array(select c.company_id from erp.user_companies c where c.user_id = p_user order by c.is_default desc, c.created_at, c.company_id),
    (select c.company_id from erp.user_companies c where c.user_id = p_user order by c.is_default desc, c.created_at, c.company_id limit 1),
    (select array_agg(w.warehouse_id order by w.warehouse_id) from erp.user_warehouses w where w.user_id = p_user),
    (select array_agg(d.department_id order by d.department_id) from erp.user_departments d where d.user_id = p_user),
    (select min(g.valid_until) from erp.user_grants g
      where g.user_id = p_user and g.revoked_at is null and g.valid_until > clock_timestamp())
$$;
