create or replace function erp.received_not_invoiced(p_received bigint, p_received_value numeric, p_invoiced bigint, p_invoiced_value numeric) returns numeric
language sql immutable parallel safe
set search_path = erp, pg_temp
as $$
-- What is open between receipts and invoices of one order line, from what came less what went back and what was invoiced less what was credited:
-- above zero for pieces that came and are not invoiced, at the average that those came in at; below zero for pieces that are invoiced and have not
-- come, at the average of the invoices. A function of the four sums alone, so that no order of receipts, invoices and returns leaves anything
-- else, and nothing when as many pieces are invoiced as came.
  select case
    when p_invoiced <= 0 then p_received_value
    when p_invoiced <= p_received then p_received_value - round(p_received_value * p_invoiced / p_received, 2)
    else -round(p_invoiced_value * (p_invoiced - p_received) / p_invoiced, 2) end
$$;
