create or replace function erp.auth_remove_mfa(p_user uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- Takes the second factor away with its recovery codes and open challenges. False: there was none.
  delete from erp.mfa_challenges h where h.user_id = p_user;
  delete from erp.user_recovery_codes c where c.user_id = p_user;
  delete from erp.user_mfa m where m.user_id = p_user;
  return found;
end
$$;
