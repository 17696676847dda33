create or replace function erp.current_request_id() returns text
language sql stable parallel safe
as $$
  -- The request this transaction serves, as set by begin_request; null outside of one.
  select nullif(current_setting('erp.request_id', true), '')
$$;
