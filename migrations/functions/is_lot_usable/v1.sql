create or replace function erp.is_lot_usable(p_state text, p_expires_on date) returns boolean
language sql stable parallel safe
as $$
  -- Whether pieces of a lot may be promised, sold and used up: it is not on hold and not past its last day. Pieces without a lot may.
  -- Written so that the planner inlines it.
  select p_state is distinct from 'on_hold' and p_expires_on >= current_date is not false
$$;
