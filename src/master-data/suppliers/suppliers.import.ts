import { defineImport, importField } from '../../kernel/imports/index.js';
import { PARTNER_FIELDS, attributes, isActive } from '../import-fields.js';
import { MASTER_DATA } from '../master-data.permissions.js';

export const SUPPLIERS_IMPORT = defineImport({
  resource: 'suppliers',
  title: 'Suppliers',
  description: 'Those from whom the factory buys.',
  permissions: [MASTER_DATA.suppliers.create, MASTER_DATA.suppliers.update],
  entity_type: 'supplier',
  fields: {
    code: importField.code({ required: true, description: 'Code of the supplier.', example: 'SUMBER-KAIN' }),
    name: importField.text({ required: true, description: 'Name.', example: 'Sumber Kain Jaya' }),
    ...PARTNER_FIELDS,
    lead_time_days: importField.integer({
      max: 3650,
      description: 'Days from order to delivery, where the price list says nothing.',
      example: '7',
    }),
    is_active: isActive,
    attributes,
  },
  target: { table: 'erp.suppliers', key: ['code'], versioned: true },
});
