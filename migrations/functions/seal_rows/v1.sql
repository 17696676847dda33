create or replace function erp.seal_rows(p_stream text, p_limit integer default 10000, p_margin_ms integer default 5000) returns integer
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Seals the committed rows of a stream that no running transaction can precede any more. Rows are told by their ids, which are made in the
-- order of time: a place in it becomes final once every transaction that was running when it was chosen has ended, as the snapshots say.
-- The place is chosen a little in the past, since a transaction may make an id some time before its first write.
-- One server at a time does it, the others are told null. Answers how many rows were sealed.
declare
  c_none constant uuid := '00000000-0000-0000-0000-000000000000';
  v_snapshot constant pg_snapshot := pg_current_snapshot();
  v_at constant timestamptz(3) := clock_timestamp();
  v_stream seal_streams;
  v_batch seal_batches;
  v_before seal_batches;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('seal_batches', 0)) then
    return null;
  end if;
  select * into strict v_stream from seal_streams s where s.stream = p_stream;
  -- Ids of transactions begin anew in a restored copy: then all that were running here have ended.
  if v_stream.candidate_id is not null
     and (pg_snapshot_xmin(v_snapshot) >= v_stream.candidate_xmax or pg_snapshot_xmax(v_snapshot) < v_stream.candidate_xmax) then
    v_stream.final_id := v_stream.candidate_id;
    v_stream.candidate_id := null;
  end if;
  if v_stream.candidate_id is null then
    v_stream.candidate_id := seal_place(v_at - p_margin_ms * interval '1 millisecond');
    v_stream.candidate_xmax := pg_snapshot_xmax(v_snapshot);
  end if;

  if p_stream = 'audit_logs' then
    select count(*), string_agg(uuid_send(r.id) || r.hash, ''::bytea order by r.id), (array_agg(r.id order by r.id desc))[1]
      into v_batch.row_count, v_batch.leaves, v_batch.to_id
      from (select a.id, a.hash from audit_logs a
             where a.id > coalesce(v_stream.sealed_id, c_none) and a.id < v_stream.final_id order by a.id limit p_limit) r;
  else
    select count(*), string_agg(uuid_send(r.id) || stock_ledger_hash(r.id, r.recorded_at, r.movement_id, r.line_no, r.product_id, r.lot_id, r.quantity,
             r.from_location_id, r.to_location_id, r.from_area_id, r.to_area_id, r.value, r.returns_line_id), ''::bytea order by r.id),
           (array_agg(r.id order by r.id desc))[1]
      into v_batch.row_count, v_batch.leaves, v_batch.to_id
      from (select l.* from stock_ledgers l
             where l.id > coalesce(v_stream.sealed_id, c_none) and l.id < v_stream.final_id order by l.id limit p_limit) r;
  end if;

  if v_batch.row_count > 0 then
    select * into v_before from seal_batches b order by b.id desc limit 1;
    v_batch.id := coalesce(v_before.id, 0) + 1;
    v_batch.from_id := coalesce(v_stream.sealed_id, c_none);
    v_batch.previous_digest := coalesce(v_before.digest, sha256(''));
    insert into seal_batches (id, stream, from_id, to_id, row_count, leaves, previous_digest, digest, sealed_at)
    values (v_batch.id, p_stream, v_batch.from_id, v_batch.to_id, v_batch.row_count, v_batch.leaves, v_batch.previous_digest,
            seal_digest(v_batch.id, p_stream, v_batch.from_id, v_batch.to_id, v_batch.row_count, v_at, v_batch.leaves, v_batch.previous_digest), v_at);
    v_stream.sealed_id := v_batch.to_id;
  end if;
  update seal_streams s
     set sealed_id = v_stream.sealed_id, final_id = v_stream.final_id, candidate_id = v_stream.candidate_id, candidate_xmax = v_stream.candidate_xmax
   where s.stream = p_stream;
  return v_batch.row_count;
end
$$;
