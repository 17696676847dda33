create or replace function erp.fn_default_company()
returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
-- Invariant: a new user belongs to a company. Checked at commit, after the transaction had its chance to name companies;
-- one that named none leaves the user in the oldest active company (a fresh installation's MAIN).
begin
  insert into erp.user_companies (user_id, company_id, is_default)
  select new.id, c.id, true
    from erp.companies c
   where c.is_active
     and exists (select from erp.users u where u.id = new.id)
     and not exists (select from erp.user_companies uc where uc.user_id = new.id)
   order by c.created_at, c.id
   limit 1;
  return null;
end
$$;
