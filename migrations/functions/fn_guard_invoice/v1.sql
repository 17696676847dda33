create or replace function erp.fn_guard_invoice() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariants: an invoice takes its legal number when it is posted, with the entry that it stands for in the journal and totals that are those of
-- its lines; from then on only what is paid of it, its hold and its cancelling change; and none is cancelled of which something is paid.
declare
  later constant text[] := array['state', 'allocated_amount', 'allocated_base', 'open_amount', 'open_base', 'status', 'is_held', 'hold_reason', 'held_by', 'held_at',
    'release_reason', 'released_by', 'released_at', 'reversal_entry_id', 'version', 'updated_at'];
  net numeric; tax numeric; period accounting_periods;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' or new.number is not null then
      raise exception using errcode = 'PB409', constraint = 'INVALID_STATE', message = 'An invoice begins as a draft without a number.';
    end if;
    return new;
  end if;
  if old.state <> 'draft' and to_jsonb(new) - later is distinct from to_jsonb(old) - later then
    raise exception using errcode = 'PB409', constraint = 'INVOICE_POSTED', message = format('Invoice %s is %s: it is cancelled, never changed.', old.number, old.state);
  end if;
  if old.state = 'draft' and new.state = 'posted' then
    perform lock_books(new.company_id);
    select coalesce(sum(l.net_amount), 0), coalesce(sum(l.tax_amount), 0) into net, tax from invoice_lines l where l.invoice_id = new.id;
    if (net, tax, net + tax) is distinct from (new.net_amount, new.tax_amount, new.total_amount) then
      raise exception using errcode = 'PB422', constraint = 'INVALID_VALUE', message = 'The totals of an invoice are the sums of its lines.';
    end if;
    period := accounting_period_for(new.company_id, new.entry_date);
    new.number := next_legal_number(new.side || '_' || new.kind, new.company_id, period.fiscal_year_id);
  elsif old.state = 'draft' then
    new.number := null;
  end if;
  if old.state = 'posted' and new.state = 'cancelled' and new.allocated_amount <> 0 then
    raise exception using errcode = 'PB409', constraint = 'INVOICE_ALLOCATED', message = 'Something is paid of it; take that back first.';
  end if;
  return new;
end
$$;
