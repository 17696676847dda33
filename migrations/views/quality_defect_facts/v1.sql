create or replace view erp.quality_defect_facts as
-- Defects of decided inspections by reason: those that the decision counted, or else those found in the sample.
select i.id as inspection_id, i.company_id, i.warehouse_id, i.product_id, i.operation, i.decided_at::date as day, r.id as reason_id,
       r.code as reason_code, r.name as reason_name, d.severity, d.quantity
  from erp.inspections i
 cross join lateral (
    select f.reason_id, f.severity, sum(f.quantity)::bigint as quantity
      from erp.inspection_defects f
     where f.inspection_id = i.id
       and f.stage = case when exists (select from erp.inspection_defects x where x.inspection_id = i.id and x.stage = 'decision')
                          then 'decision' else 'sample' end
     group by f.reason_id, f.severity) d
  join erp.defect_reasons r on r.id = d.reason_id
 where i.decided_at is not null;
