create or replace function erp.lock_bom_structure() returns void
language plpgsql
as $$
begin
  -- Invariant: no bill contains itself, also when two sessions close the circle together. Whoever adds an edge to the graph of
  -- bills waits here for whoever does the same and has not committed. One lock for the whole graph, taken before any row of a
  -- bill is locked: a circle can be of any length, and with one lock taken first there is no order in which two can deadlock.
  -- The check that follows reads with a new snapshot, which only READ COMMITTED gives.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'Bills of material are changed under READ COMMITTED only' using errcode = 'feature_not_supported';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('erp.bom_edges', 0));
end
$$;
