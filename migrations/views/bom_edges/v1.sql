create or replace view erp.bom_edges as
-- Who needs what, one row for each component line and each substitute of a bill that is not obsolete. Drafts count, so that a
-- circle is refused where it is drawn and not when it is activated; validity dates do not, so that no date can open one.
select b.product_id, l.component_id, b.id as bom_id, l.id as bom_line_id
  from erp.boms b
  join erp.bom_lines l on l.bom_id = b.id
 where b.state <> 'obsolete' and l.kind = 'component'
union all
select b.product_id, s.component_id, b.id, l.id
  from erp.boms b
  join erp.bom_lines l on l.bom_id = b.id
  join erp.bom_line_substitutes s on s.bom_line_id = l.id
 where b.state <> 'obsolete';
