import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { balanceOf, codeOf, outcomes, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { aCustomer, aSupplier, made } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let books: Books;
let supplier: any;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
});
beforeEach(async () => {
  books = await someBooks(app);
  supplier = await aSupplier(app);
});
afterAll(() => app.close());

const PAYMENTS = '/accounting/payments';
const aBill = async (net_amount: string, more: object = {}): Promise<any> => {
  const draft = await made(app, '/accounting/invoices', {
    ...{ company_id: books.company_id, supplier_id: supplier.id, invoice_date: '2026-02-10' },
    lines: [{ account_role: 'purchase_expense', net_amount }],
    ...more,
  });
  return (await admin.post(`/accounting/invoices/${draft.id}/post`)).body;
};
const aBillDraft = (lines: object[]): Promise<any> =>
  made(app, '/accounting/invoices', {
    company_id: books.company_id,
    supplier_id: supplier.id,
    invoice_date: '2026-02-10',
    lines,
  });
const aPayment = (amount: string, more: object = {}): Promise<any> =>
  made(app, PAYMENTS, {
    company_id: books.company_id,
    supplier_id: supplier.id,
    payment_date: '2026-03-01',
    amount,
    ...more,
  });
const invoiceNow = async ({ id }: any): Promise<string> => {
  const { body } = await admin.get(`/accounting/invoices/${id}`);
  return `${body.status} ${body.open_amount} ${body.open_base}`;
};
const pay = (payment: any, ...allocations: [invoice: any, amount?: string][]) =>
  admin.post(`${PAYMENTS}/${payment.id}/post`, {
    allocations: allocations.map(([{ id }, amount]) => ({ invoice_id: id, ...(amount && { amount }) })),
  });

describe('a payment', () => {
  test('pays many invoices, the rest stays open on it and pays more later; many pay one', async () => {
    const [a, b, c] = [await aBill('60'), await aBill('30'), await aBill('50')];
    const first = await aPayment('100', { method: 'cheque', reference: 'CHQ-1' });
    const { body } = await pay(first, [a], [b, '10']);
    expect(body).toMatchObject({
      number: 'PAY-2026-000001',
      state: 'posted',
      allocated_amount: '70.00',
      open_amount: '30.00',
      method: 'cheque',
    });
    expect([await invoiceNow(a), await invoiceNow(b)]).toEqual(['paid 0.00 0.00', 'partially_paid 20.00 20.00']);
    const later = await admin.post(`${PAYMENTS}/${first.id}/allocate`, { allocations: [{ invoice_id: c.id }] });
    expect(later.body).toMatchObject({ open_amount: '0.00' });
    expect(await invoiceNow(c)).toBe('partially_paid 20.00 20.00');
    const second = await aPayment('20', { method: 'cash' });
    expect((await pay(second, [c])).body).toMatchObject({ number: 'PAY-2026-000002', account_number: '1100' });
    expect(await invoiceNow(c)).toBe('paid 0.00 0.00');
    expect([
      await balanceOf(app, books.role['payables']!),
      await balanceOf(app, books.role['bank']!),
      await balanceOf(app, books.role['cash']!),
    ]).toEqual(['-20.00', '-100.00', '-20.00']);
    expect(
      (await admin.get(`/accounting/invoices/${c.id}`)).body.allocations.map((each: any) => [
        each.source_number,
        each.amount,
      ]),
    ).toEqual([
      ['PAY-2026-000001', '30.00'],
      ['PAY-2026-000002', '20.00'],
    ]);
  });

  test('never pays more than is open or left, and nothing of another partner, currency or kind; then nothing of it is posted', async () => {
    const a = await aBill('60');
    const payment = await aPayment('100');
    const over = await pay(payment, [a, '60.01']);
    expect(over.body).toMatchObject({
      error_code: 'ALLOCATION_EXCEEDS_OPEN',
      lines: [{ invoice_id: a.id, amount: '60.01', open_amount: '60.00', left: '100.00' }],
    });
    const stranger = await aSupplier(app);
    const other = await aBill('10', { supplier_id: stranger.id });
    const foreign = await aBill('10', { currency_code: 'USD', rate: '15000' });
    const note = await aBill('10', { kind: 'credit_note' });
    for (const invoice of [other, foreign, note])
      expect((await pay(payment, [invoice])).body).toMatchObject({
        error_code: 'ALLOCATION_MISMATCH',
        invoices: [invoice.number],
      });
    const elsewhere = await someBooks(app);
    const { id } = await made(app, '/accounting/invoices', {
      company_id: elsewhere.company_id,
      supplier_id: supplier.id,
      lines: [{ account_role: 'freight', net_amount: '1' }],
    });
    expect(
      (await pay(payment, [{ id }], [a], [a])).body.errors.map((each: any) => `${each.pointer} ${each.code}`),
    ).toEqual(['/allocations/0/invoice_id REFERENCE_NOT_FOUND', '/allocations/2/invoice_id DUPLICATE']);
    const draft = await made(app, '/accounting/invoices', {
      company_id: books.company_id,
      supplier_id: supplier.id,
      lines: [{ account_role: 'freight', net_amount: '1' }],
    });
    expect(codeOf(await pay(payment, [draft]))).toBe('INVALID_STATE');
    expect((await admin.get(`${PAYMENTS}/${payment.id}`)).body).toMatchObject({ state: 'draft', number: null });
    expect((await pay(payment, [a])).body.number).toBe('PAY-2026-000001');
  });

  test('at another rate than the invoice posts what is lost or gained; the last cent takes all that is left', async () => {
    const invoice = await aBill('100', { currency_code: 'USD', rate: '15000' });
    const dear = await aPayment('40', { currency_code: 'USD', rate: '15500' });
    const { body } = await pay(dear, [invoice]);
    expect(body.allocations).toMatchObject([{ amount: '40.00', invoice_base: '600000.00', source_base: '620000.00' }]);
    const { body: entry } = await admin.get(`/accounting/journal-entries/${body.allocations[0].entry_id}`);
    expect(entry.lines.map((l: any) => [l.account_number, l.debit, l.credit])).toEqual([
      ['2100', '0.00', '20000.00'],
      ['6800', '20000.00', '0.00'],
    ]);
    const cheap = await aPayment('60', { currency_code: 'USD', rate: '14900.123456' });
    await pay(cheap, [invoice]);
    expect(await invoiceNow(invoice)).toBe('paid 0.00 0.00');
    expect([
      await balanceOf(app, books.role['payables']!),
      await balanceOf(app, books.role['exchange_loss']!),
      await balanceOf(app, books.role['exchange_gain']!),
    ]).toEqual(['0.00', '20000.00', '-5992.59']);
    const customer = await aCustomer(app);
    const sold = await aBill('10', {
      supplier_id: null,
      customer_id: customer.id,
      currency_code: 'USD',
      rate: '15000',
    });
    const receipt = await made(app, PAYMENTS, {
      company_id: books.company_id,
      customer_id: customer.id,
      amount: '10',
      currency_code: 'USD',
      rate: '15100',
      payment_date: '2026-03-01',
    });
    expect((await pay(receipt, [sold])).body.number).toBe('RCT-2026-000001');
    expect([
      await balanceOf(app, books.role['receivables']!),
      await balanceOf(app, books.role['exchange_gain']!),
    ]).toEqual(['0.00', '-6992.59']);
  });

  test('is taken back in part, or reversed as a whole with all that it paid', async () => {
    const [a, b] = [
      await aBill('60', { currency_code: 'USD', rate: '15000' }),
      await aBill('30', { currency_code: 'USD', rate: '15000' }),
    ];
    const payment = await aPayment('90', { currency_code: 'USD', rate: '15100' });
    const { body: done } = await pay(payment, [a], [b]);
    const one = `${PAYMENTS}/${payment.id}`;
    const [first] = done.allocations;
    const back = await admin.post(`${one}/take-back`, { allocation_ids: [first.id], reason: 'Not this one' });
    expect(back.body).toMatchObject({ open_amount: '60.00', open_base: '906000.00' });
    expect(back.body.allocations[0].undone_on).not.toBeNull();
    expect([await invoiceNow(a), await invoiceNow(b)]).toEqual(['posted 60.00 900000.00', 'paid 0.00 0.00']);
    expect(await balanceOf(app, books.role['exchange_loss']!)).toBe('3000.00');
    expect(codeOf(await admin.post(`${one}/take-back`, { allocation_ids: [first.id], reason: 'again' }))).toBe(
      'ALLOCATION_UNDONE',
    );
    expect(codeOf(await admin.post(`/accounting/invoices/${b.id}/cancel`, { reason: 'x' }))).toBe('INVOICE_ALLOCATED');
    const reversed = await admin.post(`${one}/reverse`, { reason: 'The cheque came back' });
    expect(reversed.body).toMatchObject({
      state: 'reversed',
      number: done.number,
      open_amount: '0.00',
      allocated_amount: '0.00',
    });
    expect([
      await invoiceNow(b),
      await balanceOf(app, books.role['exchange_loss']!),
      await balanceOf(app, books.role['bank']!),
    ]).toEqual(['posted 30.00 450000.00', '0.00', '0.00']);
    expect(await balanceOf(app, books.role['payables']!)).toBe('-1350000.00');
    expect(
      await outcomes(admin, [
        [`${one}/reverse`, { reason: 'x' }],
        [`${one}/allocate`, { allocations: [{ invoice_id: b.id }] }],
      ]),
    ).toEqual(['INVALID_STATE', 'INVALID_STATE']);
    expect((await admin.get(`${one}/history`)).body.map((each: any) => each.event)).toEqual([
      'create',
      'post',
      'reverse',
    ]);
  });

  test('is refused with all its faults, and cancelled as a draft', async () => {
    const refused = await admin.post(PAYMENTS, {
      company_id: books.company_id,
      amount: '1',
      account_id: books.role['payables'],
      rate: '2',
    });
    expect(refused.body.errors.map((each: any) => `${each.pointer} ${each.code}`)).toEqual([
      '/supplier_id REQUIRED',
      '/account_id REFERENCE_NOT_FOUND',
      '/rate NOT_ALLOWED',
    ]);
    const draft = await aPayment('5');
    expect((await admin.post(`${PAYMENTS}/${draft.id}/cancel`, { reason: 'No' })).body).toMatchObject({
      state: 'cancelled',
      number: null,
    });
    expect(codeOf(await pay(draft))).toBe('INVALID_STATE');
    const stranger = app.as(await app.actor({ role: 'accountant' }));
    expect((await stranger.get(`${PAYMENTS}/${draft.id}`)).status).toBe(404);
    expect((await stranger.get(`${PAYMENTS}?company_id=${books.company_id}`)).body.data).toEqual([]);
    expect((await admin.get(`${PAYMENTS}?company_id=${books.company_id}&state=cancelled`)).body.data.length).toBe(1);
  });
});

test('payments at once pay an invoice no further than it is open, and numbers have no gap', async () => {
  const invoice = await aBill('100');
  const payments = await Promise.all(Array.from({ length: 12 }, () => aPayment('15')));
  const answers = await Promise.all(payments.map((payment) => pay(payment, [invoice, '15'])));
  expect(answers.filter(({ status }) => status === 200).length).toBe(6);
  expect(new Set(answers.filter(({ status }) => status !== 200).map(codeOf))).toEqual(
    new Set(['ALLOCATION_EXCEEDS_OPEN']),
  );
  expect(await invoiceNow(invoice)).toBe('partially_paid 10.00 10.00');
  expect(answers.flatMap(({ body }) => body.number ?? []).sort()).toEqual(
    Array.from({ length: 6 }, (_, n) => `PAY-2026-00000${n + 1}`),
  );
  expect(await balanceOf(app, books.role['payables']!)).toBe('-10.00');
});

test('as many statements are sent for many lines and invoices as for one', async () => {
  const lines = (count: number): object[] =>
    Array.from({ length: count }, () => ({ account_role: 'freight', net_amount: '1' }));
  // Who calls is looked up every few seconds: done just before, so that it is not counted with some and not with others.
  const counted = async (work: () => Promise<unknown>): Promise<number> => {
    await admin.get('/units?limit=1');
    return statementsOf(work);
  };
  const posting = async (count: number): Promise<number[]> => {
    const usd = { currency_code: 'USD', rate: '15000' };
    const draft = await aBillDraft(lines(count));
    const bills = await Promise.all(Array.from({ length: count }, () => aBill('10', usd)));
    const payment = await aPayment(String(10 * count), { currency_code: 'USD', rate: '15500' });
    return [
      await counted(() => aBillDraft(lines(count))),
      await counted(() => admin.post(`/accounting/invoices/${draft.id}/post`)),
      await counted(() => pay(payment, ...bills.map((bill): [any] => [bill]))),
      await counted(() => admin.post(`${PAYMENTS}/${payment.id}/reverse`, { reason: 'Bounced' })),
    ];
  };
  const few = await posting(1);
  expect(await posting(15)).toEqual(few);
  expect(Math.max(...few)).toBeLessThan(40);
});
