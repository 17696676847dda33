import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { booksOf } from '../support/books.js';
import { SALES_INVOICES, aConfirmedOrder, faults, refusal, shipped, stepped } from '../support/fulfilment.js';
import type { SoldOrder } from '../support/fulfilment.js';
import { aCompany, aCustomer, made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  await booksOf(app, app.company_id);
  for (const first_month of ['2025-01'])
    await admin.post('/accounting/fiscal-years', { company_id: app.company_id, first_month, months: 12 });
});
afterAll(() => app.close());

const invoiceOf = async (order: SoldOrder, quantity: number, more: object): Promise<any> => {
  await shipped(app, order, [{ order_line_id: order.lines[0]!.id, quantity }]);
  return made(app, SALES_INVOICES, { lines: [{ order_line_id: order.lines[0]!.id, quantity }], post: true, ...more });
};
const paid = async (customer_id: string, amount: string, payment_date: string, invoice?: any): Promise<any> => {
  const payment = await made(app, '/accounting/payments', { customer_id, amount, payment_date, reference: 'TRF-1' });
  const allocations = invoice ? [{ invoice_id: invoice.invoice_id }] : [];
  return (await admin.post(`/accounting/payments/${payment.id}/post`, { allocations })).body;
};

describe('a statement', () => {
  it('runs from what was owed over every document to what is owed, on the days they are posted for', async () => {
    const order = await aConfirmedOrder(app);
    const { customer_id } = order;
    const first = await invoiceOf(order, 3, { invoice_date: '2025-01-15' });
    const second = await invoiceOf(order, 5, { invoice_date: '2025-02-10', due_date: '2025-03-12', memo: 'Second' });
    await paid(customer_id, '30.00', '2025-02-20', first);
    const bounced = await paid(customer_id, '5.00', '2025-02-21');
    const reversal = { reason: 'Bounced', entry_date: '2025-02-25' };
    expect((await admin.post(`/accounting/payments/${bounced.id}/reverse`, reversal)).status).toBe(200);
    const note = {
      lines: [{ order_line_id: order.lines[0]!.id, quantity: 1 }],
      post: true,
      invoice_date: '2025-02-22',
    };
    await made(app, `${SALES_INVOICES}/credit-notes`, note);
    await stepped(admin, SALES_INVOICES, await invoiceOf(order, 1, { invoice_date: '2025-02-11' }), 'cancel', {
      reason: 'Wrong',
      entry_date: '2025-03-01',
    });
    const path = `/sales/statements/${customer_id}?from=2025-02-01&to=2025-02-28`;
    const { status, body } = await admin.get(path);
    expect(status).toBe(200);
    const [part] = body.currencies;
    expect(part).toMatchObject({
      currency_code: 'IDR',
      opening: '30.00',
      invoiced: '50.00',
      paid: '-30.00',
      closing: '50.00',
    });
    expect(part.entries.map((row: any) => [row.entry_date, row.kind, row.amount, row.balance])).toEqual([
      ['2025-02-10', 'invoice', '50.00', '80.00'],
      ['2025-02-11', 'invoice', '10.00', '90.00'],
      ['2025-02-20', 'payment', '-30.00', '60.00'],
      ['2025-02-21', 'payment', '-5.00', '55.00'],
      ['2025-02-22', 'credit_note', '-10.00', '45.00'],
      ['2025-02-25', 'payment_reversed', '5.00', '50.00'],
    ]);
    expect(part.entries[0]).toMatchObject({ number: second.number, due_date: '2025-03-12', reference: 'Second' });
    // The next one begins where this one ends, and knows of the cancellation.
    const next = await admin.get(`/sales/statements/${customer_id}?from=2025-03-01&to=2025-03-31`);
    expect(next.body.currencies[0]).toMatchObject({ opening: '50.00', invoiced: '-10.00', closing: '40.00' });
    const file = await admin.get(`${path}&format=csv`);
    expect([file.status, file.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(file.text.trim().split('\n')).toHaveLength(7);
  });

  it('of a new customer is empty; of nobody, or the wrong way round, is refused', async () => {
    const customer = await aCustomer(app);
    expect((await admin.get(`/sales/statements/${customer.id}`)).body.currencies).toEqual([]);
    expect((await admin.get(`/sales/statements/${app.company_id}`)).status).toBe(404);
    const answer = await admin.get(`/sales/statements/${customer.id}?from=2025-02-01&to=2025-01-01`);
    expect([answer.status, faults(answer)]).toEqual([422, ['?to TOO_SMALL']]);
    expect(refusal(await app.as(await app.actor({ role: 'quality' })).get(`/sales/statements/${customer.id}`))).toEqual(
      [403, 'FORBIDDEN'],
    );
    const company = await aCompany(app);
    const stranger = app.as(await app.actor({ role: 'accountant', companies: [company.id] }));
    expect((await stranger.get(`/sales/statements/${customer.id}?company_id=${app.company_id}`)).status).toBe(404);
  });
});

describe('dunning', () => {
  const level = (number: number, days_overdue: number, more: object = {}) =>
    admin.put('/sales/dunning/levels', { level: number, name: `Level ${number}`, days_overdue, ...more });
  const send = (body: object) => admin.post('/sales/dunning', body);

  it('rises level by level, each recorded once, until it is paid', async () => {
    const order = await aConfirmedOrder(app);
    const { customer_id } = order;
    const invoice = await invoiceOf(order, 4, { invoice_date: '2025-05-01', due_date: '2025-05-31' });
    for (const [number, days] of [
      [1, 7],
      [2, 21],
    ] as const)
      expect((await level(number, days)).status).toBe(200);
    const listed = async (on: string) =>
      (await admin.get(`/sales/dunning?customer_id=${customer_id}&on=${on}`)).body.data.map((row: any) => [
        row.days_overdue,
        row.level,
        row.sent_level,
        row.is_due,
        row.open_amount,
      ]);
    expect(await listed('2025-05-31')).toEqual([]);
    expect(await listed('2025-06-03')).toEqual([[3, null, null, false, '40.00']]);
    expect(refusal(await send({ customer_ids: [customer_id], sent_on: '2025-06-03' }))).toEqual([
      409,
      'NOTHING_TO_DUN',
    ]);
    expect(await listed('2025-06-08')).toEqual([[8, 1, null, true, '40.00']]);
    const key = { 'idempotency-key': 'remind-once' };
    const body = { customer_ids: [customer_id], sent_on: '2025-06-08' };
    const sent = await admin.post('/sales/dunning', body, key);
    expect([sent.status, sent.body.notices.length]).toEqual([201, 1]);
    expect(sent.body.notices[0]).toMatchObject({
      number: invoice.number,
      level: 1,
      open_amount: '40.00',
      days_overdue: 8,
    });
    expect((await admin.post('/sales/dunning', body, key)).body).toEqual(sent.body);
    expect(await listed('2025-06-10')).toEqual([[10, 1, 1, false, '40.00']]);
    await paid(customer_id, '15.00', '2025-06-15', invoice);
    expect(await listed('2025-06-22')).toEqual([[22, 2, 1, true, '25.00']]);
    const raced = await Promise.all([1, 2].map(() => send({ customer_ids: [customer_id], sent_on: '2025-06-22' })));
    expect(raced.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { body: notices } = await admin.get(`/sales/dunning/notices?invoice_id=${invoice.invoice_id}`);
    expect(notices.data.map((row: any) => [row.level, row.open_amount])).toEqual([
      [2, '25.00'],
      [1, '40.00'],
    ]);
    await paid(customer_id, '25.00', '2025-06-25', invoice);
    expect(await listed('2025-07-30')).toEqual([]);
  });

  it('has levels in order, which are set by who may', async () => {
    expect(refusal(await level(3, 21))).toEqual([409, 'DUNNING_LEVELS_UNORDERED']);
    expect((await level(3, 45, { is_active: false })).body).toMatchObject({ level: 3, is_active: false, version: 1 });
    expect((await level(3, 60)).body).toMatchObject({ days_overdue: 60, version: 2 });
    expect((await admin.get('/sales/dunning/levels')).body.map((each: any) => each.level)).toEqual([1, 2, 3]);
    expect(faults(await level(10, 0))).toEqual(['/level TOO_LARGE', '/days_overdue TOO_SMALL']);
    const seller = app.as(await app.actor({ role: 'sales' }));
    expect(refusal(await seller.put('/sales/dunning/levels', { level: 1, name: 'X', days_overdue: 1 }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    expect(refusal(await seller.post('/sales/dunning', {}))).toEqual([403, 'FORBIDDEN']);
    expect((await seller.get('/sales/dunning')).status).toBe(200);
    expect(faults(await send({ sent_on: '2999-01-01' }))).toEqual(['/sent_on IN_FUTURE']);
  });
});
