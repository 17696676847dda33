create or replace function erp.fn_guard_account() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariants: what an account stands for does not change once something was written on it; headings form a tree, and only headings have
-- accounts below them. After each row, so that an account may come in one statement with the heading above it.
begin
  if tg_op = 'UPDATE' and (old.type, old.is_header, old.control, old.currency_code) is distinct from (new.type, new.is_header, new.control, new.currency_code)
    and exists (select from journal_lines l where l.account_id = new.id) then
    raise exception using errcode = 'PB409', constraint = 'ACCOUNT_FIXED',
      message = 'Type, heading, control and currency of an account stay as they are once something was written on it.';
  end if;
  if not new.is_header and exists (select from accounts a where a.parent_id = new.id) then
    raise exception using errcode = 'PB409', constraint = 'ACCOUNT_NOT_HEADER', message = 'An account with others below it is a heading.';
  end if;
  if new.parent_id is null then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('chart:' || new.company_id, 0));
  if not (select a.is_header from accounts a where a.id = new.parent_id) then
    raise exception using errcode = 'PB409', constraint = 'ACCOUNT_NOT_HEADER', message = 'Accounts stand below headings only.';
  end if;
  if exists (
    with recursive above as (
      select a.id, a.parent_id from accounts a where a.id = new.parent_id
      union select a.id, a.parent_id from accounts a join above on a.id = above.parent_id)
    select from above where id = new.id) then
    raise exception using errcode = 'PB409', constraint = 'ACCOUNT_CYCLE', message = 'An account cannot stand below itself.';
  end if;
  return null;
end
$$;
