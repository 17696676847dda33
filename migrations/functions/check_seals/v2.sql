create or replace function erp.check_seals(p_after bigint, p_rows integer default 50000)
returns table (last_batch bigint, checked bigint, faults jsonb)
language plpgsql stable security definer
set search_path = erp, pg_temp
as $$
-- Holds sealed rows against their seals, batch by batch after a given one until so many rows have been seen, and names what differs: a
-- row that was changed, removed or put in behind the server's back, a batch that was, and where the chain is broken. Answers the last
-- batch that was looked at, null when there was none. What an archive took away by order is not missed; what it
-- left here is held against its seal like everything else.
declare
  c_leaf constant integer := 48;
  v_batch record;
  v_actual bytea;
  v_own boolean;
  v_found jsonb;
  v_previous bytea := sha256('');
  v_expected bigint := p_after + 1;
begin
  checked := 0;
  faults := '[]';
  if p_after > 0 then
    select b.digest into v_previous from seal_batches b where b.id = p_after;
  end if;
  for v_batch in
    select b.*, s.archived_id from seal_batches b join seal_streams s on s.stream = b.stream where b.id > p_after order by b.id
  loop
    if v_batch.id <> v_expected then
      faults := faults || jsonb_build_object('stream', v_batch.stream, 'fault', 'batch_removed', 'batch_id', v_batch.id - 1, 'row_id', null);
    elsif v_batch.previous_digest is distinct from v_previous then
      faults := faults || jsonb_build_object('stream', v_batch.stream, 'fault', 'chain_broken', 'batch_id', v_batch.id, 'row_id', null);
    end if;
    if v_batch.digest <> seal_digest(v_batch.id, v_batch.stream, v_batch.from_id, v_batch.to_id, v_batch.row_count, v_batch.sealed_at, v_batch.leaves,
                                     v_batch.previous_digest) then
      faults := faults || jsonb_build_object('stream', v_batch.stream, 'fault', 'batch_changed', 'batch_id', v_batch.id, 'row_id', null);
    end if;
    if v_batch.stream = 'audit_logs' then
      select string_agg(uuid_send(r.id) || r.fresh, ''::bytea order by r.id), coalesce(bool_and(r.hash = r.fresh), true) into v_actual, v_own
        from (select a.id, a.hash, audit_log_hash(a.id, a.recorded_at, a.table_name, a.entity_id, a.action, a.company_id, a.actor_id, a.session_id,
                       a.request_id, a.ip, a.user_agent, a.db_role, a.old_values, a.new_values, a.changed_fields) as fresh
                from audit_logs a where a.id > v_batch.from_id and a.id <= v_batch.to_id offset 0) r;
    else
      v_own := true;
      select string_agg(uuid_send(l.id) || stock_ledger_hash(l.id, l.recorded_at, l.movement_id, l.line_no, l.product_id, l.lot_id, l.quantity,
               l.from_location_id, l.to_location_id, l.from_area_id, l.to_area_id, l.value, l.returns_line_id), ''::bytea order by l.id) into v_actual
        from stock_ledgers l where l.id > v_batch.from_id and l.id <= v_batch.to_id;
    end if;
    if v_actual is distinct from v_batch.leaves or not v_own then
      with sealed as (
        select encode(substring(v_batch.leaves from n * c_leaf + 1 for 16), 'hex')::uuid as id, substring(v_batch.leaves from n * c_leaf + 17 for 32) as hash
          from generate_series(0, octet_length(v_batch.leaves) / c_leaf - 1) n
      ), actual as (
        select encode(substring(v_actual from n * c_leaf + 1 for 16), 'hex')::uuid as id, substring(v_actual from n * c_leaf + 17 for 32) as hash
          from generate_series(0, octet_length(coalesce(v_actual, '')) / c_leaf - 1) n
      ), foreign_hash as (
        select a.id from audit_logs a
         where not v_own and a.id > v_batch.from_id and a.id <= v_batch.to_id
           and a.hash <> audit_log_hash(a.id, a.recorded_at, a.table_name, a.entity_id, a.action, a.company_id, a.actor_id, a.session_id,
                 a.request_id, a.ip, a.user_agent, a.db_role, a.old_values, a.new_values, a.changed_fields)
      )
      select jsonb_agg(jsonb_build_object('stream', v_batch.stream, 'batch_id', v_batch.id, 'row_id', f.id, 'fault', f.fault) order by f.id) into v_found
        from (select coalesce(s.id, a.id) as id,
                     case when a.id is null then 'removed' when s.id is null then 'inserted' else 'changed' end as fault
                from sealed s full join actual a on a.id = s.id
               where s.hash is distinct from a.hash
                 and not (a.id is null and v_batch.archived_id is not null and s.id <= v_batch.archived_id)
              union
              select h.id, 'changed' from foreign_hash h) f;
      faults := faults || coalesce(v_found, '[]');
    end if;
    checked := checked + v_batch.row_count;
    last_batch := v_batch.id;
    v_previous := v_batch.digest;
    v_expected := v_batch.id + 1;
    exit when checked >= p_rows;
  end loop;
  return next;
end
$$;
