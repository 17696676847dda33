create or replace function erp.apply_retention(p_table text, p_execute boolean, p_batch integer default 10000) returns bigint
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- What of a table is past its time by its rule: counted, or removed, a batch at a time so that no transaction grows long. The rules are rows that
-- only the owner writes; `condition` is SQL over the table's columns in which $1 is the moment before which a row may go.
declare
  rule erp.retention_rules;
  found_rows bigint;
begin
  select * into strict rule from erp.retention_rules r where r.table_name = p_table;
  if not p_execute then
    execute format('select count(*) from erp.%I where %s', rule.table_name, rule.condition)
      into found_rows using clock_timestamp() - make_interval(days => rule.keep_days);
    return found_rows;
  end if;
  execute format('delete from erp.%1$I where ctid = any (array(select ctid from erp.%1$I where %2$s limit %3$s for update skip locked))',
    rule.table_name, rule.condition, greatest(1, least(p_batch, 100000)))
    using clock_timestamp() - make_interval(days => rule.keep_days);
  get diagnostics found_rows = row_count;
  return found_rows;
end
$$;
