create or replace function erp.auth_close_mfa_challenge(p_token_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- A challenge opens one session: of two at once, one finds it gone.
  delete from erp.mfa_challenges h where h.token_hash = p_token_hash;
  return found;
end
$$;
