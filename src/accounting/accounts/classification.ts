import type { AccountType } from './account-types.js';

/** Lines of the balance sheet and the income statement, in their order, by the types of account that can stand on them. */
const LINES_OF_TYPE = {
  asset: ['current_assets', 'non_current_assets'],
  liability: ['current_liabilities', 'non_current_liabilities'],
  equity: ['equity'],
  income: ['revenue', 'cost_of_sales', 'operating_expenses', 'other', 'income_tax'],
  expense: ['revenue', 'cost_of_sales', 'operating_expenses', 'other', 'income_tax'],
} as const satisfies Record<AccountType, readonly string[]>;

export type StatementLine = (typeof LINES_OF_TYPE)[AccountType][number];
export const STATEMENT_LINES = [...new Set(Object.values(LINES_OF_TYPE).flat())] as readonly StatementLine[];

/** What the movements of an account of the balance sheet are in the cash flow; `cash` is what the cash flow explains. */
export const CASH_FLOWS = ['cash', 'operating', 'investing', 'financing'] as const;
export type CashFlow = (typeof CASH_FLOWS)[number];

/** Where an account stands on the statements. */
export interface Classification {
  readonly statement_line: StatementLine;
  readonly cash_flow: CashFlow | null;
}

const USUAL: Readonly<Record<AccountType, Classification>> = {
  asset: { statement_line: 'current_assets', cash_flow: 'operating' },
  liability: { statement_line: 'current_liabilities', cash_flow: 'operating' },
  equity: { statement_line: 'equity', cash_flow: 'financing' },
  income: { statement_line: 'revenue', cash_flow: null },
  expense: { statement_line: 'operating_expenses', cash_flow: null },
};

/**
 * What differs from the usual, by number of the default chart. Depreciation is a cost without a payment: its other side, the accumulated one, adds it back
 * to what comes from operations.
 */
const UNUSUAL: Readonly<Record<string, Partial<Classification>>> = {
  1100: { cash_flow: 'cash' },
  1110: { cash_flow: 'cash' },
  1700: { statement_line: 'non_current_assets', cash_flow: 'investing' },
  1710: { statement_line: 'non_current_assets' },
  2500: { statement_line: 'non_current_liabilities', cash_flow: 'financing' },
  4800: { statement_line: 'other' },
  4900: { statement_line: 'other' },
  6800: { statement_line: 'other' },
  6900: { statement_line: 'other' },
};

/** Where an account of the default chart stands; costs below the heading 5000 are those of sales and production. */
export function classificationOf(account: {
  readonly number: string;
  readonly type: AccountType;
  readonly parent: string | null;
  readonly is_header: boolean;
}): Classification {
  const usual = USUAL[account.type];
  const isCostOfSales = account.number === '5000' || account.parent === '5000';
  return {
    ...usual,
    ...(isCostOfSales && { statement_line: 'cost_of_sales' }),
    ...UNUSUAL[account.number],
    ...(account.is_header && { cash_flow: null }),
  };
}
