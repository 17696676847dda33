import { defineImport, importField } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES } from '../import-fields.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { PRICE_FIELDS, PRICE_RULES } from '../price-import-fields.js';

export const CUSTOMER_PRICES_IMPORT = defineImport({
  resource: 'customer-prices',
  title: 'Customer price lists',
  description: 'Prices for one customer, or for all where no customer is given.',
  permissions: [MASTER_DATA.customer_prices.create, MASTER_DATA.customer_prices.update],
  fields: {
    customer: importField.reference(MASTER_REFERENCES.customer, {
      description: 'Code of the customer; nothing: for everybody.',
      example: 'TOKO-MAINAN',
    }),
    ...PRICE_FIELDS,
    discount_percent: importField.percent({
      default: '0',
      description: 'Taken off before the amount of a line is rounded.',
      example: '5',
    }),
  },
  target: {
    table: 'erp.customer_prices',
    key: ['product', 'customer', 'unit', 'currency', 'min_quantity', 'valid_from'],
    versioned: true,
  },
  rules: PRICE_RULES,
});
