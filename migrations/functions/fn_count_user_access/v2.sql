create or replace function erp.fn_count_user_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- Roles, grants, companies, warehouses and departments of a user are his rights: a change of any counts in access_version. As the
  -- owner, since users are hidden from a connection without a context, and what it changes must count all the more.
  update erp.users u set access_version = u.access_version + 1
   where u.id in (old.user_id, new.user_id);
  return null;
end
$$;
