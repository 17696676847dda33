create or replace function erp.uuid_v7() returns uuid
language sql volatile parallel safe
set search_path = pg_catalog
as $$
  -- Ids sort by the time they were made (RFC 9562, version 7): 48 bits of milliseconds, the rest random.
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
              placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
              from 1 for 6),
      52, 1), 53, 1),
    'hex')::uuid
$$;
