create or replace function erp.lot_steps(p_lots uuid[], p_forward boolean, p_companies uuid[]) returns setof erp.lot_step
language plpgsql stable
set search_path = erp, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
set enable_seqscan = off
as $$
-- The steps that lead from these lots to others (forward) or to these from others: a document that used up the one in production and
-- brought out the other, or a conversion of one into the other. Movements that were reversed do not count, and what production gave back is taken off.
-- Planned for the lots at hand: one plan for any number of them joins ten thousand lots pair by pair, 16 s instead of one.
begin
  return query
  with leg as materialized (
    select l.lot_id, x.type as via, m.id as movement_id, m.recorded_at, m.source_type, m.source_id, l.quantity,
           x.id = l.to_location_id as enters, m.type = 'production_output' as is_output
      from erp.stock_ledgers l
      join erp.stock_movements m on m.id = l.movement_id and m.type <> 'reversal' and m.company_id = any (p_companies)
      join erp.locations x on x.id in (l.from_location_id, l.to_location_id) and x.type in ('production', 'conversion')
     where l.lot_id = any (p_lots) and not exists (select from erp.stock_movements r where r.reverses_id = m.id)
  ), used as materialized (
    select lot_id, via, source_type, source_id, case when via = 'conversion' then movement_id end as movement_id,
           sum(case when enters = p_forward then quantity else -quantity end)::bigint as quantity
      from leg
     where case when via = 'production' then is_output <> p_forward else enters = p_forward end
     group by 1, 2, 3, 4, 5 having sum(case when enters = p_forward then quantity else -quantity end) > 0
  ), document as materialized (
    -- each document once, however many lots it used
    select distinct via, source_type, source_id, movement_id from used
  ), other_movement as (
    select d.via, d.source_type, d.source_id, d.movement_id, m.id, m.recorded_at from document d join erp.stock_movements m on m.id = d.movement_id
    union all
    select d.via, d.source_type, d.source_id, null, m.id, m.recorded_at from document d
      join erp.stock_movements m on m.source_id = d.source_id and m.source_type = d.source_type
     where d.via = 'production' and m.type <> 'reversal' and (m.type = 'production_output') = p_forward
       and not exists (select from erp.stock_movements r where r.reverses_id = m.id)
  ), other as materialized (
    select o.via, o.source_type, o.source_id, o.movement_id, l.product_id, l.lot_id,
           sum(case when (x.id = l.from_location_id) = p_forward then l.quantity else -l.quantity end)::bigint as quantity
      from other_movement o
      join erp.stock_ledgers l on l.movement_id = o.id and l.recorded_at = o.recorded_at
      join erp.locations x on x.id in (l.from_location_id, l.to_location_id) and x.type = o.via
     where o.via = 'production' or (x.id = l.from_location_id) = p_forward
     group by 1, 2, 3, 4, 5, 6 having sum(case when (x.id = l.from_location_id) = p_forward then l.quantity else -l.quantity end) > 0
  )
  select u.lot_id, o.lot_id, o.product_id, u.via, u.source_type, u.source_id, u.quantity, o.quantity
    from used u join other o on o.source_id = u.source_id and o.source_type = u.source_type and o.via = u.via and o.movement_id is not distinct from u.movement_id
   where o.lot_id is distinct from u.lot_id;
end
$$;
