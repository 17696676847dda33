create or replace function erp.fn_requisition_line_stage() returns trigger
language plpgsql
as $$
begin
  -- The state of an approved line follows from its quantities; here, so that no two documents that move the same line can leave a state that the
  -- quantities do not say.
  if new.state in ('approved', 'ordered', 'confirmed', 'shipped', 'received', 'put_away', 'accepted', 'issued') then
    new.state := erp.requisition_line_stage(new.approved_quantity - new.given_up_quantity, new.ordered_quantity, new.confirmed_quantity,
      new.shipped_quantity, new.received_quantity, new.put_away_quantity, new.accepted_quantity, new.rejected_quantity, new.issued_quantity);
  end if;
  return new;
end
$$;
