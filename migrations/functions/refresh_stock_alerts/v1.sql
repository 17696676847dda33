create or replace function erp.refresh_stock_alerts(p_companies uuid[] default null) returns table (raised bigint, reopened bigint, cleared bigint)
language plpgsql
as $$
-- Invariant: for each condition of erp.stock_alert_conditions there is one alert that is not cleared, and no other is open. One refresher at a time, and every
-- alert that may change is locked in the order of ids, as acknowledgements are, before anything is looked at: a second run changes nothing.
-- What was acknowledged is open again when its day has passed or it got worse: less than half is left of stock that was low, or more of a lot came to light.
-- Null looks at all companies.
#variable_conflict use_column
declare
  actor uuid := coalesce(erp.current_actor(), '00000000-0000-7000-8000-000000000001');
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_alerts', 0));
  perform from erp.stock_alerts where state <> 'cleared' and (p_companies is null or company_id = any(p_companies)) order by id for update;
  return query
  with condition as materialized (
    select * from erp.stock_alert_conditions where p_companies is null or company_id = any(p_companies)
  ), live as materialized (
    select a.id, a.state, c.kind is not null as holds, c.quantity, c.threshold,
           a.state = 'acknowledged' and coalesce(a.acknowledged_until < current_date or case when a.lot_id is null
             then c.quantity < a.acknowledged_quantity and c.quantity * 2 <= a.acknowledged_quantity else c.quantity > a.acknowledged_quantity end, false) as is_worse
      from erp.stock_alerts a
      left join condition c on c.kind = a.kind and c.company_id = a.company_id and c.product_id = a.product_id
        and c.warehouse_id is not distinct from a.warehouse_id and c.lot_id is not distinct from a.lot_id
     where a.state <> 'cleared' and (p_companies is null or a.company_id = any(p_companies))
  ), changed as (
    update erp.stock_alerts a
       set state = case when not l.holds then 'cleared' when l.is_worse then 'open' else a.state end,
           cleared_at = case when not l.holds then now() end,
           quantity = coalesce(l.quantity, a.quantity), threshold = case when l.holds then l.threshold else a.threshold end,
           acknowledged_until = case when l.holds and l.is_worse then null else a.acknowledged_until end,
           version = a.version + (not l.holds or l.is_worse)::integer
      from live l
     where a.id = l.id and (not l.holds or l.is_worse or (a.quantity, a.threshold) is distinct from (l.quantity, l.threshold))
    returning a.id, l.state as was, a.state as is_now
  ), fresh as (
    insert into erp.stock_alerts (kind, company_id, warehouse_id, product_id, lot_id, raised_quantity, quantity, threshold)
    select c.kind, c.company_id, c.warehouse_id, c.product_id, c.lot_id, c.quantity, c.quantity, c.threshold
      from condition c
     where not exists (select from erp.stock_alerts a where a.state <> 'cleared' and a.kind = c.kind and a.company_id = c.company_id and a.product_id = c.product_id
                         and a.warehouse_id is not distinct from c.warehouse_id and a.lot_id is not distinct from c.lot_id)
    returning id
  ), event as (
    select id, 'raise' as event, null as was, 'open' as is_now from fresh
    union all
    select id, case is_now when 'cleared' then 'clear' else 'reopen' end, was, is_now from changed where is_now <> was
  ), told as (
    insert into erp.document_history (machine, document_id, event, from_state, to_state, actor_id)
    select 'stock_alert', id, event, was, is_now, actor from event
    returning event
  )
  select count(*) filter (where event = 'raise'), count(*) filter (where event = 'reopen'), count(*) filter (where event = 'clear') from told;
end
$$;
