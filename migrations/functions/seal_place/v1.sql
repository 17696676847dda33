create or replace function erp.seal_place(p_at timestamptz) returns uuid
language sql immutable parallel safe
as $$
  -- The place of a moment in the order of ids (RFC 9562, version 7): every id made from then on is greater.
  select (lpad(to_hex(floor(extract(epoch from p_at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;
