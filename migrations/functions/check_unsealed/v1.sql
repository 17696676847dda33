create or replace function erp.check_unsealed()
returns table (checked bigint, faults jsonb)
language sql stable security definer
set search_path = erp, pg_temp
as $$
  -- What no batch holds yet: each row of the audit still has its own hash; and the end of the chain is where sealing has come to.
  with fresh as (
    select a.id, a.hash = erp.audit_log_hash(a.id, a.recorded_at, a.table_name, a.entity_id, a.action, a.company_id, a.actor_id, a.session_id,
             a.request_id, a.ip, a.user_agent, a.db_role, a.old_values, a.new_values, a.changed_fields) as holds
      from erp.audit_logs a
     where a.id > coalesce((select s.sealed_id from erp.seal_streams s where s.stream = 'audit_logs'), '00000000-0000-0000-0000-000000000000')
  ), ends as (
    select s.stream from erp.seal_streams s
     where s.sealed_id is distinct from (select b.to_id from erp.seal_batches b where b.stream = s.stream order by b.id desc limit 1)
  )
  select (select count(*) from fresh),
         coalesce((select jsonb_agg(jsonb_build_object('stream', 'audit_logs', 'batch_id', null, 'row_id', f.id, 'fault', 'changed') order by f.id) from fresh f where not f.holds), '[]')
         || coalesce((select jsonb_agg(jsonb_build_object('stream', e.stream, 'batch_id', null, 'row_id', null, 'fault', 'batch_removed')) from ends e), '[]')
$$;
