create or replace function erp.lot_uses(p_lots uuid[], p_companies uuid[]) returns table (lot_id uuid, source_type text, source_id uuid, quantity bigint)
language sql stable
set search_path = erp, pg_temp
set jit = off
as $$
-- What production documents have used up of lots, net of reversals and of what they gave back.
  select l.lot_id, m.source_type, m.source_id, sum(case when t.type = 'production' then l.quantity else -l.quantity end)::bigint
    from erp.stock_ledgers l
    join erp.stock_movements m on m.id = l.movement_id and m.type not in ('reversal', 'production_output') and m.company_id = any (p_companies)
    join erp.locations f on f.id = l.from_location_id
    join erp.locations t on t.id = l.to_location_id
   where l.lot_id = any (p_lots) and 'production' in (f.type, t.type) and not exists (select from erp.stock_movements r where r.reverses_id = m.id)
   group by 1, 2, 3 having sum(case when t.type = 'production' then l.quantity else -l.quantity end) > 0
$$;
