import type { AccountType, Control } from './account-types.js';

interface RoleDefinition {
  /** What is written on the account, in a sentence. */
  readonly title: string;
  readonly types: readonly AccountType[];
  /** Of the accounts that a ledger of detail keeps. */
  readonly control?: Control;
}

/** What documents post, by a name that does not depend on the company's chart. */
export const ACCOUNT_ROLES = {
  cash: { title: 'Money in the till', types: ['asset'] },
  bank: { title: 'Money at the bank', types: ['asset', 'liability'] },
  receivables: { title: 'What customers owe', types: ['asset'], control: 'receivable' },
  payables: { title: 'What is owed to suppliers', types: ['liability'], control: 'payable' },
  grni: { title: 'Goods received and not invoiced', types: ['liability'] },
  inventory_raw: { title: 'Material in stock', types: ['asset'], control: 'inventory' },
  inventory_wip: { title: 'Work in progress', types: ['asset'], control: 'inventory' },
  inventory_finished: { title: 'Finished goods in stock', types: ['asset'], control: 'inventory' },
  inventory_adjustment: { title: 'Differences found by counting stock', types: ['expense'] },
  customer_deposits: { title: 'What customers have paid in advance', types: ['liability'] },
  input_tax: { title: 'Tax of suppliers that is claimed back', types: ['asset', 'liability'] },
  output_tax: { title: 'Tax of customers that is owed', types: ['liability', 'asset'] },
  revenue: { title: 'Sales', types: ['income'] },
  freight_income: { title: 'Freight charged to customers', types: ['income'] },
  sales_discounts: { title: 'Discounts and credits given to customers', types: ['income', 'expense'] },
  cogs: { title: 'Cost of goods sold', types: ['expense'] },
  purchase_expense: { title: 'What is bought and not kept in stock', types: ['expense'] },
  freight: { title: 'Freight of what is bought', types: ['expense'] },
  landed_cost: { title: 'Landed cost charged to stock, until its invoices come', types: ['liability', 'expense'] },
  labour_absorbed: { title: 'Labour charged to production', types: ['expense', 'liability'] },
  overhead_absorbed: { title: 'Overhead charged to production', types: ['expense', 'liability'] },
  price_variance: { title: 'Bought at another price than expected', types: ['expense'] },
  usage_variance: { title: 'More or less material used than planned', types: ['expense'] },
  time_variance: { title: 'More or less time worked than planned', types: ['expense'] },
  yield_variance: { title: 'More or less output than planned', types: ['expense'] },
  cost_variance: { title: 'Other differences of cost, such as of a reversal', types: ['expense'] },
  scrap: { title: 'Scrapped material and products', types: ['expense'] },
  exchange_gain: { title: 'Gained by a change of rates', types: ['income'] },
  exchange_loss: { title: 'Lost by a change of rates', types: ['expense'] },
  rounding: { title: 'Cents of rounding', types: ['expense', 'income'] },
  opening_balance: { title: 'The other side of what was there at the beginning', types: ['equity'] },
  retained_earnings: { title: 'Results of earlier years', types: ['equity'] },
} as const satisfies Record<string, RoleDefinition>;

export type AccountRoleName = keyof typeof ACCOUNT_ROLES;
export const ACCOUNT_ROLE_NAMES = Object.keys(ACCOUNT_ROLES) as AccountRoleName[];

/** What a role may be given to, as far as a rule of the house says. */
export function roleDefinition(role: AccountRoleName): RoleDefinition {
  return ACCOUNT_ROLES[role];
}

/** Why an account cannot stand for a role; null where it can. */
export function roleFault(
  role: AccountRoleName,
  account: { readonly type: string; readonly is_header: boolean; readonly control: string | null },
): string | null {
  const { types, control = null } = roleDefinition(role);
  if (account.is_header) return 'Is a heading';
  if (!types.some((type) => type === account.type)) return `Has to be of type ${types.join(' or ')}`;
  if (account.control !== control)
    return control === null
      ? 'Is a control account'
      : control === 'inventory'
        ? 'Has to be a control account of inventory'
        : `Has to be a control account of what is ${control}`;
  return null;
}
