create or replace function erp.refuse_routing_change(p_routings uuid[], p_adds_edges boolean) returns void
language plpgsql
as $$
declare
  v_circle integer[];
begin
  -- Invariants of a routing's parts: only a draft's parts change, and no operation waits for itself, also when two sessions close
  -- the circle together. A circle lies within one routing, so the lock on its row is enough: the second session waits for the first
  -- and then reads what it committed, which only READ COMMITTED shows.
  if p_adds_edges and current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'Routings are changed under READ COMMITTED only' using errcode = 'feature_not_supported';
  end if;
  perform from erp.routings r where r.id = any (p_routings) order by r.id for no key update;
  if exists (select from erp.routings r where r.id = any (p_routings) and r.state <> 'draft') then
    raise exception 'Only the operations of a draft can be changed' using errcode = 'PB409', constraint = 'ROUTING_NOT_DRAFT';
  end if;
  if not p_adds_edges then
    return;
  end if;
  with recursive waits (operation_id, predecessor_id) as (
    select p.operation_id, p.predecessor_id from erp.routing_operation_predecessors p where p.routing_id = any (p_routings)
    union
    select w.operation_id, p.predecessor_id
      from waits w join erp.routing_operation_predecessors p on p.operation_id = w.predecessor_id
  )
  select array_agg(o.number order by o.number) into v_circle
    from waits w join erp.routing_operations o on o.id = w.operation_id
   where w.operation_id = w.predecessor_id;
  if v_circle is not null then
    raise exception 'Operations would wait for each other: %', array_to_string(v_circle, ', ')
      using errcode = 'PB409', constraint = 'ROUTING_CYCLE', detail = jsonb_build_object('operations', v_circle)::text;
  end if;
end
$$;
