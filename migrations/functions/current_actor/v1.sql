create or replace function erp.current_actor() returns uuid
language sql stable parallel safe
as $$
  -- Who acts in this transaction, as set by begin_request; null outside of one.
  select nullif(current_setting('erp.actor', true), '')::uuid
$$;
