create or replace function erp.stock_value_legs(p_company_id uuid, p_movements uuid[], p_adjustments uuid[])
returns table (effective_at timestamptz, product_id uuid, leg text, location_type text, source_type text, adjustment_type text, amount numeric)
language sql stable
set search_path = erp, pg_temp
as $$
  -- Where the value of movements and value adjustments comes from and goes to, debit above zero: each line of the ledger has two legs, each
  -- adjustment four, and they sum to zero by themselves. A line inside the factory moves nothing. A reversal is told by what it reverses.
  with line as (
    select m.effective_at, l.product_id, coalesce(o.source_type, m.source_type) as source_type, f.type as from_type, t.type as to_type, l.value,
           l.from_area_id is null as enters
      from unnest(p_movements) g (id)
      join stock_movements m on m.id = g.id
      join stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
      join locations f on f.id = l.from_location_id
      join locations t on t.id = l.to_location_id
      left join stock_movements o on o.id = m.reverses_id
     where l.value <> 0 and (l.from_area_id is null or l.to_area_id is null)
  ), adjustment as (
    select a.*, coalesce(o.source_type, a.source_type) as document, side.type as side
      from unnest(p_adjustments) g (id)
      join stock_value_adjustments a on a.id = g.id
      left join stock_movements m on m.id = a.movement_id
      left join stock_movements o on o.id = m.reverses_id
      left join lateral (
        select case when f.is_virtual then f.type else t.type end as type
          from stock_ledgers l join locations f on f.id = l.from_location_id join locations t on t.id = l.to_location_id
         where l.movement_id = m.id and l.recorded_at = m.recorded_at and l.product_id = a.product_id and (f.is_virtual or t.is_virtual)
         order by l.id limit 1) side on true
  )
  select l.effective_at, l.product_id, 'inventory', null, l.source_type, null, case when l.enters then l.value else -l.value end from line l
  union all
  select l.effective_at, l.product_id, case when s.type = 'production' then 'work_in_progress' else 'counterpart' end, s.type, l.source_type, null,
         case when l.enters then -l.value else l.value end
    from line l cross join lateral (select case when l.enters then l.from_type else l.to_type end as type) s
  union all
  select a.effective_at, a.product_id, v.leg, a.side, a.document, a.type, v.amount
    from adjustment a
   cross join lateral (values ('inventory', a.value), ('work_in_progress', a.wip_value), ('counterpart', a.counter_value), ('variance', a.variance_value))
         v (leg, amount)
   where v.amount <> 0
$$;
