import { statementOf } from './statement.js';
import type { StatementEntry } from './statement.js';

const entry = (currency_code: string, kind: string, amount: string): StatementEntry => ({
  currency_code,
  kind,
  amount,
  entry_date: '2026-03-01',
  number: kind,
  document_id: kind,
  reference: null,
  due_date: null,
});

it('runs from the opening over every document to the closing, currency by currency', () => {
  const parts = statementOf(
    [{ currency_code: 'IDR', opening: '100.00' }],
    [
      entry('IDR', 'invoice', '50.10'),
      entry('USD', 'invoice', '7.00'),
      entry('IDR', 'credit_note', '-20.00'),
      entry('IDR', 'payment', '-130.11'),
      entry('IDR', 'payment_reversed', '30.11'),
    ],
  );
  expect(parts.map(({ entries, ...sums }) => [sums, entries.map(({ balance }) => balance)])).toEqual([
    [
      { currency_code: 'IDR', opening: '100.00', invoiced: '30.10', paid: '-100.00', closing: '30.10' },
      ['150.10', '130.10', '-0.01', '30.10'],
    ],
    [{ currency_code: 'USD', opening: '0.00', invoiced: '7.00', paid: '0.00', closing: '7.00' }, ['7.00']],
  ]);
});

it('of a customer without documents has no part', () => expect(statementOf([], [])).toEqual([]));
