create or replace function erp.unit_factor(p_from uuid, p_to uuid, p_product uuid default null, p_around boolean default false,
                                           out numerator numeric, out denominator numeric)
language plpgsql stable
as $$
-- How many of `p_to` one `p_from` is, as a fraction in lowest terms: a breadth-first walk over the conversions that
-- hold for the product (null: in general), so the shortest path answers. Null when no path leads there. `p_around`
-- leaves out the direct conversion between the two. A unit is visited once, so the walk ends even over conversions that contradict.
declare
  visited uuid[] := array[p_from];
  units uuid[] := array[p_from];
  numerators numeric[] := array[1];
  denominators numeric[] := array[1];
  place int;
begin
  loop
    place := array_position(units, p_to);
    if place is not null then
      numerator := numerators[place];
      denominator := denominators[place];
      return;
    end if;
    select array_agg(step.unit_id), array_agg(div(step.n, gcd(step.n, step.d))), array_agg(div(step.d, gcd(step.n, step.d)))
      into units, numerators, denominators
      from (
        select distinct on (e.to_unit_id) e.to_unit_id as unit_id, f.n * e.numerator as n, f.d * e.denominator as d
          from unnest(units, numerators, denominators) with ordinality as f (unit_id, n, d, place)
          join erp.unit_edges(p_product) e on e.from_unit_id = f.unit_id
         where e.to_unit_id <> all (visited) and not (p_around and e.from_unit_id = p_from and e.to_unit_id = p_to)
         order by e.to_unit_id, f.place
      ) as step;
    exit when units is null;
    visited := visited || units;
  end loop;
end
$$;
