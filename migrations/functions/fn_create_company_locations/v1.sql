create or replace function erp.fn_create_company_locations() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: no company without the locations its postings need, whoever creates it.
begin
  perform erp.create_company_locations(new.id);
  return null;
end
$$;
