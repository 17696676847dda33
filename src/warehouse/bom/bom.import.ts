import { defineImport, importField } from '../../kernel/imports/index.js';
import type { ImportRule } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES } from '../../master-data/index.js';
import { BOM_APPLY, BOM_DOCUMENT, BOM_PREPARE } from './bom-import-sql.js';
import { BOM_PERMISSIONS } from './bom.permissions.js';

const { product, unit } = MASTER_REFERENCES;

const RULES: readonly ImportRule[] = [
  {
    severity: 'error',
    code: 'NOT_ALLOWED',
    field: 'product',
    message: 'must be a part, semi-finished or finished good that is active: nothing else is made',
    where: `exists (select from erp.products p where p.id = s.product_id and (p.type not in ('part', 'wip', 'finished_good') or not p.is_active))`,
  },
  {
    severity: 'error',
    code: 'NOT_ALLOWED',
    field: 'component',
    message: 'must be something that is kept in stock and active',
    where: `exists (select from erp.products p where p.id = s.component_id and (p.type = 'service' or not p.is_active))`,
  },
  {
    severity: 'error',
    code: 'UNIT_NOT_EXACT',
    field: 'quantity',
    message: "is no whole number of the component's stock unit, or no conversion leads to it",
    where:
      's.component_id is not null and s.quantity is not null and s.stock_quantity is null and (s.unit is null or s.unit_id is not null)',
  },
  {
    severity: 'error',
    code: 'DOCUMENT_DIFFERS',
    field: null,
    message:
      'says something else of its bill than another row does: type, output quantity, state, validity and notes are the same on all rows of a bill',
    where: `(${BOM_DOCUMENT}) in (select ${BOM_DOCUMENT} from import_row s where s.product_id is not null group by ${BOM_DOCUMENT}
      having count(distinct (s.type, s.output_quantity, s.state, s.valid_from, s.valid_to, s.notes)) > 1)`,
  },
  {
    severity: 'error',
    code: 'VALIDITY_REVERSED',
    field: 'valid_to',
    message: 'must not lie before valid_from',
    where: 's.valid_to < s.valid_from',
  },
  {
    severity: 'error',
    code: 'VALIDITY_REVERSED',
    field: 'line_valid_to',
    message: 'must not lie before line_valid_from',
    where: 's.line_valid_to < s.line_valid_from',
  },
  {
    severity: 'error',
    code: 'NOT_ALLOWED',
    field: 'cost_share_percent',
    message: 'is for co-products and by-products only',
    where: `s.kind = 'component' and s.cost_share_percent <> 0`,
  },
  {
    severity: 'error',
    code: 'NOT_ALLOWED',
    field: 'scrap_percent',
    message: 'is for components only',
    where: `s.kind <> 'component' and s.scrap_percent <> 0`,
  },
  {
    severity: 'error',
    code: 'BOM_WITHOUT_COMPONENTS',
    field: 'state',
    message: 'cannot be active: the bill has no component',
    where: `s.state = 'active' and s.product_id is not null and (${BOM_DOCUMENT}) not in (
      select ${BOM_DOCUMENT} from import_row s where s.kind = 'component' and s.product_id is not null)`,
  },
];

/** One row for each line; rows of one product and revision make one bill, which is taken or refused as a whole. */
export const BOM_IMPORT = defineImport({
  resource: 'bills',
  title: 'Bills of material',
  description:
    'One row for each line; the rows of a product and revision are one bill, given whole: a draft is replaced by what the file says, ' +
    'an active bill is left alone when the file says the same and refused otherwise. Substitutes are not taken from files.',
  permissions: [BOM_PERMISSIONS.create, BOM_PERMISSIONS.update, BOM_PERMISSIONS.activate],
  fields: {
    product: importField.reference(product, {
      required: true,
      description: 'SKU of the product that is made.',
      example: 'BEAR-30-BRN',
    }),
    revision: importField.text({ max: 32, default: '1', description: 'Revision.', example: '1' }),
    type: importField.choice(['manufacturing', 'phantom', 'subcontract'], {
      default: 'manufacturing',
      description: 'Kind of bill.',
    }),
    output_quantity: importField.quantity({ default: '1', description: 'The lines are for this many.', example: '1' }),
    state: importField.choice(['draft', 'active'], {
      default: 'draft',
      description: 'Whether the bill is put to use at once.',
      example: 'active',
    }),
    valid_from: importField.date({ description: 'First day of the bill.' }),
    valid_to: importField.date({ description: 'Last day of the bill.' }),
    notes: importField.text({ max: 2000, lines: true, description: 'Notes on the bill.' }),
    line_no: importField.integer({
      min: 1,
      max: 999_999,
      description: 'Number of the line; by tens in the order of the file when not given.',
      example: '10',
    }),
    kind: importField.choice(['component', 'co_product', 'by_product'], {
      default: 'component',
      description: 'What goes in, or comes out besides.',
    }),
    component: importField.reference(product, {
      required: true,
      description: 'SKU of the component.',
      example: 'FABRIC-BRN',
    }),
    quantity: importField.quantity({
      required: true,
      description: 'How many of it, in its stock unit or in `unit`.',
      example: '2',
    }),
    unit: importField.reference(unit, {
      description: "Unit of the quantity; the component's stock unit when not given.",
      example: 'EA',
    }),
    scrap_percent: importField.percent({
      default: '0',
      description: 'Share lost on the way, added to the requirement.',
      example: '2.5',
    }),
    cost_share_percent: importField.percent({
      default: '0',
      description: 'Share of the cost that a co-product or by-product carries.',
    }),
    line_valid_from: importField.date({ description: 'First day of the line.' }),
    line_valid_to: importField.date({ description: 'Last day of the line.' }),
    operation: importField.code({ exact: true, description: 'Operation that takes the component.', example: 'SEWING' }),
    issue_method: importField.choice(['backflush', 'manual'], {
      default: 'backflush',
      description: 'How the component is issued.',
    }),
    line_notes: importField.text({ max: 500, description: 'Notes on the line.' }),
    line_external_id: importField.text({ max: 200, exact: true, description: 'Id of the line in another system.' }),
  },
  procedure: {
    unit: BOM_DOCUMENT,
    key: [
      's.product_id',
      'lower(s.revision)',
      's.kind',
      's.component_id',
      `coalesce(s.line_valid_from, '-infinity')`,
      `coalesce(s.operation, '')`,
      'coalesce(s.line_no, 0)',
      `coalesce(s.line_external_id, '')`,
    ],
    working_columns: ['stock_quantity bigint', 'line_number integer', 'content_same boolean'],
    prepare: BOM_PREPARE,
    apply: BOM_APPLY,
  },
  rules: RULES,
});
