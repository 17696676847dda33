create or replace function erp.fn_guard_stock_account_rule() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariants: rules of the house never change; stock and work in progress lie on accounts that are kept by the stock ledger alone, and nothing else does; so that those accounts are
-- worth what the ledger says.
declare
  account accounts;
begin
  if tg_op <> 'INSERT' and old.company_id is null then
    raise exception using errcode = 'PB409', constraint = 'HOUSE_RULE', message = 'A rule of the house never changes: add one for the company.';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if new.account_id is null then
    return new;
  end if;
  select a.* into account from accounts a where a.id = new.account_id;
  if account.is_header or not account.is_active or (new.leg in ('inventory', 'work_in_progress')) <> (coalesce(account.control, '') = 'inventory')
    or account.control in ('payable', 'receivable') then
    raise exception using errcode = 'PB422', constraint = 'VALIDATION_FAILED', message = 'The rule has faults.',
      detail = jsonb_build_object('errors', jsonb_build_array(jsonb_build_object('pointer', '/account_id', 'code', 'NOT_ALLOWED', 'message',
        case when new.leg in ('inventory', 'work_in_progress') then 'Has to be an account in use with the control inventory'
             else 'Has to be an account in use, no heading and no control account' end)))::text;
  end if;
  return new;
end
$$;
