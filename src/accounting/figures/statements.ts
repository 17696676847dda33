import { negated, sumAmounts } from '../../kernel/numbers/index.js';
import { accountRows, credits, debits, lineRow, pairOfRow, sumPairs } from './statement-rows.js';
import type { AccountSums, Pair, StatementRow } from './statement-rows.js';

const isOfResult = ({ type }: AccountSums): boolean => type === 'income' || type === 'expense';

/** A statement as rows, with those of its totals by their code. */
export interface Statement {
  readonly data: StatementRow[];
  total(code: string): string;
}

/** Puts rows together: accounts by line, and totals of what was put before. */
class Sheet implements Statement {
  readonly data: StatementRow[] = [];
  constructor(private readonly isCompared: boolean) {}

  /** Accounts of a line, and its total. */
  line(code: string, title: string, accounts: readonly AccountSums[], pairOf: (account: AccountSums) => Pair): void {
    const rows = accountRows(code, title, accounts, pairOf);
    this.data.push(...rows, lineRow('total', code, title, sumPairs(rows.map(pairOfRow), this.isCompared)));
  }

  /** The sum of totals and lines that are there, by their codes. */
  sum(code: string, title: string, of: readonly string[]): void {
    const parts = this.data.filter((row) => row.kind !== 'account' && of.includes(row.code));
    this.data.push(lineRow('total', code, title, sumPairs(parts.map(pairOfRow), this.isCompared)));
  }

  put(kind: 'line' | 'total', code: string, title: string, pair: Pair): void {
    this.data.push(lineRow(kind, code, title, pair));
  }

  /** Of all accounts that fit. */
  pair(accounts: readonly AccountSums[], pairOf: (account: AccountSums) => Pair): Pair {
    return sumPairs(accounts.map(pairOf), this.isCompared);
  }

  total(code: string): string {
    return this.data.find((row) => row.kind === 'total' && row.code === code)!.amount;
  }
}

/**
 * The balance sheet at the end of a day: assets as debits, liabilities and equity as credits. What is on accounts of the result, in years that are not
 * closed, stands in equity as lines of its own: of the year that the day belongs to, and of those before.
 * @param sums stretches: all up to the day, the year of the day up to it; the same two of the day that it is compared with, if any
 */
export function balanceSheet(sums: readonly AccountSums[], isCompared: boolean): Statement {
  const sheet = new Sheet(isCompared);
  const [whole, year] = [
    [0, isCompared ? 2 : null],
    [1, isCompared ? 3 : null],
  ] as const;
  const on = (line: string): AccountSums[] => sums.filter((a) => !isOfResult(a) && a.statement_line === line);
  sheet.line('current_assets', 'Current assets', on('current_assets'), debits(...whole));
  sheet.line('non_current_assets', 'Non-current assets', on('non_current_assets'), debits(...whole));
  sheet.sum('assets', 'Assets', ['current_assets', 'non_current_assets']);
  sheet.line('current_liabilities', 'Current liabilities', on('current_liabilities'), credits(...whole));
  sheet.line('non_current_liabilities', 'Non-current liabilities', on('non_current_liabilities'), credits(...whole));
  sheet.sum('liabilities', 'Liabilities', ['current_liabilities', 'non_current_liabilities']);
  sheet.line('equity_accounts', 'Capital and reserves', on('equity'), credits(...whole));
  const result = sums.filter(isOfResult);
  const [all, ofYear] = [sheet.pair(result, credits(...whole)), sheet.pair(result, credits(...year))];
  const before: Pair = [less(all[0], ofYear[0]), all[1] === null ? null : less(all[1], ofYear[1]!)];
  sheet.put('line', 'result_of_earlier_years', 'Result of earlier years that are not closed', before);
  sheet.put('line', 'result_of_year', 'Result of the year, not closed', ofYear);
  sheet.sum('equity', 'Equity', ['equity_accounts', 'result_of_earlier_years', 'result_of_year']);
  sheet.sum('liabilities_and_equity', 'Liabilities and equity', ['liabilities', 'equity']);
  return sheet;
}

/**
 * The income statement of some days, by function: what adds to the result is above zero, what takes from it below. Closing entries are no part of it.
 * @param sums stretches: the days; those that they are compared with, if any
 */
export function incomeStatement(sums: readonly AccountSums[], isCompared: boolean): Statement {
  const sheet = new Sheet(isCompared);
  const put = (line: string, title: string): void => {
    const accounts = sums.filter((a) => isOfResult(a) && a.statement_line === line);
    sheet.line(line, title, accounts, credits(0, isCompared ? 1 : null));
  };
  put('revenue', 'Revenue');
  put('cost_of_sales', 'Cost of sales');
  sheet.sum('gross_profit', 'Gross profit', ['revenue', 'cost_of_sales']);
  put('operating_expenses', 'Operating expenses');
  sheet.sum('operating_result', 'Operating result', ['gross_profit', 'operating_expenses']);
  put('other', 'Other income and expenses');
  sheet.sum('result_before_tax', 'Result before tax', ['operating_result', 'other']);
  put('income_tax', 'Income tax');
  sheet.sum('result', 'Result', ['result_before_tax', 'income_tax']);
  return sheet;
}

/**
 * The cash flow of some days by the indirect method: the result, and the movements of all accounts that are neither of the result nor cash, by what they are
 * classified as; what comes in is above zero. As every entry balances, they add up to the change of the cash accounts.
 * @param sums stretches: the days, all before them; the same two of what they are compared with, if any
 */
export function cashFlow(sums: readonly AccountSums[], isCompared: boolean): Statement {
  const sheet = new Sheet(isCompared);
  const [days, before] = [
    [0, isCompared ? 2 : null],
    [1, isCompared ? 3 : null],
  ] as const;
  const of = (what: string | null): AccountSums[] => sums.filter((a) => !isOfResult(a) && a.cash_flow === what);
  const cash = of('cash');
  sheet.put('line', 'result', 'Result', sheet.pair(sums.filter(isOfResult), credits(...days)));
  sheet.line('operating_movements', 'Operating accounts', of('operating'), credits(...days));
  sheet.sum('operating', 'From operations', ['result', 'operating_movements']);
  sheet.line('investing', 'From investing', of('investing'), credits(...days));
  sheet.line('financing', 'From financing', of('financing'), credits(...days));
  sheet.line('unclassified', 'Of accounts that are not classified', of(null), credits(...days));
  sheet.sum('change', 'Change of cash', ['operating', 'investing', 'financing', 'unclassified']);
  const [opening, moved] = [sheet.pair(cash, debits(...before)), sheet.pair(cash, debits(...days))];
  sheet.put('total', 'opening_cash', 'Cash at the beginning', opening);
  sheet.put('total', 'closing_cash', 'Cash at the end', sumPairs([opening, moved], isCompared));
  return sheet;
}

function less(amount: string, other: string): string {
  return sumAmounts([amount, negated(other)]);
}
