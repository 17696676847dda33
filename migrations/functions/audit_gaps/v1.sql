create or replace function erp.audit_gaps() returns table (table_name text, gap text)
language sql stable
as $$
  -- Every table is audited by its three triggers or is exempt for a reason; what is neither is found here, by the tests and by the
  -- check of invariants.
  select c.relname::text, case when t.found = 0 then 'neither audited nor exempt' else 'an audit trigger is missing or turned off' end
    from pg_catalog.pg_class c
   cross join lateral (
     select count(*) as found from pg_catalog.pg_trigger t
      where t.tgrelid = c.oid and t.tgfoid = 'erp.fn_audit'::regproc and t.tgenabled in ('O', 'A')
        and t.tgname in ('trg_' || c.relname || '_audit_insert', 'trg_' || c.relname || '_audit_update', 'trg_' || c.relname || '_audit_delete')) t
   where c.relnamespace = 'erp'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     and t.found <> 3 and not exists (select from erp.audit_exemptions x where x.table_name = c.relname)
   order by 1
$$;
