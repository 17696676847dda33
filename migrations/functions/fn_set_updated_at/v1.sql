create or replace function erp.fn_set_updated_at() returns trigger
language plpgsql
as $$
begin
  -- updated_at is the database's own statement of when a row last changed; here, because no client may get it wrong.
  new.updated_at := clock_timestamp();
  return new;
end
$$;
