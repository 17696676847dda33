create or replace function erp.exempt_from_audit(p_table regclass, p_reason text) returns void
language plpgsql
as $$
declare
  v_name constant text := (select relname from pg_catalog.pg_class where oid = p_table);
  v_rows text;
begin
  -- A table is left out of the audit only with a reason.
  insert into erp.audit_exemptions (table_name, reason) values (v_name, p_reason)
  on conflict (table_name) do update set reason = excluded.reason;
  foreach v_rows in array array['insert', 'update', 'delete'] loop
    execute format('drop trigger if exists %I on %s', 'trg_' || v_name || '_audit_' || v_rows, p_table);
  end loop;
end
$$;
