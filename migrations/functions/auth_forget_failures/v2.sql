create or replace function erp.auth_forget_failures(p_username text, p_second_factor boolean) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  -- Opens the door again for one account, whatever the source. Answers how many sources were counted. What was guessed of the second
  -- factor is not forgotten for a right password: only for a right code, and by an administrator.
  with forgotten as (
    delete from erp.login_attempts a
     where a.account_hash = sha256(convert_to(p_username, 'UTF8')) and (p_second_factor or a.source <> 'second factor') returning 1
  )
  select count(*)::integer from forgotten
$$;
