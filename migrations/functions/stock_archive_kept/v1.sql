create or replace function erp.stock_archive_kept(p_from timestamptz, p_to timestamptz) returns setof uuid
language sql stable
set search_path = erp, pg_temp
set jit = off
as $$
-- Movements recorded in a span whose lines stay when its month is archived, because something reads them line by line for ever: those of
-- documents that keep count of what they moved, of lots, of production and conversion, of returns, of landed costs and of inspections.
-- What leaves are receipts, issues, transfers, corrections and counts of goods without lots: balances and snapshots tell all there is of them.
  with line as materialized (
    select l.id, l.movement_id, l.lot_id, l.returns_line_id, f.type as from_type, t.type as to_type
      from stock_ledgers l join locations f on f.id = l.from_location_id join locations t on t.id = l.to_location_id
     where l.recorded_at >= p_from and l.recorded_at < p_to
  )
  select m.id from stock_movements m
   where m.recorded_at >= p_from and m.recorded_at < p_to and m.source_type not in ('manual', 'stock_count', 'replenishment')
  union
  select movement_id from line
   where lot_id is not null or returns_line_id is not null or from_type in ('production', 'conversion') or to_type in ('production', 'conversion')
  union
  select l.movement_id from line l where exists (select from stock_ledgers b where b.returns_line_id = l.id)
  union
  select c.movement_id from landed_cost_lines c where c.movement_id in (select movement_id from line)
  union
  select l.movement_id from line l join inspections i on i.source_line_id = l.id
$$;
