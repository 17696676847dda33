create or replace function erp.iso(p_at timestamptz) returns text
language sql stable parallel safe
as $$
  -- The wire form of a time inside SQL-built JSON: ISO 8601, milliseconds, offset of the session's time zone.
  select to_char(p_at, 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM')
$$;
