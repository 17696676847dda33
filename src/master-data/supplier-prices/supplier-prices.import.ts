import { defineImport, importField } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES } from '../import-fields.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { PRICE_FIELDS, PRICE_RULES } from '../price-import-fields.js';

export const SUPPLIER_PRICES_IMPORT = defineImport({
  resource: 'supplier-prices',
  title: 'Supplier price lists',
  description: 'Offers of suppliers, by product, unit, currency, quantity break and first day.',
  permissions: [MASTER_DATA.supplier_prices.create, MASTER_DATA.supplier_prices.update],
  fields: {
    supplier: importField.reference(MASTER_REFERENCES.supplier, {
      required: true,
      description: 'Code of the supplier.',
      example: 'SUMBER-KAIN',
    }),
    ...PRICE_FIELDS,
    order_multiple: importField.quantity({ default: '1', description: 'Orders are multiples of this.', example: '1' }),
    lead_time_days: importField.integer({ max: 3650, description: 'Days from order to delivery.', example: '14' }),
    supplier_sku: importField.code({
      exact: true,
      description: "The supplier's own number of it.",
      example: 'SKJ-881',
    }),
  },
  target: {
    table: 'erp.supplier_prices',
    key: ['product', 'supplier', 'unit', 'currency', 'min_quantity', 'valid_from'],
    versioned: true,
  },
  rules: PRICE_RULES,
});
