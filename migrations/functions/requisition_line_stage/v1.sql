create or replace function erp.requisition_line_stage(
  p_wanted bigint, p_ordered bigint, p_confirmed bigint, p_shipped bigint, p_received bigint, p_put_away bigint, p_accepted bigint, p_rejected bigint,
  p_issued bigint
) returns text
language sql
immutable
as $$
  -- The furthest stage that all of what is wanted of an approved line has reached: the one place that says it, for the trigger that writes it and
  -- the check that holds it. What the requester has refused is dealt with; a line of which he has accepted nothing is not accepted.
  select case
    when p_accepted > 0 and p_accepted + p_rejected >= p_wanted then case when p_issued >= p_accepted then 'issued' else 'accepted' end
    when p_put_away >= p_wanted then 'put_away'
    when p_received >= p_wanted then 'received'
    when p_shipped >= p_wanted then 'shipped'
    when p_confirmed >= p_wanted then 'confirmed'
    when p_ordered >= p_wanted then 'ordered'
    else 'approved'
  end
$$;
