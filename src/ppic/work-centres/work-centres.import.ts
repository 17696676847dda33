import { defineImport, importField } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES } from '../../master-data/index.js';
import { LOCATION_REFERENCE } from '../../warehouse/index.js';
import { PPIC } from '../ppic.permissions.js';
import { MAX_PLACES, WORK_CENTRE_KINDS } from './work-centre-limits.js';

export const WORK_CENTRES_IMPORT = defineImport({
  resource: 'work-centres',
  title: 'Work centres',
  description: 'Where operations are done: machines and people of our own, or a supplier.',
  permissions: [PPIC.work_centres.create, PPIC.work_centres.update],
  entity_type: 'work_centre',
  company: true,
  fields: {
    code: importField.code({ required: true, description: 'Code, unique in the company.', example: 'SEW-1' }),
    name: importField.text({ required: true, description: 'Name.', example: 'Sewing line 1' }),
    kind: importField.choice(WORK_CENTRE_KINDS, {
      default: 'internal',
      description: 'Our own, or a subcontractor; fixed once it is made.',
      example: 'internal',
    }),
    department: importField.reference(
      { table: 'erp.departments', code: 'code', entity_type: 'department', in_company: true },
      { description: 'Department that it belongs to.', example: 'SEW' },
    ),
    calendar: importField.reference(
      { table: 'erp.calendars', code: 'code' },
      { description: "Calendar by which it works; the company's when empty.", example: 'TWO-SHIFT' },
    ),
    supplier: importField.reference(MASTER_REFERENCES.supplier, {
      description: 'Who works there, of a subcontract work centre only.',
    }),
    price_per_piece: importField.unitCost({ description: "The supplier's usual price for a piece." }),
    capacity: importField.integer({
      min: 1,
      max: MAX_PLACES,
      default: '1',
      description: 'Places that work in parallel.',
      example: '12',
    }),
    people_per_place: importField.integer({
      max: 1000,
      default: '1',
      description: 'People at each place.',
      example: '1',
    }),
    efficiency_percent: importField.percent({
      default: '100',
      description: 'What is got done in an hour, in percent of what the times say; at most 100 in a file.',
      example: '90',
    }),
    labour_rate: importField.unitCost({
      default: '0',
      description: 'Cost of one person for an hour.',
      example: '36000',
    }),
    machine_rate: importField.unitCost({
      default: '0',
      description: 'Cost of one place for an hour.',
      example: '9000',
    }),
    overhead_percent: importField.percent({
      default: '0',
      description: 'Of labour and machine cost together; at most 100 in a file.',
      example: '15',
    }),
    location: importField.reference(LOCATION_REFERENCE, {
      description: 'Where its work in progress lies.',
      example: 'FLOOR',
    }),
    is_active: importField.boolean({
      default: 'true',
      description: 'Whether it is offered for new work.',
      example: 'true',
    }),
    attributes: importField.attributes({ description: 'Free attributes, one column each.', example: 'brown' }),
  },
  target: { table: 'erp.work_centres', key: ['code'], versioned: true },
  rules: [
    {
      severity: 'error',
      code: 'NOT_ALLOWED',
      field: 'supplier',
      message: 'is there for a subcontract work centre, and only there',
      where: "(s.kind = 'subcontract') <> (s.supplier_id is not null)",
    },
    {
      severity: 'error',
      code: 'NOT_ALLOWED',
      field: 'kind',
      message: 'stays as it was made',
      where: 'exists (select from erp.work_centres w where w.id = s.target_id and w.kind <> s.kind)',
    },
    {
      severity: 'error',
      code: 'NOT_ALLOWED',
      field: 'price_per_piece',
      message: 'is for a subcontract work centre only',
      where: "s.kind = 'internal' and s.price_per_piece is not null",
    },
    {
      severity: 'error',
      code: 'NOT_ALLOWED',
      field: 'labour_rate',
      message: 'and other rates are for internal work centres only',
      where: "s.kind = 'subcontract' and (s.labour_rate > 0 or s.machine_rate > 0 or s.overhead_percent > 0)",
    },
    {
      severity: 'error',
      code: 'NOT_ALLOWED',
      field: 'location',
      message: 'is a virtual side of the company',
      where: 'exists (select from erp.locations l where l.id = s.location_id and l.is_virtual)',
    },
  ],
});
