create or replace function erp.auth_use_mfa(p_user uuid, p_step bigint, p_code_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_used boolean;
begin
  -- Uses up a code: a time step counts once and never an earlier one after it (RFC 6238, 5.2), a recovery code counts once. The row is the
  -- lock: of two at once one is refused. A right code forgets what was guessed before.
  if p_step is not null then
    update erp.user_mfa m set last_step = p_step where m.user_id = p_user and m.last_step < p_step;
  else
    update erp.user_recovery_codes c set used_at = clock_timestamp()
     where c.user_id = p_user and c.code_hash = p_code_hash and c.used_at is null;
  end if;
  v_used := found;
  if v_used then
    delete from erp.login_attempts a using erp.users u
     where u.id = p_user and a.account_hash = sha256(convert_to(u.username, 'UTF8')) and a.source = 'second factor';
  end if;
  return v_used;
end
$$;
