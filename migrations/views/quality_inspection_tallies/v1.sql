create or replace view erp.quality_inspection_tallies as
-- What was found in the sample of each inspection: a piece that fails in several ways is one defective piece; defects that name no
-- sample are pieces of their own. `missing_results` are the mandatory ones that nobody has entered yet.
select i.id as inspection_id,
       n.pieces + l.pieces as defective_quantity,
       n.critical + l.critical as critical_quantity,
       (i.sample_size * m.mandatory - m.entered)::bigint as missing_results
  from erp.inspections i
 cross join lateral (
    select count(*)::bigint as pieces, count(*) filter (where f.critical)::bigint as critical
      from (select f.sample_no, bool_or(f.critical) as critical
              from (select r.sample_no, c.severity = 'critical' as critical
                      from erp.inspection_results r join erp.inspection_characteristics c on c.id = r.characteristic_id
                     where r.inspection_id = i.id and not r.passed
                    union all
                    select d.sample_no, d.severity = 'critical'
                      from erp.inspection_defects d
                     where d.inspection_id = i.id and d.stage = 'sample' and d.sample_no is not null) f
             group by f.sample_no) f) n
 cross join lateral (
    select coalesce(sum(d.quantity), 0)::bigint as pieces, coalesce(sum(d.quantity) filter (where d.severity = 'critical'), 0)::bigint as critical
      from erp.inspection_defects d
     where d.inspection_id = i.id and d.stage = 'sample' and d.sample_no is null) l
 cross join lateral (
    select count(*)::bigint as mandatory,
           (select count(*) from erp.inspection_results r join erp.inspection_characteristics c on c.id = r.characteristic_id and c.is_mandatory
             where r.inspection_id = i.id)::bigint as entered
      from erp.inspection_characteristics c
     where c.plan_id = i.plan_id and c.is_mandatory) m;
