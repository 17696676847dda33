create or replace view erp.quality_failure_costs as
-- What rejected pieces cost, by reason: scrapped ones what the ledger says left the books, others what they were worth in stock when they
-- were rejected. Pieces and value of an inspection are shared over its reasons by their quantity, to the piece and the cent (largest
-- remainder); without a reason they stand alone. What is inspected again has not failed yet: its next inspection says what it costs.
with cost as (
  select i.id as inspection_id, i.company_id, i.warehouse_id, i.product_id, i.decided_at::date as day, i.rejected_quantity,
         i.disposition = 'scrap' as is_scrapped,
         case when i.disposition = 'scrap'
              then (select sum(l.value) from erp.stock_ledgers l where l.movement_id = i.scrap_movement_id and l.product_id = i.product_id)
              else i.rejected_value end as value
    from erp.inspections i
   where i.decided_at is not null and i.rejected_quantity > 0
     and (i.disposition = 'scrap' or not exists (select from erp.inspections r where r.reinspects_id = i.id and r.state <> 'cancelled'))
), part as (
  select c.inspection_id, d.reason_id, d.reason_code, d.reason_name, d.severity, a.kind, a.amount,
         div(a.amount * d.quantity, sum(d.quantity) over w) as share, mod(a.amount * d.quantity, sum(d.quantity) over w) as rest
    from cost c
    join erp.quality_defect_facts d on d.inspection_id = c.inspection_id
   cross join lateral (values ('cents', c.value * 100), ('pieces', c.rejected_quantity::numeric)) a (kind, amount)
  window w as (partition by c.inspection_id, a.kind)
), allotted as (
  select p.inspection_id, p.reason_id, p.reason_code, p.reason_name, p.severity, p.kind,
         p.share + case when row_number() over (w order by p.rest desc, p.reason_code, p.severity) <= p.amount - sum(p.share) over w then 1 else 0 end as share
    from part p
  window w as (partition by p.inspection_id, p.kind)
), shared as (
  select a.inspection_id, a.reason_id, a.reason_code, a.reason_name, a.severity,
         sum(a.share) filter (where a.kind = 'pieces') as quantity, sum(a.share) filter (where a.kind = 'cents') / 100 as value
    from allotted a
   group by a.inspection_id, a.reason_id, a.reason_code, a.reason_name, a.severity
)
select c.inspection_id, c.company_id, c.warehouse_id, c.product_id, q.sku, q.name as product_name, c.day, c.is_scrapped,
       s.reason_id, s.reason_code, s.reason_name, s.severity, coalesce(s.quantity, c.rejected_quantity)::bigint as quantity,
       coalesce(s.value, c.value)::numeric(15,2) as value
  from cost c
  join erp.products q on q.id = c.product_id
  left join shared s on s.inspection_id = c.inspection_id;
