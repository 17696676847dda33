import { Rational, negated, sumAmounts } from '../../kernel/numbers/index.js';

/** What is posted on an account in each of some stretches of days, debit above zero. */
export interface AccountSums {
  readonly account_id: string;
  readonly account_number: string;
  readonly account_name: string;
  readonly type: string;
  readonly statement_line: string;
  readonly cash_flow: string | null;
  /** One decimal text for each stretch. */
  readonly sums: readonly string[];
}

/** A row of a statement: an account, a line that is no account, or the sum of rows above. */
export interface StatementRow {
  readonly kind: 'account' | 'line' | 'total';
  readonly code: string;
  readonly title: string;
  readonly account_id: string | null;
  readonly account_number: string | null;
  readonly account_name: string | null;
  readonly amount: string;
  readonly compare_amount: string | null;
  readonly change: string | null;
}

/** The amount of a row, and what it is compared with, if anything. */
export type Pair = readonly [amount: string, compared: string | null];

const plus = (amounts: readonly string[]): string => sumAmounts(amounts);
const minus = (amount: string, other: string): string => plus([amount, negated(other)]);

/** Pairs added up; what is compared stays nothing where nothing is compared. */
export function sumPairs(pairs: readonly Pair[], isCompared: boolean): Pair {
  const compared = isCompared ? plus(pairs.map(([, other]) => other ?? '0.00')) : null;
  return [plus(pairs.map(([amount]) => amount)), compared];
}

const nowhere = { account_id: null, account_number: null, account_name: null };

/** A row that is no account. */
export function lineRow(kind: 'line' | 'total', code: string, title: string, [amount, compared]: Pair): StatementRow {
  const change = compared === null ? null : minus(amount, compared);
  return { kind, code, title, ...nowhere, amount, compare_amount: compared, change };
}

/** The rows of some accounts on a line of a statement. @param pairOf what an account adds to it */
export function accountRows(
  code: string,
  title: string,
  accounts: readonly AccountSums[],
  pairOf: (account: AccountSums) => Pair,
): StatementRow[] {
  return accounts
    .map((account): StatementRow => {
      const { account_id, account_number, account_name } = account;
      return {
        ...lineRow('line', code, title, pairOf(account)),
        ...{ kind: 'account', account_id, account_number, account_name },
      };
    })
    .filter(({ amount, compare_amount }) => !isZero(amount) || (compare_amount !== null && !isZero(compare_amount)));
}

export const pairOfRow = ({ amount, compare_amount }: StatementRow): Pair => [amount, compare_amount];

function isZero(amount: string): boolean {
  return Rational.parse(amount).compare(Rational.ZERO) === 0;
}

/** An account's pair of two stretches, debit above zero. @param compared its stretch; null where nothing is compared */
export function debits(stretch: number, compared: number | null): (account: AccountSums) => Pair {
  return ({ sums }) => [sums[stretch]!, compared === null ? null : sums[compared]!];
}

/** The same, credit above zero. */
export function credits(stretch: number, compared: number | null): (account: AccountSums) => Pair {
  return ({ sums }) => [negated(sums[stretch]!), compared === null ? null : negated(sums[compared]!)];
}
