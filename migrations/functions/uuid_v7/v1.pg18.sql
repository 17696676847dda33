create or replace function erp.uuid_v7() returns uuid
language sql volatile parallel safe
as $$
  -- Ids sort by the time they were made (RFC 9562, version 7); the server makes them itself from version 18 on.
  select pg_catalog.uuidv7()
$$;
