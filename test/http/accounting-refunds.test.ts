import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { balanceOf, codeOf, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCustomer, aSupplier, made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let books: Books;
let customer_id: string;
let supplier_id: string;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
});
beforeEach(async () => {
  books = await someBooks(app);
  [customer_id, supplier_id] = [(await aCustomer(app)).id, (await aSupplier(app)).id];
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const PAYMENTS = '/accounting/payments';
const note = async (net_amount: string, partner: object, more: object = {}): Promise<any> => {
  const { company_id } = books;
  const lines = [{ account_role: 'supplier_id' in partner ? 'purchase_expense' : 'sales_discounts', net_amount }];
  const draft = await made(app, '/accounting/invoices', {
    ...{ company_id, kind: 'credit_note', invoice_date: '2026-02-10', lines },
    ...partner,
    ...more,
  });
  return (await admin.post(`/accounting/invoices/${draft.id}/post`)).body;
};
const refund = (amount: string, partner: object, more: object = {}): Promise<any> => {
  const { company_id } = books;
  return made(app, PAYMENTS, { company_id, payment_date: '2026-03-01', amount, is_refund: true, ...partner, ...more });
};
const post = (payment: any, ...allocations: object[]): Promise<any> =>
  admin.post(`${PAYMENTS}/${payment.id}/post`, { allocations });
const statusOf = async (document: any): Promise<string> => {
  const { body } = await admin.get(`/accounting/invoices/${document.id}`);
  return `${body.status} ${body.open_amount}`;
};
const ageing = async (side: string, as_of: string): Promise<string> =>
  (await admin.get(`/accounting/ageing?company_id=${books.company_id}&side=${side}&as_of=${as_of}`)).body.total;

test('a credit note of a customer is refunded in parts: money goes out, and nothing is left of it', async () => {
  const credit = await note('100.00', { customer_id });
  expect(await balanceOf(app, books.role['receivables']!)).toBe('-100.00');
  const first = await post(await refund('30.00', { customer_id }), { invoice_id: credit.id });
  expect(first.body).toMatchObject({ is_refund: true, side: 'receivable', state: 'posted', open_amount: '0.00' });
  expect(await statusOf(credit)).toBe('partially_paid 70.00');
  expect(await balanceOf(app, books.role['bank']!)).toBe('-30.00');
  expect(await ageing('receivable', '2026-03-01')).toBe('-70.00');
  expect(await ageing('receivable', '2026-02-28')).toBe('-100.00');
  // More than is open stays on the refund, and is due from the customer.
  const second = await refund('80.00', { customer_id });
  expect((await post(second, { invoice_id: credit.id })).body.open_amount).toBe('10.00');
  expect([await statusOf(credit), await balanceOf(app, books.role['receivables']!)]).toEqual(['paid 0.00', '10.00']);
  const due = await admin.get(`/accounting/due-list?company_id=${books.company_id}&side=receivable&as_of=2026-03-02`);
  expect(due.body.data.map((r: any) => [r.kind, r.open_amount])).toEqual([['refund', '10.00']]);
  // Reversed, the money is there again and the note is open.
  expect((await admin.post(`${PAYMENTS}/${second.id}/reverse`, { reason: 'Bounced' })).status).toBe(200);
  expect(await statusOf(credit)).toBe('partially_paid 70.00');
  expect(await balanceOf(app, books.role['bank']!)).toBe('-30.00');
  const list = await admin.get(`${PAYMENTS}?company_id=${books.company_id}&is_refund=true`);
  expect(list.body.data.map((p: any) => p.state).sort()).toEqual(['posted', 'reversed']);
});

test('a supplier refunds his credit note: money comes in', async () => {
  const credit = await note('50.00', { supplier_id });
  expect((await post(await refund('50.00', { supplier_id }), { invoice_id: credit.id })).status).toBe(200);
  expect(await statusOf(credit)).toBe('paid 0.00');
  expect([await balanceOf(app, books.role['bank']!), await balanceOf(app, books.role['payables']!)]).toEqual([
    ...['50.00', '0.00'],
  ]);
});

test('in dollars, the difference of both rates is gained or lost, whichever way the money goes', async () => {
  const usd = (rate: string): object => ({ currency_code: 'USD', rate });
  const ours = await note('10.00', { customer_id }, usd('15000'));
  expect((await post(await refund('10.00', { customer_id }, usd('15500')), { invoice_id: ours.id })).status).toBe(200);
  // 5,000 more were paid than the note was: lost.
  expect(await balanceOf(app, books.role['exchange_loss']!)).toBe('5000.00');
  const theirs = await note('10.00', { supplier_id }, usd('15000'));
  expect((await post(await refund('10.00', { supplier_id }, usd('15200')), { invoice_id: theirs.id })).status).toBe(
    200,
  );
  expect(await balanceOf(app, books.role['exchange_gain']!)).toBe('-2000.00');
  for (const role of ['receivables', 'payables']) expect(await balanceOf(app, books.role[role]!)).toBe('0.00');
});

test('a refund pays no invoice, a payment no credit note, and none more than is open', async () => {
  const { company_id } = books;
  const credit = await note('100.00', { customer_id });
  const draft = await made(app, '/accounting/invoices', {
    ...{
      company_id,
      customer_id,
      invoice_date: '2026-02-10',
      lines: [{ account_role: 'revenue', net_amount: '100.00' }],
    },
  });
  const { body: invoice } = await admin.post(`/accounting/invoices/${draft.id}/post`);
  const out = await refund('100.00', { customer_id });
  expect(codeOf(await post(out, { invoice_id: invoice.id }))).toBe('ALLOCATION_MISMATCH');
  const incoming = await made(app, PAYMENTS, { company_id, customer_id, payment_date: '2026-03-01', amount: '100.00' });
  expect(codeOf(await post(incoming, { invoice_id: credit.id }))).toBe('ALLOCATION_MISMATCH');
  expect(codeOf(await post(out, { invoice_id: credit.id, amount: '100.01' }))).toBe('ALLOCATION_EXCEEDS_OPEN');
  expect(
    codeOf(await post(await refund('5.00', { customer_id: (await aCustomer(app)).id }), { invoice_id: credit.id })),
  ).toBe('ALLOCATION_MISMATCH');
  expect((await post(out, { invoice_id: credit.id })).status).toBe(200);
  // The database says the same to who goes past all that.
  await expect(
    app.db.query(
      `insert into erp.payment_allocations (company_id, payment_id, invoice_id, amount, invoice_base, source_base, allocated_on) values ($1, $2, $3, 1, 1, 1, '2026-03-01')`,
      [company_id, out.id, invoice.id],
    ),
  ).rejects.toMatchObject({ constraint: 'ALLOCATION_MISMATCH' });
  await expect(app.db.query('update erp.payments set is_refund = false where id = $1', [out.id])).rejects.toMatchObject(
    {
      constraint: 'PAYMENT_POSTED',
    },
  );
});

test('two refunds of one note at once pay it once', async () => {
  const credit = await note('100.00', { customer_id });
  const both = [await refund('60.00', { customer_id }), await refund('60.00', { customer_id })];
  const answers = await Promise.all(both.map((each) => post(each, { invoice_id: credit.id, amount: '60.00' })));
  expect(answers.map(codeOf).sort()).toEqual(['ALLOCATION_EXCEEDS_OPEN', 'done']);
  expect(await statusOf(credit)).toBe('partially_paid 40.00');
});

test('who may not draft payments drafts no refund', async () => {
  const clerk = app.as(await app.actor({ permissions: ['accounting.payments.read'], companies: [books.company_id] }));
  const body = { company_id: books.company_id, customer_id, amount: '1.00', is_refund: true };
  expect((await clerk.post(PAYMENTS, body)).status).toBe(403);
  expect((await admin.post(PAYMENTS, { ...body, is_refund: 'yes' })).status).toBe(422);
});
