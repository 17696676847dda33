create or replace function erp.add_audit_trigger(p_table regclass) returns void
language plpgsql
as $$
declare
  v_name constant text := (select relname from pg_catalog.pg_class where oid = p_table);
  v_key constant text[] := array(
    select a.attname::text from pg_catalog.pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality k (attnum, nr)
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = p_table and i.indisprimary order by k.nr);
  v_left_out constant text[] := array(
    select distinct a.attname::text from pg_catalog.pg_attribute a join erp.audit_hidden_columns h on h.column_name = a.attname and h.table_name in ('*', v_name)
     where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped order by 1);
  v_company constant text := case
    when v_name = 'companies' then 'id'
    when exists (select from pg_catalog.pg_attribute a where a.attrelid = p_table and a.attname = 'company_id' and not a.attisdropped) then 'company_id'
    else '' end;
  v_rows text;
begin
  -- One form and one name for the audit of every business table; what may be repeated when a column has come to be left out.
  if v_key = '{}' then
    raise exception '% has no primary key, by which a change could be told', p_table;
  end if;
  foreach v_rows in array array['insert', 'update', 'delete'] loop
    execute format('create or replace trigger %I after %s on %s referencing %s for each statement execute function erp.fn_audit(%L, %L, %L)',
      'trg_' || v_name || '_audit_' || v_rows, v_rows, p_table,
      case v_rows when 'insert' then 'new table as new_rows' when 'delete' then 'old table as old_rows' else 'old table as old_rows new table as new_rows' end,
      v_key::text, v_left_out::text, v_company);
  end loop;
end
$$;
