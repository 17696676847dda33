import { negated, sumAmounts } from '../../kernel/numbers/index.js';
import type { TrialBalanceRowDto } from './figures.dto.js';
import type { LedgerSums } from './ledger.repository.js';

const NOTHING = '0.00';
const UNCOMPARED = {
  ...{ compare_opening: null, compare_debit: null, compare_credit: null },
  ...{ compare_closing: null, change: null },
};

/** Trial balances of some days and of those that they are compared with, by account number; an account of one of them alone is nothing in the other. */
export function compareLedgers(
  rows: readonly LedgerSums[],
  others: readonly LedgerSums[] | null,
): TrialBalanceRowDto[] {
  if (others === null) return rows.map((row) => ({ ...row, ...UNCOMPARED }));
  const [these, those] = [rows, others].map((list) => new Map(list.map((row) => [row.account_id, row])));
  const all = [...new Map([...others, ...rows].map((row) => [row.account_id, row])).values()];
  return all
    .sort((a, b) => (a.account_number < b.account_number ? -1 : 1))
    .map((account) => {
      const row = these!.get(account.account_id) ?? emptied(account);
      const other = those!.get(account.account_id) ?? emptied(account);
      return {
        ...row,
        ...{ compare_opening: other.opening, compare_debit: other.debit, compare_credit: other.credit },
        ...{ compare_closing: other.closing, change: sumAmounts([row.closing, negated(other.closing)]) },
      };
    });
}

function emptied(account: LedgerSums): LedgerSums {
  return { ...account, opening: NOTHING, debit: NOTHING, credit: NOTHING, closing: NOTHING };
}
