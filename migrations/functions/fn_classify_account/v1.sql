create or replace function erp.fn_classify_account() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Every account stands on a line of a statement: where nobody says which, on the one that its type has by default; an account whose type
-- changes without its line moves to the line of the new type, and what becomes a control account is no cash any more. Its place in the cash flow is said by somebody or not known.
begin
  if new.statement_line is null or (tg_op = 'UPDATE' and new.type <> old.type and new.statement_line = old.statement_line) then
    new.statement_line := case new.type when 'asset' then 'current_assets' when 'liability' then 'current_liabilities' when 'equity' then 'equity'
      when 'income' then 'revenue' else 'operating_expenses' end;
  end if;
  if tg_op = 'UPDATE' and new.type <> old.type and new.cash_flow is not distinct from old.cash_flow then
    new.cash_flow := null;
  end if;
  if tg_op = 'UPDATE' and new.control is distinct from old.control and new.cash_flow = 'cash' and old.cash_flow = 'cash' then
    new.cash_flow := 'operating';
  end if;
  return new;
end
$$;
