import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { balanceOf, booksOf } from '../support/books.js';
import type { Books } from '../support/books.js';
import { SALES_INVOICES, aConfirmedOrder, counts, faults, refusal, shipped, stepped } from '../support/fulfilment.js';
import type { SoldOrder } from '../support/fulfilment.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aCustomer, aProduct, aReceipt, made } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let books: Books;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  books = await booksOf(app, app.company_id);
});
afterAll(() => app.close());

const invoiced = (body: object) => made(app, SALES_INVOICES, { post: true, ...body });
const amounts = ({ lines }: any): string[] => lines.map(({ kind, net_amount }: any) => `${kind} ${net_amount}`);
const invoicedPieces = async (order: SoldOrder): Promise<number[]> => {
  const [, ...lines] = await counts(app, order);
  return lines.map((figures) => figures[3]!);
};

describe('an invoice', () => {
  it('is of what a delivery shipped, with the freight, on revenue and freight against the customer', async () => {
    const before = await Promise.all(
      ['revenue', 'freight_income', 'receivables'].map((role) => balanceOf(app, books.role[role]!)),
    );
    const order = await aConfirmedOrder(app, { freight_amount: '32.38', lines: [{ quantity: 10 }, { quantity: 3 }] });
    const delivery = await shipped(app, order, [{ order_line_id: order.lines[0]!.id, quantity: 4 }]);
    const draft = await made(app, SALES_INVOICES, { delivery_ids: [delivery.id] });
    expect(draft).toMatchObject({ state: 'draft', kind: 'invoice', number: null, total_amount: '72.38' });
    expect(amounts(draft)).toEqual(['goods 40.00', 'freight 32.38']);
    expect(await invoicedPieces(order)).toEqual([0, 0]);
    const posted = await stepped(admin, SALES_INVOICES, draft, 'post');
    expect(posted).toMatchObject({
      state: 'posted',
      status: 'posted',
      open_amount: '72.38',
      number: expect.any(String),
    });
    expect(await invoicedPieces(order)).toEqual([4, 0]);
    const after = await Promise.all(
      ['revenue', 'freight_income', 'receivables'].map((role) => balanceOf(app, books.role[role]!)),
    );
    expect(after.map((amount, n) => (Number(amount) - Number(before[n])).toFixed(2))).toEqual([
      '-40.00',
      '-32.38',
      '72.38',
    ]);
    expect(refusal(await admin.post(SALES_INVOICES, { delivery_ids: [delivery.id] }))).toEqual([
      409,
      'NOTHING_TO_INVOICE',
    ]);
    const rest = await shipped(app, order);
    // The freight is invoiced once.
    expect(amounts(await invoiced({ delivery_ids: [rest.id] }))).toEqual(['goods 60.00', 'goods 30.00']);
    expect(await invoicedPieces(order)).toEqual([10, 3]);
    const { body: shown } = await admin.get(`/sales/deliveries/${rest.id}`);
    expect(shown.lines.map((line: any) => line.invoiced_quantity)).toEqual([6, 3]);
  });

  it('of parts sums to the order line to the cent, whichever way it is cut', async () => {
    const lines = [{ quantity: 3, unit_price: '33.333333', discount_percent: '0' }];
    const order = await aConfirmedOrder(app, { lines });
    const order_line_id = order.lines[0]!.id;
    const nets = [];
    for (let n = 0; n < 3; n += 1) nets.push((await invoiced({ lines: [{ order_line_id, quantity: 1 }] })).net_amount);
    expect(nets).toEqual(['33.33', '33.34', '33.33']);
  });

  it('is of all that was ordered before anything has left, but never twice', async () => {
    const order = await aConfirmedOrder(app);
    expect(refusal(await admin.post(SALES_INVOICES, { order_ids: [order.id] }))).toEqual([409, 'NOTHING_TO_INVOICE']);
    const draft = await made(app, SALES_INVOICES, { order_ids: [order.id], basis: 'ordered' });
    expect(draft.total_amount).toBe('100.00');
    const again = await admin.post(SALES_INVOICES, { lines: [{ order_line_id: order.lines[0]!.id, quantity: 1 }] });
    expect(refusal(again)).toEqual([409, 'INVOICE_EXCEEDS_ORDER']);
    expect(again.body.lines).toMatchObject([{ quantity: 1, left: 0 }]);
    await stepped(admin, SALES_INVOICES, draft, 'cancel', { reason: 'Not yet' });
    await shipped(app, order);
    expect((await invoiced({ order_ids: [order.id] })).total_amount).toBe('100.00');
  });

  it('of several orders of a customer is one', async () => {
    const one = await aConfirmedOrder(app);
    const other = await aConfirmedOrder(app, { customer_id: one.customer_id, freight_amount: '5.00' });
    await shipped(app, one);
    await shipped(app, other);
    const invoice = await invoiced({ order_ids: [one.id, other.id] });
    expect(amounts(invoice)).toEqual(['goods 100.00', 'goods 100.00', 'freight 5.00']);
    const { body } = await admin.get(`${SALES_INVOICES}?order_id=${other.id}`);
    expect(body.data.map(({ id }: any) => id)).toEqual([invoice.id]);
  });

  it('is cancelled with what it counted, unless something is paid of it', async () => {
    const order = await aConfirmedOrder(app, { freight_amount: '5.00' });
    await shipped(app, order);
    const invoice = await invoiced({ order_ids: [order.id] });
    const reason = 'Wrong address';
    expect(await stepped(admin, SALES_INVOICES, invoice, 'cancel', { reason })).toMatchObject({
      state: 'cancelled',
      status: 'cancelled',
      number: invoice.number,
    });
    expect(await invoicedPieces(order)).toEqual([0]);
    const again = await invoiced({ order_ids: [order.id] });
    expect(again.total_amount).toBe('105.00');
    const payment = await made(app, '/accounting/payments', { customer_id: order.customer_id, amount: '50.00' });
    const allocations = [{ invoice_id: again.invoice_id }];
    expect((await admin.post(`/accounting/payments/${payment.id}/post`, { allocations })).status).toBe(200);
    expect(refusal(await admin.post(`${SALES_INVOICES}/${again.id}/cancel`, { reason }))).toEqual([
      409,
      'INVOICE_ALLOCATED',
    ]);
    expect((await admin.get(`${SALES_INVOICES}/${again.id}`)).body).toMatchObject({
      status: 'partially_paid',
      open_amount: '55.00',
    });
    expect(refusal(await admin.post(`/accounting/invoices/${again.invoice_id}/cancel`, { reason }))).toEqual([
      409,
      'INVOICE_OF_DOCUMENT',
    ]);
  });

  it('tells all faults at once', async () => {
    const order = await aConfirmedOrder(app);
    const stranger = await aConfirmedOrder(app);
    const line = (order_line_id: string) => ({ order_line_id, quantity: 1 });
    const answer = await admin.post(SALES_INVOICES, {
      lines: [line(order.lines[0]!.id), line(stranger.lines[0]!.id), line(app.company_id)],
    });
    expect([answer.status, faults(answer)]).toEqual([
      422,
      ['/lines/1/order_line_id NOT_ALLOWED', '/lines/2/order_line_id REFERENCE_NOT_FOUND'],
    ]);
    expect(faults(await admin.post(SALES_INVOICES, {}))).toEqual(['/lines REQUIRED']);
    const both = { order_ids: [order.id], lines: [line(order.lines[0]!.id)] };
    expect(faults(await admin.post(SALES_INVOICES, both))).toEqual(['/lines EXCLUSIVE']);
    expect(faults(await admin.post(SALES_INVOICES, { order_ids: [app.company_id] }))).toEqual([
      '/order_ids/0 REFERENCE_NOT_FOUND',
    ]);
    expect(faults(await admin.post(SALES_INVOICES, { delivery_ids: [app.company_id] }))).toEqual([
      '/delivery_ids/0 REFERENCE_NOT_FOUND',
    ]);
  });
});

describe('a deposit', () => {
  it('is owed to the customer until invoices deduct it, as far as they reach', async () => {
    const liability = () => balanceOf(app, books.role['customer_deposits']!);
    const before = Number(await liability());
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 10 }] });
    const deposit = await made(app, `${SALES_INVOICES}/deposits`, { order_id: order.id, amount: '30.00', post: true });
    expect(deposit).toMatchObject({ kind: 'deposit', state: 'posted', total_amount: '30.00' });
    expect(Number(await liability()) - before).toBe(-30);
    await shipped(app, order, [{ order_line_id: order.lines[0]!.id, quantity: 2 }]);
    const first = await invoiced({ order_ids: [order.id] });
    expect(amounts(first)).toEqual(['goods 20.00', 'deduction -20.00']);
    expect(first).toMatchObject({ total_amount: '0.00', status: 'paid' });
    const reason = 'Wrong';
    expect(refusal(await admin.post(`${SALES_INVOICES}/${deposit.id}/cancel`, { reason }))).toEqual([
      409,
      'DEPOSIT_DEDUCTED',
    ]);
    await shipped(app, order);
    const last = await invoiced({ order_ids: [order.id] });
    expect(amounts(last)).toEqual(['goods 80.00', 'deduction -10.00']);
    expect(Number(await liability()) - before).toBe(0);
  });

  it('is given back as far as no invoice deducts it, once, and its money by a refund', async () => {
    const liability = () => balanceOf(app, books.role['customer_deposits']!);
    const before = Number(await liability());
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 10 }] });
    const deposit = await made(app, `${SALES_INVOICES}/deposits`, { order_id: order.id, amount: '50.00', post: true });
    await shipped(app, order, [{ order_line_id: order.lines[0]!.id, quantity: 2 }]);
    await invoiced({ order_ids: [order.id] });
    const credits = `${SALES_INVOICES}/deposit-credits`;
    const deposit_id = deposit.id;
    const more = await admin.post(credits, { deposit_id, amount: '30.01' });
    expect(more.body).toMatchObject({ error_code: 'DEPOSIT_CREDIT_EXCEEDS_REST', left: '30.00' });
    const part = await made(app, credits, { deposit_id, amount: '10.00', memo: 'Half of it' });
    expect(part).toMatchObject({ kind: 'credit_note', state: 'draft', total_amount: '10.00' });
    expect(amounts(part)).toEqual(['deduction 10.00']);
    // A draft takes its part already; two at once do not give back the same.
    const both = await Promise.all([0, 1].map(() => admin.post(credits, { deposit_id, post: true, amount: '20.00' })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const credit = both.find(({ status }) => status === 201)!.body;
    expect(Number(await liability()) - before).toBe(-10);
    expect(refusal(await admin.post(`${SALES_INVOICES}/${deposit.id}/cancel`, { reason: 'x' }))).toEqual([
      409,
      'DEPOSIT_DEDUCTED',
    ]);
    await stepped(admin, SALES_INVOICES, part, 'post');
    expect(Number(await liability()) - before).toBe(0);
    expect((await admin.post(credits, { deposit_id })).body).toMatchObject({ left: '0.00' });
    // The rest of the order is invoiced whole.
    await shipped(app, order);
    const last = await invoiced({ order_ids: [order.id] });
    expect(amounts(last)).toEqual(['goods 80.00']);
    const { customer_id } = order;
    const refund = await made(app, '/accounting/payments', { customer_id, amount: '20.00', is_refund: true });
    const allocations = [{ invoice_id: credit.invoice_id, amount: '20.00' }];
    expect((await admin.post(`/accounting/payments/${refund.id}/post`, { allocations })).status).toBe(200);
    expect((await admin.get(`${SALES_INVOICES}/${credit.id}`)).body).toMatchObject({
      status: 'paid',
      open_amount: '0.00',
    });
    await expectIntegrity(app);
  });

  it('is given back when the order is not wanted any more, and what was given back by mistake may be deducted again', async () => {
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 10 }] });
    const deposit = await made(app, `${SALES_INVOICES}/deposits`, { order_id: order.id, amount: '40.00', post: true });
    const cancelled = () => admin.post(`/sales/orders/${order.id}/cancel`, { reason: 'Not wanted' });
    expect(refusal(await cancelled())).toEqual([409, 'SALES_ORDER_INVOICED']);
    const credit = await made(app, `${SALES_INVOICES}/deposit-credits`, { deposit_id: deposit.id, post: true });
    expect(credit).toMatchObject({ total_amount: '40.00' });
    await stepped(admin, SALES_INVOICES, credit, 'cancel', { reason: 'By mistake' });
    await made(app, `${SALES_INVOICES}/deposit-credits`, { deposit_id: deposit.id, post: true });
    expect((await cancelled()).status).toBe(200);
    const draft = await aConfirmedOrder(app);
    const unposted = await made(app, `${SALES_INVOICES}/deposits`, { order_id: draft.id, amount: '5.00' });
    const answer = await admin.post(`${SALES_INVOICES}/deposit-credits`, { deposit_id: unposted.id });
    expect(refusal(answer)).toEqual([409, 'DEPOSIT_CREDIT_EXCEEDS_REST']);
    for (const deposit_id of [credit.id, app.company_id])
      expect((await admin.post(`${SALES_INVOICES}/deposit-credits`, { deposit_id })).status).toBe(404);
    const stranger = app.as(
      await app.actor({ permissions: ['sales.invoices.*'], companies: [(await aCompany(app)).id] }),
    );
    expect((await stranger.post(`${SALES_INVOICES}/deposit-credits`, { deposit_id: deposit.id })).status).toBe(404);
    await expectIntegrity(app);
  });

  it('is never more than the order has left, and may be left out of an invoice', async () => {
    const order = await aConfirmedOrder(app, { freight_amount: '10.00' });
    const ask = (amount: string) =>
      admin.post(`${SALES_INVOICES}/deposits`, { order_id: order.id, amount, post: true });
    expect(refusal(await ask('110.01'))).toEqual([409, 'DEPOSIT_EXCEEDS_ORDER']);
    expect((await ask('60.00')).status).toBe(201);
    expect((await ask('50.01')).body).toMatchObject({ error_code: 'DEPOSIT_EXCEEDS_ORDER', left: '50.00' });
    await shipped(app, order);
    const whole = await made(app, SALES_INVOICES, { order_ids: [order.id], with_deposits: false, with_freight: false });
    expect(amounts(whole)).toEqual(['goods 100.00']);
    expect((await admin.post(`${SALES_INVOICES}/deposits`, { order_id: app.company_id, amount: '1.00' })).status).toBe(
      404,
    );
    const gone = await aConfirmedOrder(app);
    expect((await admin.post(`/sales/orders/${gone.id}/cancel`, { reason: 'Not wanted' })).status).toBe(200);
    const late = await admin.post(`${SALES_INVOICES}/deposits`, { order_id: gone.id, amount: '1.00' });
    expect(refusal(late)).toEqual([409, 'INVALID_STATE']);
  });
});

describe('a credit note', () => {
  it('takes pieces back at what they were invoiced for, or an amount, and never more', async () => {
    const order = await aConfirmedOrder(app, { lines: [{ quantity: 3, unit_price: '33.333333' }] });
    await shipped(app, order);
    const invoice = await invoiced({ order_ids: [order.id] });
    const order_line_id = order.lines[0]!.id;
    const credit = (line: object, more: object = {}) =>
      admin.post(`${SALES_INVOICES}/credit-notes`, { lines: [{ order_line_id, ...line }], post: true, ...more });
    const one = await credit({ quantity: 1 }, { corrects_id: invoice.id });
    expect([one.status, one.body.net_amount, one.body.kind]).toEqual([201, '33.33', 'credit_note']);
    expect(await invoicedPieces(order)).toEqual([2]);
    const some = await credit({ amount: '6.67' });
    expect([some.status, some.body.lines[0].quantity]).toEqual([201, 0]);
    expect(refusal(await credit({ quantity: 3 }))).toEqual([409, 'CREDIT_EXCEEDS_SALE']);
    expect((await credit({ amount: '60.01' })).body.lines).toMatchObject([{ left: 2, amount_left: '60.00' }]);
    expect(faults(await credit({ quantity: 1, amount: '1.00' }))).toEqual(['/lines/0/quantity EXCLUSIVE']);
    expect(faults(await credit({}))).toEqual(['/lines/0/quantity REQUIRED']);
    expect(faults(await credit({ quantity: 1 }, { corrects_id: one.body.id }))).toEqual([
      '/corrects_id REFERENCE_NOT_FOUND',
    ]);
    // What was credited in pieces may be invoiced again.
    expect((await invoiced({ order_ids: [order.id], basis: 'ordered' })).net_amount).toBe('33.33');
  });
});

describe('the wire', () => {
  it('repeats with an Idempotency-Key, honours If-Match, and says what may be done', async () => {
    const order = await aConfirmedOrder(app);
    await shipped(app, order);
    const key = { 'idempotency-key': 'invoice-once' };
    const one = await admin.post(SALES_INVOICES, { order_ids: [order.id] }, key);
    const again = await admin.post(SALES_INVOICES, { order_ids: [order.id] }, key);
    expect([one.status, again.body.id]).toEqual([201, one.body.id]);
    const at = `${SALES_INVOICES}/${one.body.id}`;
    expect(refusal(await admin.post(`${at}/post`, {}, { 'if-match': '"7"' }))).toEqual([412, 'STALE_VERSION']);
    const { body: steps } = await admin.get(`${at}/transitions`);
    expect(steps.map(({ event, allowed }: any) => [event, allowed])).toEqual([
      ['post', true],
      ['cancel', true],
    ]);
    await stepped(admin, SALES_INVOICES, one.body, 'post');
    expect(refusal(await admin.post(`${at}/post`, {}))).toEqual([409, 'INVALID_STATE']);
    const { body: history } = await admin.get(`${at}/history`);
    expect(history.map(({ event }: any) => event)).toEqual(['create', 'post']);
  });

  it('sellers draft, accountants post, strangers see nothing', async () => {
    const order = await aConfirmedOrder(app);
    await shipped(app, order);
    const seller = app.as(await app.actor({ role: 'sales' }));
    expect(refusal(await seller.post(SALES_INVOICES, { order_ids: [order.id], post: true }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    const { body: draft, status } = await seller.post(SALES_INVOICES, { order_ids: [order.id] });
    expect(status).toBe(201);
    expect(refusal(await seller.post(`${SALES_INVOICES}/${draft.id}/post`, {}))).toEqual([403, 'FORBIDDEN']);
    const accountant = app.as(await app.actor({ role: 'accountant' }));
    expect((await accountant.post(`${SALES_INVOICES}/${draft.id}/post`, {})).status).toBe(200);
    const company = await aCompany(app);
    const stranger = app.as(await app.actor({ role: 'super_admin', companies: [company.id] }));
    expect((await stranger.get(`${SALES_INVOICES}/${draft.id}`)).status).toBe(404);
    expect((await app.as(null).get(SALES_INVOICES)).status).toBe(401);
  });

  it('of two that invoice one order at once one does, and thirty lines take as many statements as one', async () => {
    const order = await aConfirmedOrder(app);
    await shipped(app, order);
    const raced = await Promise.all(
      [1, 2].map(() => admin.post(SALES_INVOICES, { order_ids: [order.id], post: true })),
    );
    expect(raced.map(({ status }) => status).sort()).toEqual([201, 409]);
    const small = await aConfirmedOrder(app);
    const large = await aConfirmedOrder(app, { lines: Array.from({ length: 30 }, () => ({ quantity: 2 })) });
    for (const each of [small, large]) await shipped(app, each);
    const one = await statementsOf(() => invoiced({ order_ids: [small.id] }));
    expect(await statementsOf(() => invoiced({ order_ids: [large.id] }))).toBe(one);
  });
});

it('leaves everything as it should be', () => expectIntegrity(app));

it('bills no line without the tax that its order has: there is no tax in use to post it by', async () => {
  const product = await aProduct(app, { type: 'finished_good', is_sold: true });
  await aReceipt(app, product.id as string, 2);
  const order = await made(app, '/sales/orders', {
    customer_id: (await aCustomer(app)).id,
    lines: [{ product_id: product.id, quantity: 2, unit_price: '10', tax_percent: '11' }],
  });
  expect((await admin.post(`/sales/orders/${order.id}/confirm`, {})).status).toBe(200);
  await shipped(app, order);
  const { status, body } = await admin.post(SALES_INVOICES, { order_ids: [order.id] });
  expect([status, body.error_code, body.lines]).toEqual([
    409,
    'SALES_TAX_MISSING',
    [{ order_line_id: order.lines[0].id, order_number: order.number, line_no: 1 }],
  ]);
});

describe('money is asked for once, and given back as it was asked for', () => {
  const taxed = async (code: string): Promise<any> => {
    const tax = await made(app, '/accounting/tax-codes', { code, name: code });
    await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2020-01-01', rate: '10' });
    return tax;
  };
  const confirmed = async (line: object, more: object = {}): Promise<any> => {
    const product = await aProduct(app, { type: 'finished_good', is_sold: true });
    await aReceipt(app, product.id as string, 40);
    const lines = [{ product_id: product.id, quantity: 10, unit_price: '10', ...line }];
    const order = await made(app, '/sales/orders', { customer_id: (await aCustomer(app)).id, ...more, lines });
    expect((await admin.post(`/sales/orders/${order.id}/confirm`, {})).status).toBe(200);
    return order;
  };

  it('what an order is invoiced for is not invoiced again by its delivery', async () => {
    const order = await confirmed({ quantity: 20 });
    const delivery = await shipped(app, order, [{ order_line_id: order.lines[0].id, quantity: 10 }]);
    expect(await invoiced({ order_ids: [order.id] })).toMatchObject({ net_amount: '100.00' });
    expect(refusal(await admin.post(SALES_INVOICES, { delivery_ids: [delivery.id] }))).toEqual([
      409,
      'NOTHING_TO_INVOICE',
    ]);
    const rest = await shipped(app, order);
    expect(await invoiced({ delivery_ids: [delivery.id, rest.id] })).toMatchObject({ net_amount: '100.00' });
  });

  it('a credit note has the tax of the invoice, whatever the code has come to', async () => {
    const code = 'T' + Date.now().toString(36).toUpperCase();
    const tax = await taxed(code);
    const order = await confirmed({ tax_code: code });
    await shipped(app, order);
    expect(await invoiced({ order_ids: [order.id] })).toMatchObject({ total_amount: '110.00' });
    await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2021-01-01', rate: '12' });
    const { body: current } = await admin.get(`/accounting/tax-codes/${tax.id}`);
    const off = await admin.post(`/accounting/tax-codes/${tax.id}/deactivate`, undefined, {
      'if-match': `"${current.version}"`,
    });
    expect(off.status).toBe(200);
    const note = await made(app, `${SALES_INVOICES}/credit-notes`, {
      lines: [{ order_line_id: order.lines[0].id, quantity: 5 }],
    });
    expect(note).toMatchObject({ net_amount: '50.00', tax_amount: '5.00' });
  });

  it('pieces are credited at what they are still charged for, after an amount was taken off', async () => {
    const order = await confirmed({});
    await shipped(app, order);
    await invoiced({ order_ids: [order.id] });
    const credited = (line: object): Promise<any> =>
      made(app, `${SALES_INVOICES}/credit-notes`, {
        post: true,
        lines: [{ order_line_id: order.lines[0].id, ...line }],
      });
    expect(await credited({ amount: '30.00' })).toMatchObject({ net_amount: '30.00' });
    expect(await credited({ quantity: 5 })).toMatchObject({ net_amount: '35.00' });
    expect(await credited({ quantity: 5 })).toMatchObject({ net_amount: '35.00' });
  });

  it('an order that is invoiced or prepaid is not cancelled before that is taken back, and a draft does not outlive it', async () => {
    const order = await confirmed({});
    const draft = await made(app, SALES_INVOICES, { order_ids: [order.id], basis: 'ordered' });
    const cancel = (): Promise<any> => admin.post(`/sales/orders/${order.id}/cancel`, { reason: 'x' });
    expect(refusal(await cancel())).toEqual([409, 'SALES_ORDER_INVOICED']);
    await stepped(admin, SALES_INVOICES, draft, 'cancel', { reason: 'x' });
    const deposit = await made(app, `${SALES_INVOICES}/deposits`, { order_id: order.id, amount: '20.00', post: true });
    expect(refusal(await cancel())).toEqual([409, 'SALES_ORDER_INVOICED']);
    await stepped(admin, SALES_INVOICES, deposit, 'cancel', { reason: 'x' });
    expect((await cancel()).status).toBe(200);

    const short = await confirmed({});
    await shipped(app, short, [{ order_line_id: short.lines[0].id, quantity: 4 }]);
    const late = await made(app, SALES_INVOICES, { order_ids: [short.id], basis: 'ordered' });
    expect((await admin.post(`/sales/orders/${short.id}/close`, { reason: 'Enough' })).status).toBe(200);
    const answer = await admin.post(`${SALES_INVOICES}/${late.id}/post`, {});
    expect(refusal(answer)).toEqual([409, 'INVOICE_EXCEEDS_ORDER']);
    expect(answer.body.lines).toMatchObject([{ quantity: 10, left: 4 }]);
  });

  it('a deposit moves from what is expected to what is owed, and is not counted twice', async () => {
    const order = await confirmed({});
    const credit = async (): Promise<string[]> => {
      const { body } = await admin.get(`/sales/customers/${order.customer_id}/credit`);
      return [body.open_orders, body.unpaid, body.exposure];
    };
    expect(await credit()).toEqual(['100.00', '0.00', '100.00']);
    await made(app, `${SALES_INVOICES}/deposits`, { order_id: order.id, amount: '30.00', post: true });
    expect(await credit()).toEqual(['70.00', '30.00', '100.00']);
    await shipped(app, order);
    expect(await invoiced({ order_ids: [order.id] })).toMatchObject({ net_amount: '70.00' });
    expect(await credit()).toEqual(['0.00', '100.00', '100.00']);
  });

  it('a deposit in another currency clears whatever the rate has come to, and again when the invoice is cancelled', async () => {
    await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
    await made(app, '/exchange-rates', {
      ...{ from_currency: 'USD', to_currency: 'IDR', rate: '15000', valid_from: '2020-01-01' },
    }).catch(() => undefined);
    const order = await confirmed({}, { currency_code: 'USD' });
    const before = await balanceOf(app, books.role['customer_deposits']!);
    const loss = Number(await balanceOf(app, books.role['exchange_loss']!));
    const held = async (): Promise<number> =>
      Number(await balanceOf(app, books.role['customer_deposits']!)) - Number(before);
    const deposit = await made(app, `${SALES_INVOICES}/deposits`, {
      ...{ order_id: order.id, amount: '60.00', rate: '15000', post: true },
    });
    expect(await held()).toBe(-900000);
    await shipped(app, order);
    const invoice = await invoiced({ order_ids: [order.id], rate: '16000' });
    expect(invoice).toMatchObject({ net_amount: '40.00' });
    expect(await held()).toBe(0);
    expect(Number(await balanceOf(app, books.role['exchange_loss']!)) - loss).toBe(60000);
    await stepped(admin, SALES_INVOICES, invoice, 'cancel', { reason: 'x' });
    expect(await held()).toBe(-900000);
    expect(Number(await balanceOf(app, books.role['exchange_loss']!))).toBe(loss);
    // The same where it is given back: what was 900,000 is 840,000 to give back, and 60,000 are gained.
    const gain = Number(await balanceOf(app, books.role['exchange_gain']!));
    const credit = await made(app, `${SALES_INVOICES}/deposit-credits`, {
      ...{ deposit_id: deposit.id, rate: '14000', post: true },
    });
    expect(await held()).toBe(0);
    expect(Number(await balanceOf(app, books.role['exchange_gain']!)) - gain).toBe(-60000);
    await stepped(admin, SALES_INVOICES, credit, 'cancel', { reason: 'x' });
    expect(await held()).toBe(-900000);
  });
});
