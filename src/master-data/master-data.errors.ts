import { defineErrors } from '../kernel/errors/index.js';

/** What master data refuses. `PRODUCT_HAS_LEDGER`, `COSTING_NEEDS_REVALUATION`, `PRODUCT_DOES_NOT_FIT` and `VALUATION_SCOPE_FIXED` are raised by guards that the warehouse puts on it. */
export const MASTER_DATA_ERRORS = defineErrors('master_data', {
  NO_CONVERSION: {
    kind: 'invalid',
    title: 'No conversion between these units',
    description: 'No path of unit conversions leads from the one unit to the other, in general or for this product.',
  },
  INEXACT_CONVERSION: {
    kind: 'invalid',
    title: 'Not a whole number after conversion',
    description:
      'The quantity is not a whole number in the other unit, and quantities are never rounded; `multiple` says of what it must be a multiple.',
  },
  CONTRADICTORY_CONVERSION: {
    kind: 'conflict',
    title: 'Contradicts other conversions',
    description: 'The other conversions already lead from the one unit to the other, with another factor.',
  },
  DIMENSION_MISMATCH: {
    kind: 'invalid',
    title: 'Units of different dimensions',
    description:
      'A general conversion joins two units of the same dimension; between dimensions it belongs to a product.',
  },
  UNIT_HAS_CONVERSIONS: {
    kind: 'conflict',
    title: 'Unit has conversions',
    description: 'The dimension of a unit that has general conversions cannot change.',
  },
  ACCOUNT_NUMBER_UNREADABLE: {
    kind: 'conflict',
    title: 'Account number cannot be read',
    description:
      'The encrypted number was altered, belongs to another row, or is under a key that the server does not have. It can be given anew; the operator finds the row with `pabrik check`.',
  },
  CATEGORY_CYCLE: {
    kind: 'conflict',
    title: 'Category below itself',
    description: 'Product categories form a tree: a category cannot lie below itself.',
  },
  PRODUCT_HAS_LEDGER: {
    kind: 'conflict',
    title: 'Product has stock history',
    description: 'The stock unit, type and tracking of a product are fixed once its stock ledger has begun.',
  },
  PRODUCT_DOES_NOT_FIT: {
    kind: 'conflict',
    title: 'No room for that much space',
    description:
      'Pieces lie in places that would be too small if each took so much; `locations` lists them with the excess. Move some first.',
  },
  COSTING_NEEDS_REVALUATION: {
    kind: 'conflict',
    title: 'Costing changes by revaluation',
    description:
      'While there is stock of a product, its costing method and the standard cost it is valued at change only by a revaluation, which posts what that does to its value.',
  },
  VALUATION_SCOPE_FIXED: {
    kind: 'conflict',
    title: 'Valuation scope fixed',
    description: 'Once a company has stock movements, how it values its stock cannot change.',
  },
  BULK_REFUSED: {
    kind: 'invalid',
    title: 'Bulk request refused',
    description: 'At least one row was refused and nothing was kept (mode=atomic); `results` holds the refused rows.',
  },
  OWN_BARCODE: {
    kind: 'conflict',
    title: "The product's own barcode",
    description: 'The barcode that a product carries itself is changed and taken away at the product.',
  },
  EXCHANGE_RATE_MISSING: {
    kind: 'invalid',
    title: 'No exchange rate',
    description: 'No rate between the two currencies, in either direction, is valid on that date.',
  },
  NO_PRICE: {
    kind: 'missing',
    title: 'No price',
    description: 'No price list row is valid for this product, date and quantity, in a unit that can be converted.',
  },
  NO_WORKING_DAY: {
    kind: 'invalid',
    title: 'No working day',
    description: 'The calendar has no working day within a year of the date.',
  },
});
