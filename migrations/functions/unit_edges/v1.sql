create or replace function erp.unit_edges(p_product uuid)
returns table (from_unit_id uuid, to_unit_id uuid, numerator numeric, denominator numeric)
language sql stable
as $$
-- The conversions that hold for a product (null: in general), each in both directions. A product's own factor between two
-- units stands in place of the general one between the same two.
  with applicable as (
    select c.* from erp.unit_conversions c where c.product_id = p_product
    union all
    select c.* from erp.unit_conversions c
     where c.product_id is null
       and not exists (
         select from erp.unit_conversions own
          where own.product_id = p_product
            and least(own.from_unit_id, own.to_unit_id) = least(c.from_unit_id, c.to_unit_id)
            and greatest(own.from_unit_id, own.to_unit_id) = greatest(c.from_unit_id, c.to_unit_id))
  )
  select a.from_unit_id, a.to_unit_id, a.numerator::numeric, a.denominator::numeric from applicable a
  union all
  select a.to_unit_id, a.from_unit_id, a.denominator::numeric, a.numerator::numeric from applicable a
$$;
