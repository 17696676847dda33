create or replace function erp.fn_count_role_access() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- A role that gains or loses a permission changes the rights of all who have it. Users are locked in key order. As the
  -- owner, since users are hidden from a connection without a context, and what it changes must count all the more.
  update erp.users u set access_version = u.access_version + 1
    from (select h.id
            from erp.users h
           where h.id in (select ur.user_id from erp.user_roles ur where ur.role_id in (select c.role_id from changed c))
           order by h.id
             for no key update) held
   where u.id = held.id;
  return null;
end
$$;
