create or replace function erp.fn_replace_location_subtree() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: a moved location takes everything below it along. Touching the direct children is enough: their own BEFORE
-- trigger places them under the new path, and this one then reaches theirs.
begin
  update erp.locations set parent_id = new.id where parent_id = new.id;
  return null;
end
$$;
