create or replace function erp.fn_refuse_category_cycle()
returns trigger
language plpgsql
as $$
-- Invariant: product categories form a tree. Here, because two sessions that each move one branch can close a circle that
-- neither of them sees: moves take one lock.
begin
  perform pg_advisory_xact_lock(hashtextextended('erp.product_categories', 0));
  if exists (
    with recursive above (id, parent_id) as (
      select c.id, c.parent_id from erp.product_categories c where c.id = new.parent_id
      union
      select c.id, c.parent_id from erp.product_categories c join above a on c.id = a.parent_id
    )
    select from above where above.id = new.id
  ) then
    raise exception using errcode = 'PB409', constraint = 'CATEGORY_CYCLE',
      message = 'A category cannot lie below itself.';
  end if;
  return null;
end
$$;
