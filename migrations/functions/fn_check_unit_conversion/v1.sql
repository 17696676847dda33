create or replace function erp.fn_check_unit_conversion()
returns trigger
language plpgsql
as $$
-- Invariant: whatever path is taken between two units, in general or for a product, the factor is the same; and a general
-- conversion stays within a dimension. Here, because two sessions can each add a harmless conversion that together
-- contradict: writers take one lock, and each then sees what the other committed.
declare
  edge erp.unit_conversions;
  conflict record;
begin
  perform pg_advisory_xact_lock(hashtextextended('erp.unit_conversions', 0));
  if tg_op = 'DELETE' then
    -- without the product's own factor, the general one between the same two units holds for it again
    select c.* into edge from erp.unit_conversions c
     where c.product_id is null and old.product_id is not null
       and least(c.from_unit_id, c.to_unit_id) = least(old.from_unit_id, old.to_unit_id)
       and greatest(c.from_unit_id, c.to_unit_id) = greatest(old.from_unit_id, old.to_unit_id);
    if not found then
      return null;
    end if;
    edge.product_id := old.product_id;
  else
    edge := new;
    if edge.product_id is null
       and (select count(distinct u.dimension) from erp.units u where u.id in (edge.from_unit_id, edge.to_unit_id)) > 1 then
      raise exception using errcode = 'PB422', constraint = 'DIMENSION_MISMATCH',
        message = 'A general conversion joins two units of the same dimension; between dimensions it belongs to a product.';
    end if;
  end if;

  select scope.product_id, path.numerator, path.denominator into conflict
    from (
      select edge.product_id
      union
      select c.product_id from erp.unit_conversions c
       where edge.product_id is null and c.product_id is not null
         and not exists (
           select from erp.unit_conversions own
            where own.product_id = c.product_id
              and least(own.from_unit_id, own.to_unit_id) = least(edge.from_unit_id, edge.to_unit_id)
              and greatest(own.from_unit_id, own.to_unit_id) = greatest(edge.from_unit_id, edge.to_unit_id))
    ) as scope
    cross join lateral erp.unit_factor(edge.from_unit_id, edge.to_unit_id, scope.product_id, true) as path
   where path.numerator * edge.denominator <> path.denominator * edge.numerator
   limit 1;
  if found then
    raise exception using errcode = 'PB409', constraint = 'CONTRADICTORY_CONVERSION',
      message = format('The other conversions already make one unit %s/%s of the other, not %s/%s.',
                       conflict.numerator, conflict.denominator, edge.numerator, edge.denominator),
      detail = json_build_object('from_unit_id', edge.from_unit_id, 'to_unit_id', edge.to_unit_id, 'product_id', conflict.product_id,
        'existing_factor', conflict.numerator || '/' || conflict.denominator,
        'refused_factor', edge.numerator || '/' || edge.denominator)::text;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
