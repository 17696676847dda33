/** What an account is of the balance sheet or the income statement. */
export const ACCOUNT_TYPES = ['asset', 'liability', 'equity', 'income', 'expense'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

export const BALANCE_SIDES = ['debit', 'credit'] as const;
export type BalanceSide = (typeof BALANCE_SIDES)[number];

/** What an account is the sum of: open documents of suppliers or customers, or what the stock ledger says. */
export const CONTROLS = ['payable', 'receivable', 'inventory'] as const;
export type Control = (typeof CONTROLS)[number];

/** The side on which an account of a type grows, unless it is kept against the others. */
export function normalBalance(type: AccountType): BalanceSide {
  return type === 'asset' || type === 'expense' ? 'debit' : 'credit';
}
