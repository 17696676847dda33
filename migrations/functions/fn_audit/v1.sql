create or replace function erp.fn_audit() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: every change of a business table has a row that says who, when, from where, for which request, and what was before
-- and after; here, since no code path can forget a trigger. One INSERT for each statement, however many rows it changed. Arguments:
-- the columns of the key, the columns left out (secrets, bookkeeping), and the column of the company, if there is one.
-- Old and new rows meet by their key; a full join, so that a row whose key was changed is one that went and one that came, and
-- so that the planner has no way but a hash, however few rows the first statement had.
declare
  v_key constant text[] := tg_argv[0]::text[];
  v_only constant text := case when cardinality(v_key) = 1 then v_key[1] end;
  v_left_out constant text[] := tg_argv[1]::text[];
  v_company constant text := tg_argv[2];
  v_at constant timestamptz(3) := clock_timestamp();
  v_table constant text := tg_table_name;
  v_actor constant uuid := nullif(current_setting('erp.actor', true), '')::uuid;
  v_session constant uuid := nullif(current_setting('erp.session', true), '')::uuid;
  v_request constant text := nullif(current_setting('erp.request_id', true), '');
  v_ip constant text := coalesce(current_setting('erp.ip', true), '');
  v_agent constant text := coalesce(current_setting('erp.user_agent', true), '');
  v_role constant text := case current_setting('role') when 'none' then session_user else current_setting('role') end;
begin
  if tg_op = 'INSERT' then
    insert into audit_logs (id, recorded_at, table_name, entity_id, action, company_id, actor_id, session_id, request_id, ip, user_agent, db_role, new_values, hash)
    select e.id, v_at, v_table, e.k, 'insert', e.company_id, v_actor, v_session, v_request, v_ip, v_agent, v_role, e.v,
           audit_log_hash(e.id, v_at, v_table, e.k, 'insert', e.company_id, v_actor, v_session, v_request, v_ip, v_agent, v_role, null, e.v, null)
      from (select uuid_v7() as id, r.v, (r.v ->> v_company)::uuid as company_id,
                   coalesce(r.v ->> v_only, (select string_agg(r.v ->> k, ':' order by nr) from unnest(v_key) with ordinality c (k, nr))) as k
              from (select to_jsonb(t) - v_left_out as v from new_rows t offset 0) r) e;
  elsif tg_op = 'DELETE' then
    insert into audit_logs (id, recorded_at, table_name, entity_id, action, company_id, actor_id, session_id, request_id, ip, user_agent, db_role, old_values, hash)
    select e.id, v_at, v_table, e.k, 'delete', e.company_id, v_actor, v_session, v_request, v_ip, v_agent, v_role, e.v,
           audit_log_hash(e.id, v_at, v_table, e.k, 'delete', e.company_id, v_actor, v_session, v_request, v_ip, v_agent, v_role, e.v, null, null)
      from (select uuid_v7() as id, r.v, (r.v ->> v_company)::uuid as company_id,
                   coalesce(r.v ->> v_only, (select string_agg(r.v ->> k, ':' order by nr) from unnest(v_key) with ordinality c (k, nr))) as k
              from (select to_jsonb(t) - v_left_out as v from old_rows t offset 0) r) e;
  else
    insert into audit_logs (id, recorded_at, table_name, entity_id, action, company_id, actor_id, session_id, request_id, ip, user_agent, db_role,
      old_values, new_values, changed_fields, hash)
    select e.id, v_at, v_table, e.k, e.action, e.company_id, v_actor, v_session, v_request, v_ip, v_agent, v_role, e.old_values, e.new_values, e.fields,
           audit_log_hash(e.id, v_at, v_table, e.k, e.action, e.company_id, v_actor, v_session, v_request, v_ip, v_agent, v_role,
             e.old_values, e.new_values, e.fields)
      from (select uuid_v7() as id, coalesce(n.k, o.k) as k, (coalesce(n.v, o.v) ->> v_company)::uuid as company_id, d.fields,
                   case when o.v is null then 'insert' when n.v is null then 'delete' else 'update' end as action,
                   case when n.v is null then o.v else d.old_values end as old_values,
                   case when o.v is null then n.v else d.new_values end as new_values
              from (select r.v, coalesce(r.v ->> v_only, (select string_agg(r.v ->> k, ':' order by nr) from unnest(v_key) with ordinality c (k, nr))) as k
                      from (select to_jsonb(t) - v_left_out as v from old_rows t offset 0) r offset 0) o
              full join (select r.v, coalesce(r.v ->> v_only, (select string_agg(r.v ->> k, ':' order by nr) from unnest(v_key) with ordinality c (k, nr))) as k
                      from (select to_jsonb(t) - v_left_out as v from new_rows t offset 0) r offset 0) n on o.k = n.k
              left join lateral (
                select array_agg(c.key order by c.key) as fields, jsonb_object_agg(c.key, o.v -> c.key) as old_values,
                       jsonb_object_agg(c.key, c.value) as new_values
                  from jsonb_each(n.v) c where o.v is not null and c.value is distinct from o.v -> c.key) d on true
             where o.v is null or n.v is null or d.fields is not null) e;
  end if;
  return null;
end
$$;
