create or replace function erp.fn_guard_journal_line() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariants: lines of a posted entry never change, whoever adds, changes or takes away one waits for a posting under way; a line is on an
-- account of its company, in the account's currency where it has one, and control accounts take what their sub-ledger posts and nothing else:
-- those of open documents what invoices and payments post, those of inventory what stock posts.
declare
  entry journal_entries; account accounts; sub_ledger boolean;
begin
  select e.* into entry from journal_entries e where e.id = coalesce(new.entry_id, old.entry_id) for share;
  if entry.state = 'posted' or (tg_op = 'UPDATE' and new.entry_id <> old.entry_id) then
    raise exception using errcode = 'PB409', constraint = 'ENTRY_POSTED', message = format('Entry %s is posted: it is reversed, never changed.', entry.number);
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  select a.* into account from accounts a where a.id = new.account_id;
  if account.company_id <> entry.company_id then
    raise exception using errcode = 'PB422', constraint = 'REFERENCE_NOT_FOUND', message = 'The company has no such account.';
  end if;
  if account.is_header then
    raise exception using errcode = 'PB409', constraint = 'ACCOUNT_NOT_POSTABLE', message = format('%s is a heading.', account.number),
      detail = jsonb_build_object('accounts', account.number)::text;
  end if;
  sub_ledger := case account.control when 'inventory' then entry.source_kind = 'stock_books' else entry.source_kind like 'accounting\_%' end;
  if account.control is not null and sub_ledger is not true then
    raise exception using errcode = 'PB409', constraint = 'CONTROL_ACCOUNT',
      message = format('%s is kept by %s; no other entry writes on it.', account.number,
        case account.control when 'inventory' then 'the stock ledger' else 'invoices and payments' end);
  end if;
  if account.currency_code is not null and account.currency_code <> new.currency_code then
    raise exception using errcode = 'PB409', constraint = 'ACCOUNT_CURRENCY', message = format('%s is kept in %s.', account.number, account.currency_code);
  end if;
  return new;
end
$$;
