create or replace function erp.uuid_v7() returns uuid
language sql volatile parallel safe
as $$
  -- Ids sort by the time they were made (RFC 9562, version 7): 48 bits of milliseconds, 12 bits of their fraction as the server
  -- itself does from version 18 on, the rest random. No search_path of its own, so that the planner inlines it: as a call it
  -- would be planned anew in every statement, at 0.1 ms each.
  select (pg_catalog.overlay(
            pg_catalog.lpad(pg_catalog.to_hex((pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) * 4096000)::bigint), 15, '0'),
            '7', 13, 0)
          || pg_catalog.substr(pg_catalog.gen_random_uuid()::text, 20))::uuid
$$;
