import { sumAmounts } from '../../kernel/numbers/index.js';
import { closingLines } from './year-closing.js';
import type { YearBalance } from './year-closing.js';

const own = (account_id: string, balance: string): YearBalance => ({
  ...{ account_id, balance },
  ...{ currency_code: null, currency_balance: balance },
});

describe('the lines that close a year', () => {
  it('empty the accounts of the result, and carry a profit to the credit of earlier years', () => {
    expect(closingLines([own('sales', '-1000.00'), own('rent', '400.50'), own('none', '0.00')])).toEqual([
      { account_id: 'sales', amount: '1000.00' },
      { account_id: 'rent', amount: '-400.50' },
      { role: 'retained_earnings', amount: '-599.50' },
    ]);
  });

  it('carry a loss to their debit, and nothing where income and expense are equal', () => {
    expect(closingLines([own('rent', '0.01')])[1]).toEqual({ role: 'retained_earnings', amount: '0.01' });
    expect(closingLines([own('sales', '-7.00'), own('rent', '7.00')])).toHaveLength(2);
    expect(closingLines([own('sales', '0.00')])).toEqual([]);
  });

  it('close an account in its currency, and in none of it where that stands on the other side', () => {
    const [same, other] = closingLines([
      { account_id: 'a', balance: '150.00', currency_code: 'USD', currency_balance: '0.01' },
      { account_id: 'b', balance: '-3.00', currency_code: 'USD', currency_balance: '2.00' },
    ]);
    expect(same).toEqual({ account_id: 'a', amount: '-150.00', currency_code: 'USD', currency_amount: '-0.01' });
    expect(other).toMatchObject({ amount: '3.00', currency_amount: '0.00' });
  });

  it('balance', () => {
    const lines = closingLines([own('a', '9999999999999.99'), own('b', '0.02'), own('c', '-5.55')]);
    expect(sumAmounts(lines.map(({ amount }) => amount))).toBe('0.00');
  });
});
