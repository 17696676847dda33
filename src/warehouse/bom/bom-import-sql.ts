/** What makes one bill of the rows of a file: SQL over `s`, a row of `import_row`. */
export const BOM_DOCUMENT = 's.product_id, lower(s.revision)';

/** Quantities in the stock unit, one id for the rows of a bill, the bill that exists, and line numbers by tens. */
export const BOM_PREPARE: readonly string[] = [
  `with pair as (
     select distinct s.component_id, s.unit_id, p.unit_id as stock_unit_id from import_row s join erp.products p on p.id = s.component_id
      where s.unit_id <> p.unit_id
   ), factor as (
     select pair.component_id, pair.unit_id, f.numerator, f.denominator
       from pair cross join lateral erp.unit_factor(pair.unit_id, pair.stock_unit_id, pair.component_id) as f
   )
   update import_row s set stock_quantity = q.quantity
     from (select r.row_no,
             case when r.unit is null or r.unit_id = p.unit_id then r.quantity
                  when (r.quantity * f.numerator) % f.denominator = 0 and r.quantity * f.numerator / f.denominator <= 9007199254740991
                    then (r.quantity * f.numerator / f.denominator)::bigint end as quantity
             from import_row r join erp.products p on p.id = r.component_id
             left join factor f on f.component_id = r.component_id and f.unit_id = r.unit_id) q
    where q.row_no = s.row_no`,
  `update import_row s set new_id = d.new_id, target_id = b.id, line_number = n.line_number
     from (select s.row_no, coalesce(s.line_no, 10 * row_number() over (partition by ${BOM_DOCUMENT} order by s.row_no)) as line_number,
             first_value(s.row_no) over (partition by ${BOM_DOCUMENT} order by s.row_no) as first_no from import_row s) n
     join import_row d on d.row_no = n.first_no
     left join erp.boms b on b.product_id = d.product_id and lower(b.revision) = lower(d.revision)
    where n.row_no = s.row_no`,
];

const WITHIN = 's.unit_no between $1 and $2 and not s.rejected';

/** A line as text, but for its number, which only counts where the file gives one. */
const FILE_LINE = `jsonb_build_array(s.kind, s.component_id, s.stock_quantity, s.scrap_percent::numeric(7,4), s.cost_share_percent::numeric(7,4),
  s.line_valid_from, s.line_valid_to, s.operation, s.issue_method, s.line_notes, s.line_external_id, s.line_no)::text`;
const OUR_LINE = `jsonb_build_array(l.kind, l.component_id, l.quantity, l.scrap_percent, l.cost_share_percent,
  l.valid_from, l.valid_to, l.operation, l.issue_method, l.notes, l.external_id, case when theirs.numbered then l.line_no end)::text`;

const COMPARE = `with theirs as (
    select s.target_id as bom_id, min(s.row_no) as first_no, bool_or(s.line_no is not null) as numbered,
           array_agg(${FILE_LINE} order by ${FILE_LINE} collate "C") as lines
      from import_row s where ${WITHIN} and s.target_id is not null group by s.target_id
  ), verdict as (
    select theirs.bom_id, b.state as present,
           (b.type, b.output_quantity, b.valid_from, b.valid_to, b.notes) is not distinct from (h.type, h.output_quantity, h.valid_from, h.valid_to, h.notes)
           and theirs.lines = (select array_agg(${OUR_LINE} order by ${OUR_LINE} collate "C") from erp.bom_lines l where l.bom_id = b.id) as same
      from theirs join erp.boms b on b.id = theirs.bom_id join import_row h on h.row_no = theirs.first_no
  )
  update import_row s set content_same = coalesce(v.same, false),
         outcome = case when v.same and not (v.present = 'draft' and s.state = 'active') then 'unchanged' else 'updated' end
    from verdict v where v.bom_id = s.target_id and ${WITHIN}`;

const LINES = `insert into erp.bom_lines (bom_id, line_no, kind, component_id, quantity, scrap_percent, cost_share_percent,
    valid_from, valid_to, operation, issue_method, notes, external_id)
  select coalesce(s.target_id, s.new_id), s.line_number, s.kind, s.component_id, s.stock_quantity, s.scrap_percent, s.cost_share_percent,
         s.line_valid_from, s.line_valid_to, s.operation, s.issue_method, s.line_notes, s.line_external_id
    from import_row s where ${WITHIN} and (s.target_id is null or not s.content_same) order by s.row_no`;

const CHANGED_BILLS = `(select distinct on (s.target_id) s.* from import_row s
    where ${WITHIN} and s.target_id is not null and not s.content_same order by s.target_id, s.row_no)`;

/** The database itself refuses to change what is no draft, circles and two actives: see its guards. */
export const BOM_APPLY: readonly string[] = [
  'select erp.lock_bom_structure() from (select $1::int, $2::int) units',
  `with locked as (
     select b.id from erp.boms b where b.id in (select s.target_id from import_row s where ${WITHIN}) order by b.id for no key update)
   select count(*) from locked`,
  COMPARE,
  `delete from erp.bom_lines l using ${CHANGED_BILLS} s where l.bom_id = s.target_id`,
  `update erp.boms b set type = s.type, output_quantity = s.output_quantity, valid_from = s.valid_from, valid_to = s.valid_to, notes = s.notes,
     version = b.version + 1 from ${CHANGED_BILLS} s where b.id = s.target_id`,
  `insert into erp.boms (id, product_id, revision, type, output_quantity, valid_from, valid_to, notes)
   select distinct on (s.new_id) s.new_id, s.product_id, s.revision, s.type, s.output_quantity, s.valid_from, s.valid_to, s.notes
     from import_row s where ${WITHIN} and s.target_id is null order by s.new_id, s.row_no`,
  `insert into erp.document_history (machine, document_id, event, to_state)
   select distinct 'bom', s.new_id, 'create', 'draft' from import_row s where ${WITHIN} and s.target_id is null`,
  LINES,
  `with activated as (
     update erp.boms b set state = 'active', version = b.version + 1
       from (select distinct coalesce(s.target_id, s.new_id) as id from import_row s where ${WITHIN} and s.state = 'active') s
      where b.id = s.id and b.state = 'draft' returning b.id)
   insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
   select 'bom', a.id, 'activate', 'draft', 'active', 'Imported as active' from activated a`,
  `update import_row s set outcome = 'inserted' where ${WITHIN} and s.target_id is null`,
];
