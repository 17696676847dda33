create or replace function erp.fn_apply_allocation() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: what is paid of an invoice, and used of a payment or credit note, is the sum of the allocations that stand. Both are of the same
-- company, partner and currency, both are posted, and nothing is paid of an invoice that is on hold. A refund pays credit notes, in the column of the
-- invoice; all else pays invoices. A CHECK keeps each within its amount.
declare
  sign constant integer := case when tg_op = 'INSERT' then 1 else -1 end;
  invoice invoices; note invoices; payment payments;
begin
  if tg_op = 'UPDATE' and old.undone_on is not null then
    raise exception using errcode = 'PB409', constraint = 'ALLOCATION_UNDONE', message = 'It was taken back before.';
  end if;
  select i.* into invoice from invoices i where i.id = new.invoice_id for update;
  if new.payment_id is null then
    select i.* into note from invoices i where i.id = new.credit_note_id for update;
  else
    select p.* into payment from payments p where p.id = new.payment_id for update;
  end if;
  if invoice.kind <> (case when payment.is_refund then 'credit_note' else 'invoice' end) or coalesce(note.kind, 'credit_note') <> 'credit_note'
    or (invoice.company_id, invoice.side, invoice.supplier_id, invoice.customer_id, invoice.currency_code) is distinct from
       (coalesce(note.company_id, payment.company_id), coalesce(note.side, payment.side), coalesce(note.supplier_id, payment.supplier_id),
        coalesce(note.customer_id, payment.customer_id), coalesce(note.currency_code, payment.currency_code))
    or new.company_id <> invoice.company_id then
    raise exception using errcode = 'PB422', constraint = 'ALLOCATION_MISMATCH', message = 'Both are of the same company, partner and currency, only invoices are paid, and only credit notes refunded.';
  end if;
  if tg_op = 'INSERT' and (invoice.state <> 'posted' or coalesce(note.state, payment.state) <> 'posted') then
    raise exception using errcode = 'PB409', constraint = 'INVALID_STATE', message = 'Both are posted before one is paid by the other.';
  end if;
  if tg_op = 'INSERT' and invoice.is_held then
    raise exception using errcode = 'PB409', constraint = 'INVOICE_HELD', message = format('Invoice %s is on hold: %s', invoice.number, invoice.hold_reason),
      detail = jsonb_build_object('invoices', jsonb_build_array(invoice.number))::text;
  end if;
  update invoices set allocated_amount = allocated_amount + sign * new.amount, allocated_base = allocated_base + sign * new.invoice_base, version = version + 1
   where id = new.invoice_id;
  update invoices set allocated_amount = allocated_amount + sign * new.amount, allocated_base = allocated_base + sign * new.source_base, version = version + 1
   where id = new.credit_note_id;
  update payments set allocated_amount = allocated_amount + sign * new.amount, allocated_base = allocated_base + sign * new.source_base, version = version + 1
   where id = new.payment_id;
  return null;
end
$$;
