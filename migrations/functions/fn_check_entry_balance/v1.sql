create or replace function erp.fn_check_entry_balance() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariants: a posted entry has as much debit as credit, to the cent of the company's currency, on two lines at least; and a reversal is the
-- other side of what it reverses, line by line. Deferred to the end of the transaction, since lines and header are several statements.
declare
  debits numeric; credits numeric; lines bigint;
begin
  select coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0), count(*) into debits, credits, lines from journal_lines l where l.entry_id = new.id;
  if debits <> credits or lines < 2 then
    raise exception using errcode = 'PB422', constraint = 'ENTRY_UNBALANCED',
      message = format('Debits are %s and credits %s, on %s lines.', debits, credits, lines),
      detail = jsonb_build_object('debit', debits::text, 'credit', credits::text)::text;
  end if;
  if new.reverses_id is not null and exists (
    select from (
      select l.line_no, l.account_id, l.debit, l.credit from journal_lines l where l.entry_id = new.id
      except select l.line_no, l.account_id, l.credit, l.debit from journal_lines l where l.entry_id = new.reverses_id) d)
    or new.reverses_id is not null and lines <> (select count(*) from journal_lines l where l.entry_id = new.reverses_id) then
    raise exception using errcode = 'PB409', constraint = 'REVERSAL_NOT_MIRRORED', message = 'A reversal has the lines of what it reverses, the other way.';
  end if;
  return null;
end
$$;
