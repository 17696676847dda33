import { PRODUCT_TYPES } from '../../master-data/index.js';
import type { ReportDefinition, ReportFilter } from '../report/report-definition.js';
import { REPORTING } from '../reporting.permissions.js';

const product: ReportFilter = {
  name: 'product_id',
  type: 'uuid',
  sql: 'r.product_id = ?',
  description: 'Only this product',
};
const warehouse: ReportFilter = {
  name: 'warehouse_id',
  type: 'uuid',
  sql: 'r.warehouse_id = ?',
  description: 'Only this warehouse',
};
const category: ReportFilter = {
  name: 'category_id',
  type: 'uuid',
  sql: 'r.category_id = ?',
  description: 'Only this product category',
};
const productType: ReportFilter = {
  name: 'product_type',
  type: 'choice',
  values: PRODUCT_TYPES,
  sql: 'r.product_type = ?',
  description: 'Only this type of product',
};

const company: ReportFilter = {
  name: 'company_id',
  type: 'uuid',
  sql: 'r.company_id = ?',
  description: 'Only this company',
};

const STOCK_ON_HAND: ReportDefinition = {
  name: 'stock-on-hand',
  title: 'Stock on hand by product and location',
  description:
    'What lies where, in stock units. Available is on hand less reserved. Places without stock are left out.',
  permission: REPORTING.stock.read,
  view: 'report_stock_on_hand',
  columns: [
    { name: 'product_id', type: 'uuid', title: 'Product' },
    { name: 'sku', type: 'text', title: 'Stock keeping unit' },
    { name: 'product_name', type: 'text', title: 'Name of the product' },
    { name: 'product_type', type: 'text', title: 'Type of the product' },
    { name: 'unit_code', type: 'text', title: 'Stock unit' },
    { name: 'company_id', type: 'uuid', title: 'Company' },
    { name: 'warehouse_id', type: 'uuid', title: 'Warehouse', nullable: true },
    { name: 'location_id', type: 'uuid', title: 'Location' },
    { name: 'location_code', type: 'text', title: 'Code of the location' },
    { name: 'location_type', type: 'text', title: 'Type of the location' },
    { name: 'on_hand', type: 'quantity', title: 'On hand, stock units' },
    { name: 'reserved', type: 'quantity', title: 'Reserved, stock units' },
    { name: 'available', type: 'quantity', title: 'On hand less reserved, stock units' },
    { name: 'updated_at', type: 'time', title: 'When the balance last changed' },
  ],
  filters: [
    product,
    company,
    warehouse,
    category,
    productType,
    { name: 'location_id', type: 'uuid', sql: 'r.location_id = ?', description: 'Only this location' },
  ],
  sorts: ['sku', 'location_code', 'on_hand', 'available', 'updated_at'],
  default_sort: 'sku',
  search: ['sku', 'product_name', 'location_code'],
  scope: { company: 'r.company_id', warehouse: 'r.warehouse_id' },
};

const STOCK_VALUATION: ReportDefinition = {
  name: 'stock-valuation',
  title: 'Quantity and value of stock',
  description:
    'Quantity and value of each product in each valuation area (the company, or the warehouse where the company values by warehouse). ' +
    'Unit cost is value divided by quantity, to six places. Users limited to warehouses see those areas that are their warehouses.',
  permission: REPORTING.stock.read_value,
  view: 'report_stock_valuation',
  columns: [
    { name: 'product_id', type: 'uuid', title: 'Product' },
    { name: 'sku', type: 'text', title: 'Stock keeping unit' },
    { name: 'product_name', type: 'text', title: 'Name of the product' },
    { name: 'product_type', type: 'text', title: 'Type of the product' },
    { name: 'unit_code', type: 'text', title: 'Stock unit' },
    { name: 'costing_method', type: 'text', title: 'Costing method' },
    { name: 'company_id', type: 'uuid', title: 'Company' },
    { name: 'area_id', type: 'uuid', title: 'Valuation area' },
    { name: 'warehouse_id', type: 'uuid', title: 'Warehouse, where the area is one', nullable: true },
    { name: 'currency_code', type: 'text', title: 'Currency of the company' },
    { name: 'quantity', type: 'quantity', title: 'Quantity, stock units' },
    { name: 'value', type: 'amount', title: 'Value' },
    { name: 'unit_cost', type: 'unit_cost', title: 'Value of one stock unit', nullable: true },
  ],
  filters: [product, company, warehouse, category, productType],
  sorts: ['sku', 'quantity', 'value'],
  default_sort: 'sku',
  search: ['sku', 'product_name'],
  scope: { company: 'r.company_id', warehouse: 'r.warehouse_id' },
};

const LOW_STOCK: ReportDefinition = {
  name: 'low-stock',
  title: 'Products below their reorder point or safety stock',
  description:
    'Available stock of a company against the larger of reorder point and safety stock. Stock in quarantine, scrap and transit does not count. ' +
    'In production is what open manufacturing orders still owe. The figures are of whole companies: not for users limited to warehouses.',
  permission: REPORTING.stock.read,
  view: 'report_low_stock',
  columns: [
    { name: 'product_id', type: 'uuid', title: 'Product' },
    { name: 'sku', type: 'text', title: 'Stock keeping unit' },
    { name: 'product_name', type: 'text', title: 'Name of the product' },
    { name: 'product_type', type: 'text', title: 'Type of the product' },
    { name: 'unit_code', type: 'text', title: 'Stock unit' },
    { name: 'company_id', type: 'uuid', title: 'Company' },
    { name: 'available', type: 'quantity', title: 'On hand less reserved, stock units' },
    { name: 'in_production', type: 'quantity', title: 'Still to come from open manufacturing orders, stock units' },
    { name: 'reorder_point', type: 'quantity', title: 'Reorder point, stock units' },
    { name: 'safety_stock', type: 'quantity', title: 'Safety stock, stock units' },
    { name: 'shortage', type: 'quantity', title: 'Missing to the larger of the two, stock units' },
    { name: 'lead_time_days', type: 'integer', title: 'Lead time, days' },
  ],
  filters: [product, company, category, productType],
  sorts: ['sku', 'shortage', 'available'],
  default_sort: '-shortage',
  search: ['sku', 'product_name'],
  scope: { company: 'r.company_id' },
  whole_company: true,
};

const MOVEMENT_CARD: ReportDefinition = {
  name: 'movement-card',
  title: 'Movement card of a product',
  description:
    'Every line of the ledger that brought a product to a real location or took it away, with the balance of that location after it.',
  permission: REPORTING.stock.read,
  view: 'report_movement_card',
  columns: [
    { name: 'recorded_at', type: 'time', title: 'When it was recorded' },
    { name: 'effective_at', type: 'time', title: 'When it happened' },
    { name: 'movement_id', type: 'uuid', title: 'Stock movement' },
    { name: 'movement_number', type: 'text', title: 'Number of the movement' },
    { name: 'movement_type', type: 'text', title: 'Type of the movement' },
    { name: 'source_type', type: 'text', title: 'Kind of document that caused it' },
    { name: 'source_id', type: 'uuid', title: 'Document that caused it' },
    { name: 'product_id', type: 'uuid', title: 'Product' },
    { name: 'sku', type: 'text', title: 'Stock keeping unit' },
    { name: 'company_id', type: 'uuid', title: 'Company' },
    { name: 'warehouse_id', type: 'uuid', title: 'Warehouse', nullable: true },
    { name: 'location_id', type: 'uuid', title: 'Location' },
    { name: 'location_code', type: 'text', title: 'Code of the location' },
    { name: 'other_location_code', type: 'text', title: 'Where it came from or went to' },
    { name: 'quantity_in', type: 'quantity', title: 'Came in, stock units' },
    { name: 'quantity_out', type: 'quantity', title: 'Went out, stock units' },
    { name: 'balance', type: 'signed_quantity', title: 'On hand at the location after it, stock units' },
    { name: 'value', type: 'amount', title: 'Value that came in (+) or went out (-)' },
    { name: 'actor_username', type: 'text', title: 'Who recorded it' },
  ],
  filters: [
    { ...product, description: 'The product', required: true },
    company,
    warehouse,
    { name: 'location_id', type: 'uuid', sql: 'r.location_id = ?', description: 'Only this location' },
    { name: 'recorded_from', type: 'time', sql: 'r.recorded_at >= ?', description: 'Recorded at or after' },
    { name: 'recorded_to', type: 'time', sql: 'r.recorded_at < ?', description: 'Recorded before' },
  ],
  sorts: ['recorded_at'],
  default_sort: 'recorded_at',
  search: ['movement_number'],
  scope: { company: 'r.company_id', warehouse: 'r.warehouse_id' },
};

export const STOCK_REPORTS = [STOCK_ON_HAND, STOCK_VALUATION, LOW_STOCK, MOVEMENT_CARD];
