create or replace function erp.auth_open_mfa_challenge(p_user uuid, p_token_hash bytea, p_seconds integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- What a right password earns where there is a second factor. Those past their time go with it, a few at a time.
  delete from erp.mfa_challenges h
   where h.id in (select o.id from erp.mfa_challenges o where o.expires_at < clock_timestamp() order by o.expires_at limit 5 for update skip locked);
  insert into erp.mfa_challenges (user_id, token_hash, expires_at)
  values (p_user, p_token_hash, clock_timestamp() + p_seconds * interval '1 second');
end
$$;
