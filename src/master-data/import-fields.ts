import { importField } from '../kernel/imports/index.js';
import type { ImportField, ImportReference } from '../kernel/imports/index.js';

/** How a file names rows of the master data. Modules above refer to products and units the same way. */
export const MASTER_REFERENCES = {
  unit: { table: 'erp.units', code: 'code', entity_type: 'unit' },
  product: { table: 'erp.products', code: 'sku', entity_type: 'product' },
  category: { table: 'erp.product_categories', code: 'code', entity_type: 'product_category' },
  supplier: { table: 'erp.suppliers', code: 'code', entity_type: 'supplier' },
  customer: { table: 'erp.customers', code: 'code', entity_type: 'customer' },
  currency: { table: 'erp.currencies', code: 'code', value: 'code' },
} as const satisfies Record<string, ImportReference>;

export const isActive = importField.boolean({
  default: 'true',
  description: 'Whether it is offered for new work.',
  example: 'true',
});
export const attributes = importField.attributes({
  description: 'Free attributes, one column each; an empty cell takes the attribute away.',
  example: 'brown',
});

/** What suppliers and customers have in common. */
export const PARTNER_FIELDS: Readonly<Record<string, ImportField>> = {
  legal_name: importField.text({ description: 'Name in contracts.', example: 'PT Sumber Kain Jaya' }),
  tax_number: importField.text({ max: 64, description: 'Tax number.', example: '01.234.567.8-901.000' }),
  email: importField.text({ max: 254, description: 'Address for orders and invoices.', example: 'sales@example.com' }),
  phone: importField.text({ max: 64, description: 'Telephone.', example: '+62 21 555 0100' }),
  address: importField.text({
    max: 1000,
    lines: true,
    description: 'Postal address.',
    example: 'Jl. Industri 5, Jakarta',
  }),
  currency: importField.reference(MASTER_REFERENCES.currency, {
    column: 'currency_code',
    description: 'Currency that is dealt in.',
    example: 'IDR',
  }),
  payment_terms_days: importField.integer({
    max: 3650,
    default: '0',
    description: 'Days until an invoice is due.',
    example: '30',
  }),
};
