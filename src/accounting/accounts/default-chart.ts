import type { AccountRoleName } from './account-roles.js';
import type { AccountType, Control } from './account-types.js';

/** An account of the default chart, with the role that it has. */
export interface ChartAccount {
  readonly number: string;
  readonly name: string;
  readonly type: AccountType;
  readonly parent: string | null;
  readonly is_header: boolean;
  readonly control: Control | null;
  readonly role: AccountRoleName | null;
}

type Leaf = readonly [number: string, name: string, role?: AccountRoleName, control?: Control];

function section(
  type: AccountType,
  [number, name]: readonly [string, string],
  leaves: readonly Leaf[],
): ChartAccount[] {
  const heading = { number, name, type, parent: null, is_header: true, control: null, role: null };
  return [
    heading,
    ...leaves.map(([leaf, label, role = null, control = null]) => ({
      ...{ number: leaf, name: label, type, parent: number, is_header: false },
      ...{ control: control as Control | null, role: role as AccountRoleName | null },
    })),
  ];
}

/** A chart for a factory. Every role of the house has its account. */
export const DEFAULT_CHART: readonly ChartAccount[] = [
  ...section(
    'asset',
    ['1000', 'Assets'],
    [
      ['1100', 'Cash', 'cash'],
      ['1110', 'Bank', 'bank'],
      ['1200', 'Trade receivables', 'receivables', 'receivable'],
      ['1300', 'Raw material', 'inventory_raw', 'inventory'],
      ['1310', 'Work in progress', 'inventory_wip', 'inventory'],
      ['1320', 'Finished goods', 'inventory_finished', 'inventory'],
      ['1400', 'Input tax', 'input_tax'],
      ['1500', 'Prepaid expenses'],
      ['1700', 'Machines and buildings'],
      ['1710', 'Accumulated depreciation'],
    ],
  ),
  ...section(
    'liability',
    ['2000', 'Liabilities'],
    [
      ['2100', 'Trade payables', 'payables', 'payable'],
      ['2110', 'Goods received, not invoiced', 'grni'],
      ['2120', 'Landed cost to be invoiced', 'landed_cost'],
      ['2150', 'Deposits of customers', 'customer_deposits'],
      ['2200', 'Output tax', 'output_tax'],
      ['2300', 'Wages payable'],
      ['2310', 'Labour absorbed by production', 'labour_absorbed'],
      ['2320', 'Overhead absorbed by production', 'overhead_absorbed'],
      ['2500', 'Loans'],
    ],
  ),
  ...section(
    'equity',
    ['3000', 'Equity'],
    [
      ['3100', 'Share capital'],
      ['3200', 'Retained earnings', 'retained_earnings'],
      ['3900', 'Opening balances', 'opening_balance'],
    ],
  ),
  ...section(
    'income',
    ['4000', 'Income'],
    [
      ['4100', 'Sales', 'revenue'],
      ['4110', 'Sales discounts and credits', 'sales_discounts'],
      ['4200', 'Freight charged to customers', 'freight_income'],
      ['4800', 'Exchange gains', 'exchange_gain'],
      ['4900', 'Other income'],
    ],
  ),
  ...section(
    'expense',
    ['5000', 'Cost of sales and production'],
    [
      ['5100', 'Cost of goods sold', 'cogs'],
      ['5200', 'Purchase price variance', 'price_variance'],
      ['5210', 'Material usage variance', 'usage_variance'],
      ['5220', 'Time variance', 'time_variance'],
      ['5230', 'Yield variance', 'yield_variance'],
      ['5240', 'Other cost variance', 'cost_variance'],
      ['5300', 'Scrap', 'scrap'],
      ['5310', 'Inventory differences', 'inventory_adjustment'],
      ['5400', 'Inbound freight', 'freight'],
    ],
  ),
  ...section(
    'expense',
    ['6000', 'Expenses'],
    [
      ['6100', 'Purchased services and supplies', 'purchase_expense'],
      ['6200', 'Wages and salaries'],
      ['6300', 'Energy and rent'],
      ['6400', 'Depreciation'],
      ['6800', 'Exchange losses', 'exchange_loss'],
      ['6900', 'Rounding differences', 'rounding'],
    ],
  ),
];

/** Accounts of the default chart that are kept against the others of their type. */
export const CONTRA_ACCOUNTS: ReadonlySet<string> = new Set(['1710', '4110']);
