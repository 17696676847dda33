import fc from 'fast-check';
import { sumAmounts } from '../../kernel/numbers/index.js';
import { differenceLines, shareOut } from './allocation.js';
import type { OpenDocument } from './allocation.js';

const doc = (id: string, open_amount: string, rate = '1', given: Partial<OpenDocument> = {}): OpenDocument => ({
  ...{ id, number: id, open_amount, rate, control_account_id: 'control' },
  open_base: (Number(open_amount) * Number(rate)).toFixed(2),
  ...given,
});
const shared = (wanted: [string, string?][], invoices: OpenDocument[], source: OpenDocument) => {
  const { shares, overpaid } = shareOut(
    wanted.map(([invoice_id, amount]) => ({ invoice_id, ...(amount !== undefined && { amount }) })),
    new Map(invoices.map((invoice) => [invoice.id, invoice])),
    source,
  );
  return [
    shares.map(({ invoice, amount, invoice_base, source_base }) =>
      [invoice.id, amount, invoice_base, source_base].join(' '),
    ),
    overpaid.map(({ invoice_id, amount, open_amount, left }) => [invoice_id, amount, open_amount, left].join(' ')),
  ];
};

describe('a payment is shared out', () => {
  it('to many, the last with what is left', () =>
    expect(
      shared(
        [['a'], ['b', '20.00'], ['c']],
        [doc('a', '50.00'), doc('b', '80.00'), doc('c', '99.00')],
        doc('p', '100.00'),
      ),
    ).toEqual([['a 50.00 50.00 50.00', 'b 20.00 20.00 20.00', 'c 30.00 30.00 30.00'], []]));

  it('never more than is open, or than is left', () =>
    expect(
      shared(
        [['a', '50.01'], ['b', '60.00'], ['c', '60.00'], ['b']],
        [doc('a', '50.00'), doc('b', '60.00'), doc('c', '70.00')],
        doc('p', '60.00'),
      ),
    ).toEqual([['b 60.00 60.00 60.00'], ['a 50.01 50.00 60.00', 'c 60.00 70.00 0.00', 'b 0.00 60.00 0.00']]));

  it('at the rate of each side, and the last piece takes the rest', () => {
    const invoice = doc('a', '3.00', '0.335', { open_base: '1.00' });
    expect(shared([['a', '1.00']], [invoice], doc('p', '10.00', '2'))[0]).toEqual(['a 1.00 0.34 2.00']);
    const rest = doc('a', '1.00', '0.335', { open_base: '0.32' });
    expect(shared([['a']], [rest], doc('p', '1.00', '2', { open_base: '1.99' }))[0]).toEqual(['a 1.00 0.32 1.99']);
  });

  it('so that nothing remains of what is settled, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 500_00 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 20_000_000 }),
        (cents, micros) => {
          const text = (value: number): string => (value / 100).toFixed(2);
          const total = cents.reduce((sum, each) => sum + each, 0);
          const rate = (micros / 1_000_000).toFixed(6);
          const base = Math.round((total * micros) / 1_000_000);
          const open = { amount: total, base };
          for (const amount of cents) {
            const invoice = doc('a', text(open.amount), rate, { open_base: text(open.base) });
            const [share] = shareOut(
              [{ invoice_id: 'a', amount: text(amount) }],
              new Map([['a', invoice]]),
              doc('p', '999999999.00'),
            ).shares;
            open.amount -= amount;
            open.base -= Math.round(Number(share!.invoice_base) * 100);
            expect(open.base).toBeGreaterThanOrEqual(0);
          }
          expect(open).toEqual({ amount: 0, base: 0 });
        },
      ),
    );
  });
});

describe('the difference of rates', () => {
  const share = (invoice_base: string, source_base: string) => ({
    invoice: doc('i', '1.00'),
    amount: '1.00',
    invoice_base,
    source_base,
  });
  const partner = { supplier_id: 's', customer_id: null };
  it.each([
    ['payable', '100.00', '110.00', ['control -10.00', 'exchange_loss 10.00']],
    ['payable', '110.00', '100.00', ['control 10.00', 'exchange_gain -10.00']],
    ['receivable', '100.00', '110.00', ['control 10.00', 'exchange_gain -10.00']],
    ['receivable', '110.00', '100.00', ['control -10.00', 'exchange_loss 10.00']],
    ['payable', '100.00', '100.00', []],
  ] as const)('of a %s worth %s paid with %s', (side, invoice_base, source_base, expected) => {
    const lines = differenceLines(side, share(invoice_base, source_base), doc('p', '1.00'), partner);
    expect(lines.map(({ account_id, role, amount }) => `${account_id ?? role} ${amount}`)).toEqual(expected);
  });

  it('moves what is settled between control accounts where these differ', () => {
    const other = doc('p', '1.00', '1', { control_account_id: 'old control' });
    const lines = differenceLines('payable', share('100.00', '110.00'), other, partner);
    expect(lines.map(({ account_id, role, amount }) => `${account_id ?? role} ${amount}`)).toEqual([
      'control 100.00',
      'old control -110.00',
      'exchange_loss 10.00',
    ]);
    expect(sumAmounts(lines.map(({ amount }) => amount))).toBe('0.00');
  });
});
