create or replace function erp.fn_guard_valuation_scope() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: value in an area = value of the ledger in that area. Once stock has moved, redrawing the areas would need a
-- revaluation, so the scope is fixed by the first movement; postings hold the company's lock in shared mode.
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || new.id, 0));
  if exists (select from erp.stock_movements where company_id = new.id) then
    raise exception using errcode = 'PB409', constraint = 'VALUATION_SCOPE_FIXED',
      message = 'The company has stock movements: how it values its stock can no longer change.';
  end if;
  update erp.locations set parent_id = parent_id where company_id = new.id;
  return null;
end
$$;
