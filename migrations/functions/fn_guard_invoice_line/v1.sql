create or replace function erp.fn_guard_invoice_line() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: the lines of an invoice that is no draft any more stay what they were; who changes one waits for a posting under way.
declare
  invoice invoices;
begin
  select i.* into invoice from invoices i where i.id = coalesce(new.invoice_id, old.invoice_id) for share;
  if invoice.state <> 'draft' then
    raise exception using errcode = 'PB409', constraint = 'INVOICE_POSTED', message = format('Invoice %s is %s: it is cancelled, never changed.', invoice.number, invoice.state);
  end if;
  return coalesce(new, old);
end
$$;
