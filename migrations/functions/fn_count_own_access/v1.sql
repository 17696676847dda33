create or replace function erp.fn_count_own_access() returns trigger
language plpgsql
as $$
begin
  -- access_version counts every change of what a user may do; here, so that no path can change rights without ending what
  -- was granted on the old ones.
  if new.is_active is distinct from old.is_active or new.must_change_password is distinct from old.must_change_password then
    new.access_version := old.access_version + 1;
  end if;
  return new;
end
$$;
