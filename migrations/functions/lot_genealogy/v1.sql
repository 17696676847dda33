create or replace function erp.lot_genealogy(p_lots uuid[], p_forward boolean, p_depth integer, p_limit integer, p_companies uuid[])
returns table (depth integer, lot_id uuid, other_lot_id uuid, other_product_id uuid, via text, source_type text, source_id uuid, quantity bigint, other_quantity bigint)
language plpgsql stable
set search_path = erp, pg_temp
as $$
#variable_conflict use_column
-- What became of lots (forward), or what they were made of: every step from a lot to another, the nearest first. The ledger is asked once
-- for each level, for all of its lots together. Each lot is followed once, so that a circle ends; p_depth levels and about p_limit steps at most.
declare
  frontier uuid[] := p_lots; visited uuid[] := p_lots; steps erp.lot_step[]; total integer := 0;
begin
  for level in 1 .. p_depth loop
    select array_agg(s) into steps from erp.lot_steps(frontier, p_forward, p_companies) s;
    exit when steps is null;
    return query
    select level, s.lot_id, s.other_lot_id, s.other_product_id, s.via, s.source_type, s.source_id, s.quantity, s.other_quantity
      from unnest(steps) s order by s.lot_id, s.other_lot_id, s.source_id limit p_limit - total;
    total := total + cardinality(steps);
    exit when total >= p_limit;
    select array_agg(id) into frontier
      from (select s.other_lot_id as id from unnest(steps) s where s.other_lot_id is not null except select unnest(visited)) unseen;
    exit when frontier is null;
    visited := visited || frontier;
  end loop;
end
$$;
