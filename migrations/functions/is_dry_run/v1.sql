create or replace function erp.is_dry_run() returns boolean
language sql stable parallel safe
as $$
  -- Whether this transaction will be rolled back on purpose: then it must take no number.
  select coalesce(current_setting('erp.dry_run', true) = 'on', false)
$$;
