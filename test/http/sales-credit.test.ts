import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import { Database } from '../../src/kernel/database/index.js';
import { Invoicing } from '../../src/accounting/index.js';
import { SalesCredit } from '../../src/sales/credit/sales-credit.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestActor, TestApp } from '../support/app.js';
import { booksOf } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCustomer, aReceipt, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { SALES_ORDERS, aSalesOrder, aSoldProduct, refused, sold } from '../support/sales.js';

const SIXTEEN = Array.from({ length: 16 }, (_, n) => n);

let app: TestApp;
let admin: Caller;
let seller: TestActor;
let accountant: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  seller = await app.actor({ role: 'sales' });
  accountant = app.as(await app.actor({ role: 'accountant' }));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const creditOf = async (id: string): Promise<Made> => (await admin.get(`/sales/customers/${id}/credit`)).body;
const step = (who: Caller, order: Made, event: string, body: object = {}) =>
  who.post(`${SALES_ORDERS}/${order.id}/${event}`, body);

async function settings(hold_at_confirmation: boolean, hold_at_shipping: boolean): Promise<void> {
  const answer = await admin.put('/sales/settings', { hold_at_confirmation, hold_at_shipping });
  expect(answer.status).toBe(200);
}

const inTransaction = <T>(work: () => Promise<T>): Promise<T> =>
  RequestContext.run(RequestContext.forSystem(systemActor(new Set(), [app.company_id]), crypto.randomUUID()), () =>
    app.nest.get(Database, { strict: false }).transaction(work),
  );
const mayShip = (order: Made) =>
  inTransaction(() => app.nest.get(SalesCredit, { strict: false }).assertMayShip([order.id]));

describe('the credit of a customer', () => {
  it('holds an order that would pass the limit, until another person lets it pass', async () => {
    const customer = await aCustomer(app, { credit_limit: '100.00' });
    const orderOf = (unit_price: string) =>
      aSalesOrder(app, { customer_id: customer.id, lines: [{ quantity: 10, unit_price, tax_percent: '10' }] }, seller);
    const own = app.as(seller);
    const first = await orderOf('5');
    await sold(own, first, 'confirm');
    expect(await creditOf(customer.id)).toMatchObject({
      ...{ limit: '100.00', open_orders: '55.00', unpaid: '0.00', exposure: '55.00', available: '45.00', version: 1 },
    });
    const exact = await orderOf('4.0909');
    await sold(own, exact, 'confirm');
    await sold(own, exact, 'cancel', { reason: 'Only to see' });
    const second = await orderOf('4.1');
    const held = await step(own, second, 'confirm');
    expect(refused(held)).toEqual([409, 'CREDIT_LIMIT_EXCEEDED']);
    expect(held.body).toMatchObject({ limit: '100.00', exposure: '55.00', order_amount: '45.10' });
    expect(refused(await step(own, second, 'override-credit', { reason: 'x' }))).toEqual([403, 'FORBIDDEN']);
    expect(refused(await step(accountant, second, 'override-credit'))).toEqual([422, 'VALIDATION_FAILED']);
    const passed = await step(accountant, second, 'override-credit', { reason: 'Pays on Friday' });
    expect([passed.status, passed.body.version]).toEqual([200, second.version + 1]);
    // What was let pass is this much and no more.
    const more = {
      lines: [{ product_id: second.lines[0].product_id, quantity: 10, unit_price: '4.2', tax_percent: '10' }],
    };
    expect((await own.patch(`${SALES_ORDERS}/${second.id}`, more)).status).toBe(200);
    expect(refused(await step(own, second, 'confirm'))).toEqual([409, 'CREDIT_LIMIT_EXCEEDED']);
    expect((await step(accountant, second, 'override-credit', { reason: 'Still' })).status).toBe(200);
    await sold(own, second, 'confirm');
    expect(await creditOf(customer.id)).toMatchObject({ exposure: '101.20', available: '0.00' });
    const { body: history } = await own.get(`${SALES_ORDERS}/${second.id}/history`);
    expect(history.map(({ event, reason }: Made) => [event, reason])).toEqual([
      ['create', null],
      ['override_credit', 'Pays on Friday'],
      ['override_credit', 'Still'],
      ['confirm', null],
    ]);
  });

  it('is overridden by nobody who drafted or confirms the order, and only where it holds', async () => {
    const customer = await aCustomer(app, { credit_limit: '10.00' });
    const order = await aSalesOrder(app, { customer_id: customer.id }, seller);
    const two = await app.actor({ permissions: ['sales.orders.*', 'sales.credit.*'] });
    expect((await step(app.as(two), order, 'override-credit', { reason: 'Good' })).status).toBe(200);
    expect(refused(await step(app.as(two), order, 'confirm'))).toEqual([403, 'CREDIT_OVERRIDE_BY_SELLER']);
    await sold(app.as(seller), order, 'confirm');
    const own = await aSalesOrder(app, { customer_id: customer.id });
    const gone = await aSalesOrder(app, { customer_id: customer.id }, seller);
    await sold(app.as(seller), gone, 'cancel', { reason: 'x' });
    expect(refused(await step(accountant, gone, 'override-credit', { reason: 'x' }))).toEqual([409, 'INVALID_STATE']);
    expect(refused(await step(admin, own, 'override-credit', { reason: 'x' }))).toEqual([
      403,
      'CREDIT_OVERRIDE_BY_SELLER',
    ]);
    const fine = await aSalesOrder(app, {}, seller);
    expect(refused(await step(accountant, fine, 'override-credit', { reason: 'x' }))).toEqual([409, 'CREDIT_NOT_HELD']);
    expect(refused(await step(accountant, order, 'override-credit', { reason: 'x' }))).toEqual([
      409,
      'CREDIT_NOT_HELD',
    ]);
  });

  it('has a limit with each company, by who may say so and by version', async () => {
    const customer = await aCustomer(app, { credit_limit: '100.00' });
    const at = `/sales/customers/${customer.id}/credit`;
    expect(refused(await app.as(seller).put(at, { credit_limit: '5.00' }))).toEqual([403, 'FORBIDDEN']);
    expect((await accountant.put(at, { credit_limit: '5.00' })).body).toMatchObject({
      limit: '5.00',
      available: '5.00',
      version: 2,
    });
    expect(refused(await accountant.put(at, { credit_limit: '6.00' }, { 'if-match': '"1"' }))).toEqual([
      412,
      'STALE_VERSION',
    ]);
    expect((await accountant.put(at, { credit_limit: null })).body).toMatchObject({ limit: '100.00', version: 3 });
    const nobody = await aCustomer(app);
    expect(await creditOf(nobody.id)).toMatchObject({ limit: null, available: null, exposure: '0.00' });
    expect(refused(await admin.get(`/sales/customers/${app.company_id}/credit`))).toEqual([404, 'NOT_FOUND']);
    expect(refused(await admin.get(`${at}?company_id=${customer.id}`))).toEqual([404, 'NOT_FOUND']);
    expect(refused(await accountant.put(at, { credit_limit: '-1.00' }))).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('counts what is not invoiced of orders in their rate, and what is not paid of invoices', async () => {
    await booksOf(app, app.company_id);
    await made(app, '/accounting/fiscal-years', { starts_on: `${new Date().getUTCFullYear()}-01-01` }).catch(
      () => undefined,
    );
    await made(app, '/exchange-rates', {
      from_currency: 'USD',
      to_currency: 'IDR',
      valid_from: '2020-01-01',
      rate: '16000',
    });
    const customer = await aCustomer(app, { credit_limit: '10000000.00' });
    const tax = await made(app, '/accounting/tax-codes', { code: 'PPN', name: 'Value added tax' });
    await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2020-01-01', rate: '11' });
    const product = await aSoldProduct(app);
    await aReceipt(app, product.id, 3);
    const order = await aSalesOrder(app, {
      ...{ customer_id: customer.id, currency_code: 'USD', freight_amount: '2.00' },
      lines: [{ product_id: product.id, quantity: 3, unit_price: '10', tax_code: 'PPN' }],
    });
    await sold(admin, order, 'confirm');
    expect(await creditOf(customer.id)).toMatchObject({ open_orders: '564800.00' });
    const delivery = await made(app, '/sales/deliveries', {
      lines: [{ order_line_id: order.lines[0].id, quantity: 1 }],
    });
    expect((await admin.post(`/sales/deliveries/${delivery.id}/ship`, {})).status).toBe(200);
    await made(app, '/sales/invoices', { delivery_ids: [delivery.id], with_freight: false, post: true });
    // 2 of 3 pieces: round(33.30 * 2 / 3 * 16000, 2), and the freight; the third is owed by its invoice.
    expect(await creditOf(customer.id)).toMatchObject({ open_orders: '387200.00', unpaid: '177600.00' });
    await sold(admin, order, 'close', { reason: 'Enough' });
    expect(await creditOf(customer.id)).toMatchObject({ open_orders: '0.00' });
    const owed = await inTransaction(() =>
      app.nest.get(Invoicing, { strict: false }).exposure(app.company_id, customer.id),
    );
    expect((await creditOf(customer.id)).unpaid).toBe(owed);
  });

  it('is looked at when goods leave, where the company says so', async () => {
    const customer = await aCustomer(app, { credit_limit: '100.00' });
    const order = await aSalesOrder(app, { customer_id: customer.id }, seller);
    await sold(app.as(seller), order, 'confirm');
    await mayShip(order);
    await accountant.put(`/sales/customers/${customer.id}/credit`, { credit_limit: '20.00' });
    await mayShip(order);
    await settings(false, true);
    try {
      await expect(mayShip(order)).rejects.toMatchObject({ code: 'CREDIT_LIMIT_EXCEEDED' });
      const unlooked = await aSalesOrder(app, { customer_id: customer.id }, seller);
      await sold(app.as(seller), unlooked, 'confirm');
      expect((await step(accountant, order, 'override-credit', { reason: 'Ship' })).status).toBe(200);
      await mayShip(order);
      await expect(mayShip(unlooked)).rejects.toMatchObject({ code: 'CREDIT_LIMIT_EXCEEDED' });
    } finally {
      await settings(true, false);
    }
    expect(
      refused(await app.as(seller).put('/sales/settings', { hold_at_confirmation: true, hold_at_shipping: true })),
    ).toEqual([403, 'FORBIDDEN']);
    expect((await admin.get('/sales/settings')).body).toMatchObject({
      hold_at_confirmation: true,
      hold_at_shipping: false,
    });
  });

  it('never passes its limit with sixteen who confirm at once', async () => {
    const customer = await aCustomer(app, { credit_limit: '100.00' });
    const product = await aSoldProduct(app);
    const orders: Made[] = [];
    for (const _ of SIXTEEN)
      orders.push(
        await aSalesOrder(app, {
          customer_id: customer.id,
          lines: [{ product_id: product.id, quantity: 3, unit_price: '5' }],
        }),
      );
    const answers = await Promise.all(orders.map((order) => step(admin, order, 'confirm')));
    const outcomes = answers.map(({ status, body }) => `${status} ${body.error_code ?? body.state}`).sort();
    expect(outcomes).toEqual([...Array(6).fill('200 confirmed'), ...Array(10).fill('409 CREDIT_LIMIT_EXCEEDED')]);
    expect(await creditOf(customer.id)).toMatchObject({ exposure: '90.00', available: '10.00' });
  });
});
