import { defineImport, importField } from '../../kernel/imports/index.js';
import { PARTNER_FIELDS, attributes, isActive } from '../import-fields.js';
import { MASTER_DATA } from '../master-data.permissions.js';

export const CUSTOMERS_IMPORT = defineImport({
  resource: 'customers',
  title: 'Customers',
  description: 'Those to whom the factory sells.',
  permissions: [MASTER_DATA.customers.create, MASTER_DATA.customers.update],
  entity_type: 'customer',
  fields: {
    code: importField.code({ required: true, description: 'Code of the customer.', example: 'TOKO-MAINAN' }),
    name: importField.text({ required: true, description: 'Name.', example: 'Toko Mainan Ceria' }),
    ...PARTNER_FIELDS,
    credit_limit: importField.money({
      description: 'Most that may be owed; nothing: no limit.',
      example: '50000000.00',
    }),
    is_active: isActive,
    attributes,
  },
  target: { table: 'erp.customers', key: ['code'], versioned: true },
});
