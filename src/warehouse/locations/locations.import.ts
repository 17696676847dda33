import { defineImport, importField } from '../../kernel/imports/index.js';
import { PICK_STRATEGIES } from '../../master-data/index.js';
import { REAL_LOCATION_TYPES } from './locations.dto.js';
import { LOCATION_PERMISSIONS } from './locations.permissions.js';

/** How a file names a location: by its code within the company, or by another system's id. */
export const LOCATION_REFERENCE = {
  table: 'erp.locations',
  code: 'code',
  exact: true,
  in_company: true,
  entity_type: 'location',
} as const;

export const LOCATIONS_IMPORT = defineImport({
  resource: 'locations',
  title: 'Locations',
  description:
    'Warehouses, zones, bins and the other places of stock. A parent may stand anywhere in the same file; the first warehouse of a company is WH.',
  permissions: [LOCATION_PERMISSIONS.create, LOCATION_PERMISSIONS.update],
  entity_type: 'location',
  company: true,
  fields: {
    code: importField.code({
      required: true,
      exact: true,
      description: 'Code, unique in the company.',
      example: 'WH-A-01',
    }),
    name: importField.text({ required: true, description: 'Name.', example: 'Rack A, shelf 1' }),
    type: importField.choice(REAL_LOCATION_TYPES, {
      required: true,
      description: 'What kind of place it is.',
      example: 'shelf',
    }),
    parent: importField.reference(
      { ...LOCATION_REFERENCE, self: true },
      { description: 'Code of the location that it stands in; nothing for a warehouse.', example: 'WH' },
    ),
    pick_strategy: importField.choice(PICK_STRATEGIES, {
      description: 'Which lot goes first when picking here, whatever the product says.',
      example: 'fifo',
    }),
    capacity: importField.quantity({ description: 'Units of space; nothing: as much as comes.', example: '120' }),
    one_product_only: importField.boolean({
      default: 'false',
      description: 'Whether it holds one product at a time.',
      example: 'false',
    }),
    is_receiving: importField.boolean({
      default: 'false',
      description: 'Whether what lies here waits to be put away.',
      example: 'false',
    }),
    is_active: importField.boolean({
      default: 'true',
      description: 'Whether stock may be put there.',
      example: 'true',
    }),
  },
  target: { table: 'erp.locations', key: ['code'], versioned: true },
  rules: [
    {
      severity: 'error',
      code: 'NOT_ALLOWED',
      field: 'code',
      message: 'is a virtual side of the company; those are not imported',
      where: 'exists (select from erp.locations l where l.id = s.target_id and l.is_virtual)',
    },
    {
      severity: 'error',
      code: 'LOCATION_FULL',
      field: 'capacity',
      message: 'is less than what lies there',
      where: `s.capacity < (select sum(b.on_hand * p.space_units) from erp.stock_balances b join erp.products p on p.id = b.product_id
                             where b.location_id = s.target_id)`,
    },
    {
      severity: 'error',
      code: 'LOCATION_HOLDS_OTHER_PRODUCT',
      field: 'one_product_only',
      message: 'cannot be while several products lie there',
      where: `s.one_product_only and (select count(distinct b.product_id) from erp.stock_balances b where b.location_id = s.target_id and b.on_hand > 0) > 1`,
    },
  ],
});
