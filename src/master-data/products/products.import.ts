import { defineImport, importField } from '../../kernel/imports/index.js';
import { MASTER_REFERENCES, attributes, isActive } from '../import-fields.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import {
  COSTING_METHODS,
  LOT_SIZINGS,
  PRODUCT_TYPES,
  REORDER_POLICIES,
  PICK_STRATEGIES,
  TRACKINGS,
} from './products.dto.js';

const { unit, category } = MASTER_REFERENCES;

export const PRODUCTS_IMPORT = defineImport({
  resource: 'products',
  title: 'Products',
  description:
    'Materials, parts, semi-finished and finished goods and services. A file may give only some of the fields: the others stay as they are.',
  permissions: [MASTER_DATA.products.create, MASTER_DATA.products.update],
  entity_type: 'product',
  fields: {
    sku: importField.code({ required: true, description: 'Article number.', example: 'BEAR-30-BRN' }),
    name: importField.text({ required: true, description: 'Name.', example: 'Teddy bear 30 cm, brown' }),
    description: importField.text({
      max: 4000,
      lines: true,
      description: 'Description.',
      example: 'Washable at 30 degrees',
    }),
    type: importField.choice(PRODUCT_TYPES, {
      required: true,
      description: 'What kind of product it is.',
      example: 'finished_good',
    }),
    category: importField.reference(category, { description: 'Code of the category.', example: 'PLUSH' }),
    unit: importField.reference(unit, {
      required: true,
      description: 'Stock unit; all quantities are whole numbers of it.',
      example: 'EA',
    }),
    purchase_unit: importField.reference(unit, { description: 'Unit it is bought in.', example: 'DZ' }),
    sales_unit: importField.reference(unit, { description: 'Unit it is sold in.', example: 'EA' }),
    costing_method: importField.choice(COSTING_METHODS, {
      default: 'moving_average',
      description: 'How stock is valued.',
      example: 'moving_average',
    }),
    standard_cost: importField.unitCost({
      default: '0',
      description: 'Planned cost of one stock unit.',
      example: '42500.50',
    }),
    list_price: importField.unitCost({ default: '0', description: 'Price of one stock unit.', example: '99000' }),
    lead_time_days: importField.integer({
      max: 3650,
      default: '0',
      description: 'Days to buy or make it.',
      example: '5',
    }),
    safety_stock: importField.quantity({
      min: 0,
      default: '0',
      description: 'Stock kept against surprises.',
      example: '50',
    }),
    reorder_point: importField.quantity({
      min: 0,
      default: '0',
      description: 'Stock at which it is ordered again.',
      example: '100',
    }),
    reorder_policy: importField.choice(REORDER_POLICIES, {
      default: 'mrp',
      description: 'What makes an order.',
      example: 'mrp',
    }),
    lot_sizing: importField.choice(LOT_SIZINGS, {
      default: 'lot_for_lot',
      description: 'How orders are sized.',
      example: 'lot_for_lot',
    }),
    lot_size: importField.quantity({ description: 'Size of a fixed lot, or the multiple.' }),
    lot_minimum: importField.quantity({ description: 'Smallest lot.' }),
    lot_maximum: importField.quantity({ description: 'Largest lot.' }),
    lot_period_days: importField.integer({ min: 1, max: 3650, description: 'Days that one lot covers.' }),
    tracking: importField.choice(TRACKINGS, {
      default: 'none',
      description: 'Whether lots or serial numbers are kept.',
      example: 'none',
    }),
    pick_strategy: importField.choice(PICK_STRATEGIES, {
      default: 'fefo',
      description: 'Which lot goes first.',
      example: 'fefo',
    }),
    shelf_life_days: importField.integer({ min: 1, max: 36_500, description: 'Days from making to expiry.' }),
    space_units: importField.integer({
      min: 1,
      max: 1_000_000,
      default: '1',
      description: 'Units of space that a piece takes.',
      example: '2',
    }),
    barcode: importField.code({ exact: true, description: 'Barcode.', example: '8991234567890' }),
    is_manufactured: importField.boolean({
      default: 'false',
      description: 'Whether it is made here.',
      example: 'true',
    }),
    is_purchased: importField.boolean({ default: 'true', description: 'Whether it is bought.', example: 'false' }),
    is_sold: importField.boolean({ default: 'false', description: 'Whether it is sold.', example: 'true' }),
    is_active: isActive,
    attributes,
  },
  target: { table: 'erp.products', key: ['sku'], versioned: true },
});
