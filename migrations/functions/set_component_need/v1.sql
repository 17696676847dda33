create or replace function erp.set_component_need(p_component_id uuid, p_numerator numeric, p_denominator numeric, p_required bigint) returns void
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: what an order needs of a component is what its bill said, but where a substitute meets a part of it before anything was taken. The
-- application has no right on these columns; this is the only way, and it is shut once something was issued.
begin
  update erp.manufacturing_order_components set numerator = p_numerator, denominator = p_denominator, required_quantity = p_required
   where id = p_component_id and issued_quantity = 0;
  if not found then
    raise exception using errcode = 'PB409', constraint = 'COMPONENT_IN_USE', message = 'Something of the component was taken already';
  end if;
end
$$;
