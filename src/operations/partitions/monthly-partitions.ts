/**
 * The months of all tables that are kept by months, as a subquery: `parent_oid`, `table_name`, `oid`, `partition_name`, `from_at`, `to_at`, `reltuples`,
 * `is_detaching`. Months are told from what the catalogue says of their bounds, which is to be had as text alone and names their offset; never
 * from their names. Needs nothing but the catalogue, so that it answers on a database that is not migrated yet.
 */
export const MONTHLY_PARTITIONS = /* sql */ `
  select parent.oid as parent_oid, parent.relname::text as table_name, child.oid, child.relname::text as partition_name, child.reltuples,
         (regexp_match(pg_get_expr(child.relpartbound, child.oid), $bound$FROM \\('([^']+)'\\)$bound$))[1]::timestamptz as from_at,
         (regexp_match(pg_get_expr(child.relpartbound, child.oid), $bound$TO \\('([^']+)'\\)$bound$))[1]::timestamptz as to_at,
         i.inhdetachpending as is_detaching
    from pg_inherits i
    join pg_class parent on parent.oid = i.inhparent and parent.relkind = 'p'
    join pg_class child on child.oid = i.inhrelid and child.relkind = 'r'
   where parent.relnamespace = to_regnamespace('erp')`;
