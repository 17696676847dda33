create or replace function erp.fn_guard_location_limits() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a limit is never set below what lies there. Postings lock the rows of limited locations only; so the first limit waits for the
-- postings of the company that are under way and keeps new ones waiting, while a narrower one has the row lock that they need too.
begin
  if old.capacity is null and not old.one_product_only then
    perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || new.company_id, 0));
  end if;
  perform erp.refuse_full_locations(array[new.id]);
  return null;
end
$$;
