create or replace function erp.encrypted_values() returns table (place text, row_id uuid, sealed text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  -- Every value that is encrypted at rest, with the place that it is bound to: a table that comes later is added here, and to
  -- replace_encrypted_values.
  select 'erp.supplier_bank_accounts.account_number', b.id, b.account_number from erp.supplier_bank_accounts b
  union all
  select 'erp.user_mfa.secret', m.user_id, m.secret from erp.user_mfa m
$$;
