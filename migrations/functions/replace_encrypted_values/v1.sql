create or replace function erp.replace_encrypted_values(p_places text[], p_row_ids uuid[], p_old text[], p_new text[]) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  -- The same values under another key: only where they are still what they were read as, so that a change meanwhile is not undone.
  with given as (
    select g.* from unnest(p_places, p_row_ids, p_old, p_new) g (place, row_id, old, new)
  ), accounts as (
    update erp.supplier_bank_accounts b set account_number = g.new from given g
     where g.place = 'erp.supplier_bank_accounts.account_number' and b.id = g.row_id and b.account_number = g.old returning 1
  ), factors as (
    update erp.user_mfa m set secret = g.new from given g
     where g.place = 'erp.user_mfa.secret' and m.user_id = g.row_id and m.secret = g.old returning 1
  )
  select ((select count(*) from accounts) + (select count(*) from factors))::integer
$$;
