import { MANUFACTURING_ORDER } from '../../ppic/index.js';
import type { ReportColumn, ReportDefinition, ReportFilter } from '../report/report-definition.js';
import { REPORTING } from '../reporting.permissions.js';

const ORDER_COLUMNS: readonly ReportColumn[] = [
  { name: 'order_id', type: 'uuid', title: 'Manufacturing order' },
  { name: 'order_number', type: 'text', title: 'Number of the order' },
  { name: 'state', type: 'text', title: 'State of the order' },
  { name: 'company_id', type: 'uuid', title: 'Company' },
  { name: 'warehouse_id', type: 'uuid', title: 'Warehouse' },
  { name: 'department_id', type: 'uuid', title: 'Department', nullable: true },
  { name: 'product_id', type: 'uuid', title: 'Product' },
  { name: 'sku', type: 'text', title: 'Stock keeping unit' },
  { name: 'product_name', type: 'text', title: 'Name of the product' },
];

const ORDER_FILTERS: readonly ReportFilter[] = [
  { name: 'product_id', type: 'uuid', sql: 'r.product_id = ?', description: 'Only this product' },
  { name: 'company_id', type: 'uuid', sql: 'r.company_id = ?', description: 'Only this company' },
  { name: 'warehouse_id', type: 'uuid', sql: 'r.warehouse_id = ?', description: 'Only this warehouse' },
  { name: 'department_id', type: 'uuid', sql: 'r.department_id = ?', description: 'Only this department' },
  {
    name: 'state',
    type: 'choice',
    values: MANUFACTURING_ORDER.states,
    sql: 'r.state = ?',
    description: 'Only orders in this state',
  },
];

const ORDER_SCOPE = { company: 'r.company_id', warehouse: 'r.warehouse_id', department: 'r.department_id' };

const PRODUCTION_OUTPUT: ReportDefinition = {
  name: 'production-output',
  title: 'Production output by order and day',
  description:
    'Good, rejected and lost quantity reported for each order on each day, the yield, and the value at which output was received.',
  permission: REPORTING.production.read,
  view: 'report_production_output',
  columns: [
    { name: 'day', type: 'date', title: 'Day' },
    ...ORDER_COLUMNS,
    { name: 'unit_code', type: 'text', title: 'Stock unit' },
    { name: 'planned_quantity', type: 'quantity', title: 'Planned for the order, stock units' },
    { name: 'good_quantity', type: 'quantity', title: 'Good, stock units' },
    { name: 'rejected_quantity', type: 'quantity', title: 'Rejected, stock units' },
    { name: 'lost_quantity', type: 'quantity', title: 'Lost, stock units' },
    { name: 'yield_percent', type: 'percent', title: 'Good in percent of all three', nullable: true },
    { name: 'output_value', type: 'amount', title: 'Value at which output was received' },
  ],
  filters: [
    ...ORDER_FILTERS,
    { name: 'from', type: 'date', sql: 'r.day >= ?', description: 'From this day on' },
    { name: 'to', type: 'date', sql: 'r.day <= ?', description: 'Up to this day' },
  ],
  sorts: ['day', 'order_number', 'good_quantity'],
  default_sort: '-day',
  search: ['order_number', 'sku', 'product_name'],
  scope: ORDER_SCOPE,
};

const PRODUCTION_LATENESS: ReportDefinition = {
  name: 'production-lateness',
  title: 'Lateness of manufacturing orders',
  description: 'Orders with a due date and how many days they were, or are, late. Cancelled orders are left out.',
  permission: REPORTING.production.read,
  view: 'report_production_lateness',
  columns: [
    ...ORDER_COLUMNS,
    { name: 'planned_quantity', type: 'quantity', title: 'Planned, stock units' },
    { name: 'good_quantity', type: 'quantity', title: 'Good so far, stock units' },
    { name: 'due_date', type: 'date', title: 'Due date' },
    { name: 'completed_at', type: 'time', title: 'When it was completed', nullable: true },
    { name: 'days_late', type: 'integer', title: 'Days late; 0 when in time' },
    { name: 'is_open', type: 'boolean', title: 'Not completed yet' },
  ],
  filters: [
    ...ORDER_FILTERS,
    {
      name: 'late',
      type: 'boolean',
      sql: '(r.days_late > 0) = ?',
      description: 'Only those that are late, or are not',
    },
    {
      name: 'is_open',
      type: 'boolean',
      sql: 'r.is_open = ?',
      description: 'Only those that are, or are not, completed yet',
    },
  ],
  sorts: ['due_date', 'days_late', 'order_number'],
  default_sort: '-days_late',
  search: ['order_number', 'sku', 'product_name'],
  scope: ORDER_SCOPE,
};

export const PRODUCTION_REPORTS = [PRODUCTION_OUTPUT, PRODUCTION_LATENESS];
