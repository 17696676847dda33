create or replace function erp.auth_confirm_mfa(p_user uuid, p_code_hashes bytea[]) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- Puts the second factor in force, or keeps it so, and replaces the recovery codes. False: there is none.
  update erp.user_mfa m set confirmed_at = coalesce(m.confirmed_at, clock_timestamp()) where m.user_id = p_user;
  if not found then
    return false;
  end if;
  delete from erp.user_recovery_codes c where c.user_id = p_user;
  insert into erp.user_recovery_codes (user_id, code_hash) select p_user, h from unnest(p_code_hashes) h;
  return true;
end
$$;
