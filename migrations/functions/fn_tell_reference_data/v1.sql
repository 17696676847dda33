create or replace function erp.fn_tell_reference_data() returns trigger
language plpgsql
as $$
begin
  -- Invariant: what servers keep of reference data is void after every change, whoever makes it: an import, a command, a person at the database.
  -- These tables change seldom and never in a posting, so that the lock of NOTIFY at the commit holds nobody up.
  perform pg_catalog.pg_notify('reference_data', '');
  return null;
end
$$;
