create or replace function erp.archived_through(p_table text) returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- The first moment whose rows are all here: what was recorded before it was archived. Null when nothing was.
  select max(a.to_at) from erp.partition_archives a where a.table_name = p_table and a.state = 'archived'
$$;
