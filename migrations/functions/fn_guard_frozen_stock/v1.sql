create or replace function erp.fn_guard_frozen_stock() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: stock that is being counted stands still. Called only for balances that a count has marked; the mark means nothing any more
-- once the count is over, and goes with the next change.
declare
  counting text;
begin
  select c.number into counting from erp.stock_counts c where c.id = old.frozen_by and c.state in ('counting', 'review', 'approved');
  if counting is not null then
    raise exception using errcode = 'PB409', constraint = 'STOCK_FROZEN', message = format('The stock is being counted by %s and stands still until that is over.', counting),
      detail = jsonb_build_object('count_id', old.frozen_by, 'number', counting, 'product_id', old.product_id, 'location_id', old.location_id, 'lot_id', old.lot_id)::text;
  end if;
  new.frozen_by := null;
  return new;
end
$$;
