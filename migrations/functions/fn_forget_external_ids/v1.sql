create or replace function erp.fn_forget_external_ids()
returns trigger
language plpgsql
as $$
-- Invariant: an external id points at a row that exists. Its table serves many kinds of rows, so no foreign key can say it.
begin
  delete from erp.external_ids e where e.entity_type = tg_argv[0] and e.entity_id = old.id;
  return null;
end
$$;
