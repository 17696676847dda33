create or replace function erp.fn_derive_requisition_state() returns trigger
language plpgsql
security definer
set search_path = erp, pg_temp
as $$
begin
  -- The state of a requisition follows from its lines and is written here only: the application's role has no right to. Any change of a line
  -- is a new version of its requisition.
  update requisitions r
     set state = d.state, version = r.version + 1
    from (select l.requisition_id, requisition_state(array_agg(l.state)) as state
            from requisition_lines l
           where l.requisition_id in (select c.requisition_id from changed c)
           group by l.requisition_id) d
   where r.id = d.requisition_id;
  return null;
end
$$;
