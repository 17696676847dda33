import { AMOUNT_SCALE, Rational, negated, sumAmounts } from '../../kernel/numbers/index.js';
import type { PostingLine } from '../journal/entry-lines.js';

/** What is left on an income or expense account of a year: debit above zero, in the company's currency and in the account's where it has one. */
export interface YearBalance {
  readonly account_id: string;
  readonly balance: string;
  readonly currency_code: string | null;
  readonly currency_balance: string;
}

const isZero = (amount: string): boolean => Rational.parse(amount).compare(Rational.ZERO) === 0;

/**
 * The lines that close a year: every account of its result the other way, and the result on the account of results of earlier years. None where nothing is
 * left; no line of the result where income and expense are equal. An account that is kept in a currency is closed in it as well, unless what is left
 * in it stands on the other side, as exchange differences can have it.
 */
export function closingLines(balances: readonly YearBalance[]): PostingLine[] {
  const lines = balances
    .filter(({ balance }) => !isZero(balance))
    .map(({ account_id, balance, currency_code, currency_balance }): PostingLine => {
      const isSameSide = balance.startsWith('-') === currency_balance.startsWith('-');
      const foreign = isSameSide ? negated(currency_balance) : Rational.ZERO.toFixed(AMOUNT_SCALE);
      return {
        account_id,
        amount: negated(balance),
        ...(currency_code !== null && { currency_code, currency_amount: foreign }),
      };
    });
  const result = sumAmounts(lines.map(({ amount }) => negated(amount)));
  return isZero(result) ? lines : [...lines, { role: 'retained_earnings', amount: result }];
}
