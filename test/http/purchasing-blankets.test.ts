import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, aSupplier, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { ORDERS, approverOf, purchasers, refusal, statuses, stepped } from '../support/purchasing.js';

const BLANKETS = '/purchasing/blanket-orders';

let app: TestApp;
let admin: Caller;
let other: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  other = app.as(await approverOf(app));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

/** A draft of the administrator over 100 pieces at 2.50, and 50 at 1.00. */
async function aBlanket(given: Record<string, unknown> = {}): Promise<Made> {
  const [a, b] = [await aProduct(app), await aProduct(app)];
  return made(app, BLANKETS, {
    supplier_id: (await aSupplier(app)).id,
    valid_until: '2099-12-31',
    lines: [
      { product_id: a.id, quantity: 100, unit_price: '2.5' },
      { product_id: b.id, quantity: 50, unit_price: '1' },
    ],
    ...given,
  });
}
const on = (who: Caller, blanket: Made, event: string, body: object = {}): Promise<Answer> =>
  who.post(`${BLANKETS}/${blanket.id}/${event}`, body);
async function active(given: Record<string, unknown> = {}): Promise<Made> {
  const blanket = await aBlanket(given);
  const answer = await on(other, blanket, 'activate');
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}
const call = (blanket: Made, ...lines: [line_no: number, quantity: number][]): Promise<Answer> =>
  on(admin, blanket, 'call-off', { lines: lines.map(([line_no, quantity]) => ({ line_no, quantity })) });
const called = async (blanket: Made): Promise<unknown[]> =>
  (await admin.get(`${BLANKETS}/${blanket.id}`)).body.lines.map((l: Made) => [
    l.called_quantity,
    l.left_quantity,
    l.received_quantity,
  ]);

it('is agreed, activated by another person, called off by orders at its prices, received and closed', async () => {
  const blanket = await aBlanket({ reference: 'Frame 2027' });
  expect(blanket).toMatchObject({
    number: expect.stringMatching(/^BO-\d{6}$/),
    state: 'draft',
    currency_code: 'IDR',
    line_count: 2,
  });
  expect(refusal(await call(blanket, [1, 1]))).toEqual([409, 'INVALID_STATE']);
  expect(refusal(await on(admin, blanket, 'activate'))).toEqual([403, 'OWN_BLANKET']);
  const { body: events } = await admin.get(`${BLANKETS}/${blanket.id}/transitions`);
  expect(events.find(({ event }: Made) => event === 'activate')).toMatchObject({
    allowed: false,
    reasons: [{ code: 'OWN_BLANKET' }],
  });
  expect((await on(other, blanket, 'activate')).body).toMatchObject({
    state: 'active',
    activated_by: (await approverOf(app)).id,
  });
  const { body } = await call(blanket, [1, 40], [2, 50]);
  expect(body.orders).toMatchObject([{ state: 'draft' }]);
  const order = (await admin.get(`${ORDERS}/${body.orders[0].id}`)).body;
  expect(order).toMatchObject({ net_amount: '150.00', supplier_reference: 'Frame 2027' });
  await stepped(admin, order, 'submit');
  await stepped(other, order, 'approve');
  await stepped(admin, order, 'send');
  expect((await admin.post(`${ORDERS}/${order.id}/receive`, { lines: [{ line_no: 1, quantity: 30 }] })).status).toBe(
    201,
  );
  expect(await called(blanket)).toEqual([
    [40, 60, 30],
    [50, 0, 0],
  ]);
  // What does not come any more may be called off again.
  await stepped(admin, order, 'short-close', { reason: 'Sold out' });
  expect(await called(blanket)).toEqual([
    [30, 70, 30],
    [0, 50, 0],
  ]);
  expect((await on(other, blanket, 'close', { reason: 'Over' })).body.state).toBe('closed');
  expect(refusal(await call(blanket, [1, 1]))).toEqual([409, 'INVALID_STATE']);
  expect((await admin.get(`${BLANKETS}/${blanket.id}/history`)).body.map(({ event }: Made) => event)).toEqual([
    'create',
    'activate',
    'close',
  ]);
});

it('is never called off beyond what is agreed: by two at once, nor by changing an order later', async () => {
  const blanket = await active();
  const answers = await Promise.all(Array.from({ length: 8 }, () => call(blanket, [1, 30])));
  expect(statuses(answers)).toEqual({ 200: 3, 409: 5 });
  expect(refusal(answers.find(({ status }) => status === 409)!)).toEqual([409, 'CALL_OFF_EXCEEDS_BLANKET']);
  expect(await called(blanket)).toEqual([
    [90, 10, 0],
    [0, 50, 0],
  ]);
  expect((await admin.get(`${BLANKETS}/${blanket.id}`)).body.orders).toHaveLength(3);
  const { orders } = (await admin.get(`${BLANKETS}/${blanket.id}`)).body;
  const [first] = orders;
  await stepped(admin, first, 'submit');
  await stepped(other, first, 'approve');
  const change = (quantity: number): Promise<Answer> =>
    admin.post(`${ORDERS}/${first.id}/change`, {
      reason: 'More',
      lines: [{ line_no: 1, unit_quantity: String(quantity), unit_price: '1' }],
    });
  expect(refusal(await change(41))).toEqual([409, 'CALL_OFF_EXCEEDS_BLANKET']);
  // Cancelled, an order gives its pieces back.
  await stepped(admin, orders[1], 'cancel', { reason: 'x' });
  expect(await called(blanket)).toEqual([
    [60, 40, 0],
    [0, 50, 0],
  ]);
  expect((await call(blanket, [1, 40])).status).toBe(200);
});

it('is a draft until then: changed, cancelled, and every fault told at once', async () => {
  const blanket = await aBlanket();
  const [product] = [await aProduct(app)];
  const patched = await admin.patch(
    `${BLANKETS}/${blanket.id}`,
    { notes: 'Now with one line', lines: [{ product_id: product.id, quantity: 5, unit_price: '1' }] },
    { 'if-match': `"${blanket.version}"` },
  );
  expect(patched.body).toMatchObject({
    notes: 'Now with one line',
    lines: [{ line_no: 1, quantity: 5 }],
    version: blanket.version + 1,
  });
  const faults = await admin.post(BLANKETS, {
    supplier_id: app.company_id,
    valid_from: '2030-02-01',
    valid_until: '2030-01-01',
    lines: [product.id, product.id, app.company_id].map((product_id) => ({ product_id, quantity: 1, unit_price: '1' })),
  });
  expect(faults.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`)).toEqual([
    '/supplier_id REFERENCE_NOT_FOUND',
    '/valid_until TOO_SMALL',
    '/lines/1/product_id DUPLICATE',
    '/lines/2/product_id REFERENCE_NOT_FOUND',
  ]);
  expect((await on(admin, blanket, 'cancel', { reason: 'x' })).body.state).toBe('cancelled');
  const late = await admin.patch(
    `${BLANKETS}/${blanket.id}`,
    { notes: 'x' },
    { 'if-match': `"${blanket.version + 2}"` },
  );
  expect(refusal(late)).toEqual([409, 'INVALID_STATE']);
  const past = await active({ valid_from: '2020-01-01', valid_until: '2020-12-31' });
  expect(refusal(await call(past, [1, 1]))).toEqual([409, 'BLANKET_NOT_VALID']);
  const here = await active();
  const twice = await call(here, [1, 1], [1, 2], [9, 1]);
  expect(twice.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`)).toEqual([
    '/lines/1/line_no DUPLICATE',
    '/lines/2/line_no REFERENCE_NOT_FOUND',
  ]);
});

it('is drafted and called off by buyers, activated by their manager, and found by day, product and supplier', async () => {
  const { buyer, manager } = await purchasers(app);
  const [buys, answers] = [app.as(buyer), app.as(manager)];
  const product = await aProduct(app);
  const supplier = await aSupplier(app);
  const body = {
    supplier_id: supplier.id,
    valid_until: '2099-01-01',
    lines: [{ product_id: product.id, quantity: 9, unit_price: '1' }],
  };
  const { body: blanket } = await buys.post(BLANKETS, body);
  expect((await on(buys, blanket, 'activate')).status).toBe(403);
  expect((await on(answers, blanket, 'activate')).status).toBe(200);
  const key = { 'idempotency-key': `call-${blanket.id}` };
  const once = (): Promise<Answer> =>
    buys.post(`${BLANKETS}/${blanket.id}/call-off`, { lines: [{ line_no: 1, quantity: 2 }] }, key);
  expect([(await once()).status, (await once()).status]).toEqual([200, 200]);
  expect(await called(blanket)).toEqual([[2, 7, 0]]);
  const found = async (query: string): Promise<number> => (await admin.get(`${BLANKETS}?${query}`)).body.data.length;
  expect([
    await found(`product_id=${product.id}&valid_on=2050-01-01&state=active`),
    await found(`supplier_id=${supplier.id}&valid_on=2100-01-01`),
  ]).toEqual([1, 0]);
  const keeper = app.as(await app.actor({ role: 'warehouse' }));
  expect((await on(keeper, blanket, 'call-off', { lines: [{ line_no: 1, quantity: 1 }] })).status).toBe(403);
  const stranger = app.as(await app.actor({ permissions: ['purchasing.*.*'], companies: [] }));
  expect((await stranger.get(`${BLANKETS}/${blanket.id}`)).status).toBe(404);
});
