create or replace view erp.quality_inspection_facts as
-- Decided inspections by the day of their decision. First pass: pieces that were good when first inspected; those accepted by
-- concession were not, and what is inspected again (after rework) counts at its first inspection alone.
select i.id as inspection_id, i.company_id, i.warehouse_id, i.product_id, p.sku, p.name as product_name, i.kind, i.operation,
       i.decided_at::date as day, i.quantity, i.accepted_quantity, i.rejected_quantity,
       case when i.is_concession then 0 else i.accepted_quantity end as first_pass_quantity
  from erp.inspections i
  join erp.products p on p.id = i.product_id
 where i.decided_at is not null and i.reinspects_id is null;
