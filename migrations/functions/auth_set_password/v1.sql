create or replace function erp.auth_set_password(p_user uuid, p_password_hash text, p_must_change boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- Never for the system user: it must stay without a password, so that nobody can log in as it.
  if not exists (select from erp.users u where u.id = p_user and u.kind = 'person') then
    raise exception 'User not found' using errcode = 'PB404', constraint = 'NOT_FOUND';
  end if;
  insert into erp.user_credentials as c (user_id, password_hash) values (p_user, p_password_hash)
  on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = clock_timestamp();
  update erp.users u set must_change_password = p_must_change where u.id = p_user and u.must_change_password is distinct from p_must_change;
end
$$;
