create or replace function erp.fn_count_user_access() returns trigger
language plpgsql
as $$
begin
  -- Roles, grants, companies, warehouses and departments of a user are his rights: a change of any counts in access_version.
  update erp.users u set access_version = u.access_version + 1
   where u.id in (old.user_id, new.user_id);
  return null;
end
$$;
