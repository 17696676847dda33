create or replace function erp.fn_guard_payment() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariants: a payment takes its legal number when it is posted; from then on only what is allocated of it and its reversal change; and none is
-- reversed of which something is still allocated.
declare
  later constant text[] := array['state', 'allocated_amount', 'allocated_base', 'open_amount', 'open_base', 'reversal_entry_id', 'version', 'updated_at'];
  period accounting_periods;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' or new.number is not null then
      raise exception using errcode = 'PB409', constraint = 'INVALID_STATE', message = 'A payment begins as a draft without a number.';
    end if;
    return new;
  end if;
  if old.state <> 'draft' and to_jsonb(new) - later is distinct from to_jsonb(old) - later then
    raise exception using errcode = 'PB409', constraint = 'PAYMENT_POSTED', message = format('Payment %s is %s: it is reversed, never changed.', old.number, old.state);
  end if;
  if old.state = 'draft' and new.state = 'posted' then
    perform lock_books(new.company_id);
    period := accounting_period_for(new.company_id, new.payment_date);
    new.number := next_legal_number(new.side || '_payment', new.company_id, period.fiscal_year_id);
  elsif old.state = 'draft' then
    new.number := null;
  end if;
  if old.state = 'posted' and new.state = 'reversed' and new.allocated_amount <> 0 then
    raise exception using errcode = 'PB409', constraint = 'PAYMENT_ALLOCATED', message = 'Something of it is still allocated.';
  end if;
  return new;
end
$$;
