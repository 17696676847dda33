import { SupplyService } from '../../src/sales/supply/supply.service.js';
import { SupplyFollower } from '../../src/sales/supply/supply-follower.js';
import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aBom, aCompany, aMadeProduct, aProduct, aReceipt, aSupplier, placesOf } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, stockOf } from '../support/production.js';
import { aSentOrder } from '../support/purchasing.js';
import { upTo } from '../support/requisitions.js';
import { SALES_ORDERS, aSalesOrder, aSoldProduct, refused, sold } from '../support/sales.js';

const SIXTEEN = Array.from({ length: 16 }, (_, n) => n);
const FAR = '2999-12-31';

let app: TestApp;
let admin: Caller;
let WH: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  WH = (await placesOf(app))['WH']!;
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const read = async ({ id }: Made): Promise<Made> => (await admin.get(`${SALES_ORDERS}/${id}`)).body;
const heldOf = async (order: Made): Promise<number[]> =>
  (await read(order)).lines.map(({ reserved_quantity }: Made) => reserved_quantity);

/** The job of every minute, now. */
const follow = (): Promise<{ held: number }> =>
  RequestContext.run(RequestContext.forSystem(systemActor(new Set(), []), crypto.randomUUID()), () =>
    app.nest.get(SupplyFollower, { strict: false }).work(),
  );
const today = async (): Promise<string> =>
  (await app.db.query<{ day: string }>(`select (now() at time zone 'Asia/Jakarta')::date::text as day`)).rows[0]!.day;
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const orderOf = (product: Made, quantity: number, line: object = {}): Promise<Made> =>
  aSalesOrder(app, { lines: [{ product_id: product.id, quantity, unit_price: '1', ...line }] });

describe('a line from stock', () => {
  it('holds what there is at the confirmation, more as it comes, and gives it back when it is cancelled or closed', async () => {
    const product = await aSoldProduct(app);
    await aReceipt(app, product.id, 6);
    const order = await orderOf(product, 10);
    expect(await heldOf(order)).toEqual([0]);
    await sold(admin, order, 'confirm');
    expect(await heldOf(order)).toEqual([6]);
    await aReceipt(app, product.id, 3);
    expect((await sold(admin, order, 'reserve')).lines[0].reserved_quantity).toBe(9);
    await aReceipt(app, product.id, 3);
    await follow();
    expect(await heldOf(order)).toEqual([10]);
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 12, reserved: 10 });
    await sold(admin, order, 'cancel', { reason: 'x' });
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 12, reserved: 0 });
    expect(refused(await admin.post(`${SALES_ORDERS}/${order.id}/reserve`, {}))).toEqual([409, 'INVALID_STATE']);
    const { body: history } = await admin.get(`${SALES_ORDERS}/${order.id}/history`);
    expect(history.map(({ event }: Made) => event)).toEqual(['create', 'confirm', 'reserve', 'cancel']);
  });

  it('only claims before its day, and holds from that day on', async () => {
    const product = await aSoldProduct(app);
    await aReceipt(app, product.id, 10);
    const order = await orderOf(product, 4, { reserve_on: FAR });
    await sold(admin, order, 'confirm');
    expect(await heldOf(order)).toEqual([0]);
    const claims = `select kind, open_quantity::int as open from erp.stock_reservations where source_id = $1 and open_quantity > 0`;
    expect((await app.db.query(claims, [order.id])).rows).toEqual([{ kind: 'soft', open: 4 }]);
    await sold(admin, order, 'reserve');
    expect((await app.db.query(claims, [order.id])).rows).toHaveLength(1);
    await app.db.query('update erp.sales_order_lines set reserve_on = current_date where order_id = $1', [order.id]);
    await follow();
    expect((await app.db.query(claims, [order.id])).rows).toEqual([{ kind: 'hard', open: 4 }]);
  });

  it('is never held twice with sixteen who confirm at once, and the most urgent gets what comes next', async () => {
    const [one, two] = [await aSoldProduct(app), await aSoldProduct(app)];
    await aReceipt(app, one.id, 20);
    await aReceipt(app, two.id, 20);
    const orders: Made[] = [];
    for (const n of SIXTEEN) {
      const lines = [one, two].map(({ id }) => ({
        product_id: id,
        quantity: 3,
        unit_price: '1',
        promised_on: dayAfter('2999-01-01', n),
      }));
      // Half of them name the products the other way round.
      orders.push(await aSalesOrder(app, { lines: n % 2 === 0 ? lines : lines.reverse() }));
    }
    const answers = await Promise.all(orders.map(({ id }) => admin.post(`${SALES_ORDERS}/${id}/confirm`, {})));
    expect(answers.map(({ status }) => status)).toEqual(SIXTEEN.map(() => 200));
    for (const { id } of [one, two]) expect(await stockOf(app, id)).toMatchObject({ on_hand: 20, reserved: 20 });
    const waiting = [];
    for (const order of orders) if ((await heldOf(order)).some((held) => held < 3)) waiting.push(order);
    await aReceipt(app, one.id, 3);
    await aReceipt(app, two.id, 3);
    // One at a time, so that whoever waits in vain at the head of the row keeps nobody behind him waiting.
    const system = RequestContext.forSystem(systemActor(new Set(), [app.company_id]), crypto.randomUUID());
    await RequestContext.run(system, () => app.nest.get(SupplyService, { strict: false }).followAll(1));
    for (const { id } of [one, two]) expect(await stockOf(app, id)).toMatchObject({ on_hand: 23, reserved: 23 });
    expect(await heldOf(waiting[0])).toEqual([3, 3]);
  });
});

describe('a line that is made or bought to order', () => {
  it('makes its manufacturing order, and holds what comes out of it', async () => {
    const product = await aMadeProduct(app, { is_sold: true, lead_time_days: 7 });
    const material = await aProduct(app);
    await aReceipt(app, material.id, 100);
    await aBom(app, { product_id: product.id, lines: [{ component_id: material.id, quantity: 2 }] });
    // What is there already is for others.
    await aReceipt(app, product.id, 50);
    const order = await orderOf(product, 10, { supply: 'make' });
    const confirmed = await sold(admin, order, 'confirm');
    expect(confirmed.lines[0]).toMatchObject({ reserved_quantity: 0, promised_on: dayAfter(await today(), 7) });
    const { body: supplies } = await admin.get(`${SALES_ORDERS}/${order.id}/supplies`);
    expect(supplies).toMatchObject([
      {
        kind: 'make',
        quantity: 10,
        state: 'draft',
        is_over: false,
        supplied_quantity: 0,
        order_line_id: order.lines[0].id,
      },
    ]);
    const { body: making } = await admin.get(`/ppic/manufacturing-orders/${supplies[0].document_id}`);
    expect(making).toMatchObject({
      ...{ number: supplies[0].document_number, sales_order_line_id: order.lines[0].id, planned_quantity: 10 },
      due_date: dayAfter(await today(), 7),
    });
    await follow();
    expect(await heldOf(order)).toEqual([0]);
    await act(app, making.id, 'approve');
    await act(app, making.id, 'start');
    await act(app, making.id, 'reports', { good_quantity: 4 });
    await follow();
    expect(await heldOf(order)).toEqual([4]);
    await act(app, making.id, 'complete', { actual_quantity: 10 });
    await follow();
    expect(await heldOf(order)).toEqual([10]);
    expect((await admin.get(`${SALES_ORDERS}/${order.id}/supplies`)).body[0]).toMatchObject({
      state: 'completed',
      is_over: true,
      supplied_quantity: 10,
    });
  });

  it('is refused where nobody can make it, and nothing of the confirmation is left', async () => {
    const order = await orderOf(await aMadeProduct(app, { is_sold: true }), 2, { supply: 'make' });
    const answer = await admin.post(`${SALES_ORDERS}/${order.id}/confirm`, {});
    expect(answer.body.error_code).toBe('BOM_NOT_VALID');
    expect((await read(order)).state).toBe('draft');
    expect((await admin.get(`${SALES_ORDERS}/${order.id}/supplies`)).body).toEqual([]);
  });

  it('asks for what is bought, once, and holds what is received for it', async () => {
    const product = await aSoldProduct(app, { lead_time_days: 5 });
    const order = await orderOf(product, 8, { supply: 'buy' });
    expect((await sold(admin, order, 'confirm')).lines[0].promised_on).toBe(dayAfter(await today(), 5));
    const [supply] = (await admin.get(`${SALES_ORDERS}/${order.id}/supplies`)).body;
    expect(supply).toMatchObject({
      kind: 'buy',
      quantity: 8,
      document_number: expect.stringMatching(/^PR-/),
      supplied_quantity: 0,
    });
    const { body: requisition } = await admin.get(`/purchasing/requisitions/${supply.document_id}`);
    expect(requisition).toMatchObject({ origin: 'sales', state: 'submitted', purpose: `${order.number}, line 1` });
    const reviewer = app.as(await app.actor({ role: 'super_admin' }));
    const decisions = [{ line_no: 1, decision: 'approve' }];
    expect(
      (await reviewer.post(`/purchasing/requisitions/${requisition.id}/review`, { lines: decisions })).status,
    ).toBe(200);
    await upTo(app, requisition.lines[0].id, 'receive', 5);
    await aReceipt(app, product.id, 20);
    await follow();
    expect(await heldOf(order)).toEqual([5]);
  });
});

describe('a promise', () => {
  const ask = async (product: Made, quantity: number, more = ''): Promise<Made> =>
    (await admin.get(`/sales/promises?product_id=${product.id}&warehouse_id=${WH}&quantity=${quantity}${more}`)).body;

  it('is what stock, open supply and the lead time give, and takes nothing from who was promised before', async () => {
    const now = await today();
    const product = await aSoldProduct(app, { lead_time_days: 30 });
    await aReceipt(app, product.id, 10);
    const promised_on = dayAfter(now, 9);
    await aSentOrder(app, {
      ...{ supplier_id: (await aSupplier(app)).id },
      lines: [{ product_id: product.id, quantity: 5, unit_price: '1', promised_on }],
    });
    expect(await ask(product, 10)).toMatchObject({ promise_on: now, source: 'stock', available_now: 10 });
    expect(await ask(product, 15)).toMatchObject({
      promise_on: promised_on,
      source: 'open_supply',
      supply_on: promised_on,
    });
    expect(await ask(product, 16)).toMatchObject({
      promise_on: dayAfter(now, 30),
      source: 'lead_time',
      supply_on: null,
    });
    expect(await ask(product, 1, '&supply=buy')).toMatchObject({ promise_on: dayAfter(now, 30), source: 'lead_time' });
    const order = await orderOf(product, 12);
    const { body: before } = await admin.get(`${SALES_ORDERS}/${order.id}/promises`);
    expect(before).toMatchObject([{ line_no: 1, quantity: 12, promise_on: promised_on, source: 'open_supply' }]);
    expect((await sold(admin, order, 'confirm')).lines[0]).toMatchObject({ reserved_quantity: 10, promised_on });
    // Of the five that come, two are the order's: three are left for others.
    expect((await admin.get(`${SALES_ORDERS}/${order.id}/promises`)).body).toMatchObject([
      { quantity: 2, promise_on: promised_on },
    ]);
    expect(await ask(product, 3)).toMatchObject({ promise_on: promised_on, available_now: 0 });
    expect(await ask(product, 4)).toMatchObject({ source: 'lead_time' });
    const nobody = await aSoldProduct(app, { is_purchased: false });
    expect(await ask(nobody, 1)).toMatchObject({ promise_on: null, source: 'none', lead_time_on: null });
  });

  it('is for who sees the place, and of what there is', async () => {
    const product = await aSoldProduct(app);
    const at = (product_id: string, warehouse_id: string) =>
      `/sales/promises?product_id=${product_id}&warehouse_id=${warehouse_id}&quantity=1`;
    expect(refused(await admin.get(at(product.id, product.id)))).toEqual([404, 'NOT_FOUND']);
    expect(refused(await admin.get(at(WH, WH)))).toEqual([404, 'NOT_FOUND']);
    const stranger = app.as(await app.actor({ role: 'admin', companies: [(await aCompany(app)).id] }));
    expect(refused(await stranger.get(at(product.id, WH)))).toEqual([404, 'NOT_FOUND']);
    const order = await orderOf(product, 1);
    for (const path of ['promises', 'supplies'])
      expect(refused(await stranger.get(`${SALES_ORDERS}/${order.id}/${path}`))).toEqual([404, 'NOT_FOUND']);
    expect(refused(await stranger.post(`${SALES_ORDERS}/${order.id}/reserve`, {}))).toEqual([404, 'NOT_FOUND']);
  });
});
