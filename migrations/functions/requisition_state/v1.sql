create or replace function erp.requisition_state(states text[]) returns text
language sql
immutable
as $$
  -- What the states of its lines make of a requisition: the one place that says it, for the trigger that writes it and the check that holds it.
  select case
    when 'draft' = any(states) or cardinality(states) = 0 then 'draft'
    when states && array['pending_review', 'questioned'] then 'submitted'
    when 'cancelled' = any(states) and states <@ array['cancelled', 'rejected', 'unavailable'] then 'cancelled'
    else 'reviewed'
  end
$$;
