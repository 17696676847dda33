import { importField } from '../kernel/imports/index.js';
import type { ImportField, ImportRule } from '../kernel/imports/index.js';
import { MASTER_REFERENCES } from './import-fields.js';

const { product, unit, currency } = MASTER_REFERENCES;

/** What a row of any price list says. */
export const PRICE_FIELDS: Readonly<Record<string, ImportField>> = {
  product: importField.reference(product, {
    required: true,
    description: 'SKU of the product.',
    example: 'FABRIC-BRN',
  }),
  unit: importField.reference(unit, { required: true, description: 'Unit that is dealt in.', example: 'ROL' }),
  currency: importField.reference(currency, {
    column: 'currency_code',
    required: true,
    description: 'Currency of the price.',
    example: 'IDR',
  }),
  min_quantity: importField.quantity({
    default: '1',
    description: 'Quantity, in that unit, from which the price holds.',
    example: '1',
  }),
  price: importField.unitCost({ required: true, description: 'Price of one such unit.', example: '1250000' }),
  valid_from: importField.date({ required: true, description: 'First day of the price.', example: '2026-01-01' }),
  valid_to: importField.date({
    description: 'Last day of the price; nothing: until another one begins.',
    example: '2026-12-31',
  }),
};

/** A price may stand in a unit that no conversion leads to, but nobody can plan with it until there is one. */
export const PRICE_RULES: readonly ImportRule[] = [
  {
    severity: 'error',
    code: 'VALIDITY_REVERSED',
    field: 'valid_to',
    message: 'must not lie before valid_from',
    where: 's.valid_to < s.valid_from',
  },
  {
    severity: 'warning',
    code: 'UNIT_FACTOR_UNKNOWN',
    field: 'unit',
    message:
      "has no conversion to the product's stock unit: the price is kept, but cannot be compared or ordered by until there is one",
    where: `(s.product_id, s.unit_id) in (
      select pair.product_id, pair.unit_id
        from (select distinct i.product_id, i.unit_id, p.unit_id as stock_unit_id from import_row i join erp.products p on p.id = i.product_id
               where i.unit_id <> p.unit_id) pair
       where (erp.unit_factor(pair.unit_id, pair.stock_unit_id, pair.product_id)).numerator is null)`,
  },
];
