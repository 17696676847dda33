import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { aFloor, done, onTheFloor, workOf } from '../support/floor.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aDepartment, aReceipt } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, anOrder, aWorkshop, inStock, stockOf } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

const ORDERS = '/ppic/manufacturing-orders';
const DEBTS = '/ppic/material-debts';
const WHY = { reason: 'The truck is at the gate' };

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const get = async (path: string): Promise<Made> => (await app.as(app.admin).get(path)).body;
const post = (path: string, body: object = {}): Promise<Answer> => app.as(app.admin).post(path, body);
const report = (orderId: string, good: number): Promise<Answer> =>
  post(`${ORDERS}/${orderId}/reports`, { good_quantity: good });
const step = (debtId: string, event: string, body: object = {}): Promise<Answer> =>
  post(`${DEBTS}/${debtId}/${event}`, body);
const componentOf = async (orderId: string, n = 0): Promise<Made> => (await get(`${ORDERS}/${orderId}`)).components[n];
const receive = (productId: string, quantity: number, cost = '2'): Promise<Made> =>
  aReceipt(app, productId, quantity, cost);

/** An order for ten pieces in production, of one component for each piece, of which three are in stock at 1.00. */
async function aHungryOrder(given: { quantity?: number; stock?: number } = {}): Promise<{ order: Made; part: Made }> {
  const { quantity = 10, stock = 3 } = given;
  const { product, components } = await aWorkshop(app, [{ quantity: 1, stock, unit_cost: '1' }]);
  const order = await anOrder(app, product.id, quantity);
  await act(app, order.id, 'approve');
  await act(app, order.id, 'start?allow_partial=true');
  return { order, part: components[0] };
}

async function aDebt(orderId: string, quantity: number, n = 0): Promise<Made> {
  const component = await componentOf(orderId, n);
  const answer = await post(DEBTS, { order_id: orderId, component_id: component.id, quantity, ...WHY });
  if (answer.status !== 201) throw new Error(`No debt: ${answer.text}`);
  return answer.body;
}

async function anApprovedDebt(orderId: string, quantity: number, n = 0): Promise<Made> {
  const debt = await aDebt(orderId, quantity, n);
  const answer = await step(debt.id, 'approve', { reason: 'Go on' });
  if (answer.status !== 200) throw new Error(`Not approved: ${answer.text}`);
  return answer.body;
}

describe('an approved material debt', () => {
  it('lets reports go on: stock first, then the debt, and what is beyond both is refused', async () => {
    const { order, part } = await aHungryOrder();
    const short = await report(order.id, 5);
    expect([short.status, short.body.error_code]).toEqual([409, 'INSUFFICIENT_STOCK']);
    const asked = await aDebt(order.id, 4);
    expect(asked).toMatchObject({ state: 'requested', quantity: 4, open_quantity: 0, owed_quantity: 0, ...WHY });
    expect(asked.number).toMatch(/^MD-\d+$/);
    expect((await report(order.id, 5)).body.error_code).toBe('INSUFFICIENT_STOCK');
    await step(asked.id, 'approve', { reason: 'Go on' });

    const told = await report(order.id, 5);
    expect(told.status).toBe(201);
    expect(told.body.lines).toMatchObject([{ direction: 'consumed', quantity: 3 }]);
    expect(await stockOf(app, part.id)).toMatchObject({ on_hand: 0 });
    expect(await componentOf(order.id)).toMatchObject({ issued_quantity: 3, owed_quantity: 2 });
    expect(await get(`${DEBTS}/${asked.id}`)).toMatchObject({ used_quantity: 2, open_quantity: 2, owed_quantity: 2 });

    const beyond = await report(order.id, 3);
    expect(beyond.status).toBe(409);
    expect(beyond.body.shortages).toMatchObject([{ product_id: part.id, requested: 1, available: 0 }]);
    expect((await report(order.id, 2)).status).toBe(201);
    const list = await get(`${DEBTS}?order_id=${order.id}&state=approved&owed=true`);
    expect(list.data).toMatchObject([{ id: asked.id, used_quantity: 4, open_quantity: 0, owed_quantity: 4 }]);
    const { data: entries } = await get(`${DEBTS}/${asked.id}/entries`);
    expect(entries.map(({ kind, quantity }: Made) => [kind, quantity])).toEqual([
      ['use', 2],
      ['use', 2],
    ]);
  });

  it('is used in the order of approval, and by the completion as well', async () => {
    const { order } = await aHungryOrder();
    const late = await aDebt(order.id, 10);
    const early = await anApprovedDebt(order.id, 2);
    await step(late.id, 'approve');
    await report(order.id, 4);
    expect((await get(`${DEBTS}/${early.id}`)).used_quantity).toBe(1);
    const completed = await act(app, order.id, 'complete', { actual_quantity: 10 });
    expect(completed).toMatchObject({ state: 'completed', good_quantity: 10 });
    expect(completed.components[0]).toMatchObject({ issued_quantity: 3, owed_quantity: 7 });
    // The rest can be used no more.
    expect(await get(`${DEBTS}/${late.id}`)).toMatchObject({
      state: 'approved',
      used_quantity: 5,
      cancelled_quantity: 5,
      open_quantity: 0,
    });
    await receive((await componentOf(order.id)).product_id, 7);
    expect((await act(app, order.id, 'close')).work_in_progress).toBe('0.00');
  });

  it('holds the close, not the completion, and is settled by the receipt in the same transaction', async () => {
    const { order, part } = await aHungryOrder();
    const debt = await anApprovedDebt(order.id, 7);
    await act(app, order.id, 'complete', { actual_quantity: 10 });
    const refused = await post(`${ORDERS}/${order.id}/close`);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ error_code: 'MATERIAL_DEBT_OPEN', components: [{ owed_quantity: 7 }] });
    const close = (await get(`${ORDERS}/${order.id}/transitions`)).find((t: Made) => t.event === 'close');
    expect(close).toMatchObject({ allowed: false, reasons: [{ code: 'MATERIAL_DEBT_OPEN' }] });

    await receive(part.id, 5, '2');
    expect(await stockOf(app, part.id)).toMatchObject({ on_hand: 0 });
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({
      state: 'approved',
      settled_quantity: 5,
      owed_quantity: 2,
    });
    await receive(part.id, 5, '4');
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ state: 'settled', settled_quantity: 7, owed_quantity: 0 });
    expect(await stockOf(app, part.id)).toMatchObject({ on_hand: 3, value: '12.00' });
    // 3 at 1.00, 5 at 2.00 and 2 at 4.00.
    expect(await act(app, order.id, 'close')).toMatchObject({ material_value: '21.00', work_in_progress: '0.00' });
    const history = await get(`${DEBTS}/${debt.id}/history`);
    expect(history.map(({ event, to_state }: Made) => [event, to_state])).toEqual([
      ['create', 'requested'],
      ['approve', 'approved'],
      ['settle', 'approved'],
      ['settle', 'settled'],
    ]);
    const entries = (await get(`${DEBTS}/${debt.id}/entries`)).data;
    expect(
      entries.filter(({ kind }: Made) => kind === 'settlement').map((e: Made) => [e.posting_kind, e.quantity]),
    ).toEqual([
      ['issue', 5],
      ['issue', 2],
    ]);
  });

  it('is settled by hand in parts, as stock allows', async () => {
    const { order, part } = await aHungryOrder({ stock: 0 });
    const debt = await anApprovedDebt(order.id, 10);
    const early = await step(debt.id, 'settle');
    expect([early.status, early.body.error_code]).toEqual([409, 'NOTHING_OWED']);
    await report(order.id, 6);
    const none = await step(debt.id, 'settle');
    expect([none.status, none.body.error_code]).toEqual([409, 'INSUFFICIENT_STOCK']);
    // Stock that came by another way than a receipt of the API.
    await inStock(app, part.id, 4, '2');
    expect((await step(debt.id, 'settle', { quantity: 7 })).body).toMatchObject({
      error_code: 'NOTHING_OWED',
      owed_quantity: 6,
    });
    expect((await step(debt.id, 'settle', { quantity: 5 })).body.error_code).toBe('INSUFFICIENT_STOCK');
    expect((await step(debt.id, 'settle', { quantity: 1 })).body).toMatchObject({ settled_quantity: 1 });
    const rest = await step(debt.id, 'settle', { reason: 'Delivery note 4711' });
    expect(rest.body).toMatchObject({ state: 'approved', settled_quantity: 4, owed_quantity: 2 });
    expect(await get(`${ORDERS}/${order.id}`)).toMatchObject({ material_value: '8.00' });
    await inStock(app, part.id, 2, '2');
    await step(debt.id, 'settle');
    // Four pieces may still be used: giving them up ends it.
    const ended = await step(debt.id, 'cancel', WHY);
    expect(ended.body).toMatchObject({ state: 'settled', cancelled_quantity: 4, settled_quantity: 6 });
  });

  it('gives back what a report used when that is reversed; a settlement is taken back before', async () => {
    const { order, part } = await aHungryOrder({ stock: 0 });
    const debt = await anApprovedDebt(order.id, 5);
    const first = (await report(order.id, 2)).body;
    const second = (await report(order.id, 3)).body;
    const reverse = (id: string): Promise<Answer> => post(`${ORDERS}/${order.id}/reports/${id}/reverse`, WHY);
    expect((await reverse(second.id)).status).toBe(200);
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ used_quantity: 2, open_quantity: 3 });
    expect(await componentOf(order.id)).toMatchObject({ owed_quantity: 2 });
    expect((await report(order.id, 3)).status).toBe(201);
    await receive(part.id, 5);
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ state: 'settled' });
    const held = await reverse(first.id);
    expect([held.status, held.body.error_code]).toEqual([409, 'MATERIAL_DEBT_SETTLED']);
    expect(held.body.material_debts).toMatchObject([{ number: debt.number, used: 2, owed: 0 }]);
    const open = await step(debt.id, 'reopen', WHY);
    expect(open.body).toMatchObject({ state: 'approved', settled_quantity: 0, owed_quantity: 5 });
    expect(await stockOf(app, part.id)).toMatchObject({ on_hand: 5, value: '10.00' });
    expect((await reverse(first.id)).status).toBe(200);
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ used_quantity: 3, owed_quantity: 3, open_quantity: 2 });
    // The settlement is an issue of the order, and may be reversed as one.
    expect((await step(debt.id, 'settle')).body).toMatchObject({ settled_quantity: 3, state: 'approved' });
    const { data: issues } = await get(`${ORDERS}/${order.id}/issues?sort=-posting_no`);
    expect((await post(`${ORDERS}/${order.id}/issues/${issues[0].id}/reverse`, WHY)).status).toBe(200);
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ settled_quantity: 0, owed_quantity: 3 });
  });

  it('makes a work order ready, which then works on nothing but the debt', async () => {
    const { product } = await aFloor(app, [
      { name: 'CUTTING', component: { quantity: 2, stock: 0, unit_cost: '1' } },
      { name: 'SEWING', component: { quantity: 1, stock: 100, unit_cost: '1' } },
    ]);
    const { order, work } = await onTheFloor(app, product.id, 5, { release: { allow_partial: 'true' } });
    const cutting = work['CUTTING'].id;
    const blocked = await post(`/ppic/work-orders/${cutting}/start`);
    expect(blocked.body).toMatchObject({ error_code: 'WORK_ORDER_BLOCKED', reasons: [{ code: 'MATERIAL_SHORT' }] });
    const part = await componentOf(order.id);
    const debt = await anApprovedDebt(order.id, 10);
    expect(debt).toMatchObject({ work_order_id: cutting, work_order_number: work['CUTTING'].number });
    expect((await workOf(app, order.id))['CUTTING'].state).toBe('ready');
    await done(app, cutting, 'start');
    const entry = await done(app, cutting, 'entries', { good_quantity: 3 });
    expect(entry.posting_id).not.toBeNull();
    expect(await componentOf(order.id)).toMatchObject({ issued_quantity: 0, owed_quantity: 6 });
    await done(app, cutting, `entries/${entry.id}/reverse`, WHY);
    expect(await componentOf(order.id)).toMatchObject({ owed_quantity: 0 });
    await done(app, cutting, 'entries', { good_quantity: 5 });
    await receive(part.product_id, 12);
    expect(await stockOf(app, part.product_id)).toMatchObject({ on_hand: 2 });
    await act(app, order.id, 'complete', { actual_quantity: 5 });
    expect((await act(app, order.id, 'close')).work_in_progress).toBe('0.00');
  });

  it('keeps an order from being cancelled while it is owed, and ends with it when it was not used', async () => {
    const { order, part } = await aHungryOrder({ stock: 0 });
    const debt = await anApprovedDebt(order.id, 5);
    const waiting = await aDebt(order.id, 1);
    const answer = await post(`${ORDERS}/${order.id}/reports`, { lost_quantity: 2, lost_reason_code: 'SETUP' });
    expect(answer.status).toBe(201);
    const held = await post(`${ORDERS}/${order.id}/cancel`, WHY);
    expect([held.status, held.body.error_code]).toEqual([409, 'MATERIAL_DEBT_OPEN']);
    expect((await get(`${DEBTS}/${waiting.id}`)).state).toBe('requested');
    await receive(part.id, 2);
    await act(app, order.id, 'cancel', WHY);
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ state: 'settled', cancelled_quantity: 3 });
    expect((await get(`${DEBTS}/${waiting.id}`)).state).toBe('cancelled');
  });
});

describe('the life of a material debt', () => {
  it('is decided by another person where duties are separated', async () => {
    const { order } = await aHungryOrder();
    const caller = app.as(app.admin);
    await caller.put('/ppic/settings', { approver_must_differ: true });
    try {
      const debt = await aDebt(order.id, 4);
      const own = await step(debt.id, 'approve');
      expect([own.status, own.body.error_code]).toEqual([403, 'MATERIAL_DEBT_APPROVER_IS_REQUESTER']);
      const transitions = await get(`${DEBTS}/${debt.id}/transitions`);
      expect(transitions.filter((t: Made) => t.allowed).map((t: Made) => t.event)).toEqual(['reject', 'cancel']);
      const boss = await app.actor({ permissions: ['ppic.material_debts.approve', 'ppic.material_debts.read'] });
      const approved = await app.as(boss).post(`${DEBTS}/${debt.id}/approve`);
      expect(approved.body).toMatchObject({ state: 'approved', decided_by: boss.id });
      expect((await step(debt.id, 'approve')).body.error_code).toBe('INVALID_STATE');
    } finally {
      await caller.put('/ppic/settings', { approver_must_differ: false });
    }
  });

  it('ends by a rejection, or by giving it up; in part when some of it was used', async () => {
    const { order } = await aHungryOrder({ stock: 0 });
    const rejected = await aDebt(order.id, 4);
    expect((await step(rejected.id, 'reject', WHY)).body.state).toBe('rejected');
    expect((await step((await aDebt(order.id, 4)).id, 'cancel', WHY)).body).toMatchObject({ state: 'cancelled' });
    expect((await report(order.id, 1)).body.error_code).toBe('INSUFFICIENT_STOCK');
    const debt = await anApprovedDebt(order.id, 4);
    await report(order.id, 1);
    const part = await step(debt.id, 'cancel', WHY);
    expect(part.body).toMatchObject({ state: 'approved', cancelled_quantity: 3, open_quantity: 0, owed_quantity: 1 });
    expect((await step(debt.id, 'cancel', WHY)).body.error_code).toBe('MATERIAL_DEBT_USED');
    const may = (await get(`${DEBTS}/${debt.id}/transitions`)).filter((t: Made) => t.allowed);
    expect(may.map((t: Made) => t.event)).toEqual(['settle']);
    expect((await report(order.id, 1)).body.error_code).toBe('INSUFFICIENT_STOCK');
  });

  it('says all that is wrong with a request at once, and is asked for only while the order works', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, issue_method: 'manual' }, { quantity: 1 }]);
    const order = await anOrder(app, product.id, 5);
    const [byHand, own] = [await componentOf(order.id, 0), await componentOf(order.id, 1)];
    const faults = async (body: object): Promise<string[][]> =>
      (await post(DEBTS, { order_id: order.id, quantity: 1, ...WHY, ...body })).body.errors?.map((e: Made) => [
        e.pointer,
        e.code,
      ]);
    expect(await faults({ component_id: byHand.id })).toEqual([['/component_id', 'NOT_ALLOWED']]);
    expect(await faults({ component_id: order.id })).toEqual([['/component_id', 'REFERENCE_NOT_FOUND']]);
    expect(await faults({ order_id: own.id, component_id: own.id })).toEqual([['/order_id', 'REFERENCE_NOT_FOUND']]);
    expect((await faults({ component_id: own.id, quantity: 0, reason: '' })).map(([pointer]) => pointer)).toEqual([
      '/quantity',
      '/reason',
    ]);
    const draft = await post(DEBTS, { order_id: order.id, component_id: own.id, quantity: 1, ...WHY });
    expect([draft.status, draft.body.error_code]).toEqual([409, 'INVALID_STATE']);
    expect((await app.as(app.admin).get(`${DEBTS}?state=gone`)).status).toBe(400);
  });

  it('is for those who may, and of those whose it is', async () => {
    const { order } = await aHungryOrder();
    const debt = await aDebt(order.id, 4);
    const body = { order_id: order.id, component_id: debt.component_id, quantity: 1, ...WHY };
    const reader = app.as(await app.actor({ permissions: ['ppic.material_debts.read'] }));
    expect((await reader.get(`${DEBTS}/${debt.id}`)).status).toBe(200);
    expect((await reader.post(DEBTS, body)).status).toBe(403);
    for (const event of ['approve', 'reject', 'cancel', 'settle', 'reopen'])
      expect((await reader.post(`${DEBTS}/${debt.id}/${event}`, WHY)).status).toBe(403);
    const company = await aCompany(app);
    const stranger = app.as(await app.actor({ permissions: ['*'], companies: [company.id] }));
    expect((await stranger.get(`${DEBTS}/${debt.id}`)).status).toBe(404);
    expect((await stranger.get(`${DEBTS}/${debt.id}/entries`)).status).toBe(404);
    expect((await stranger.post(`${DEBTS}/${debt.id}/approve`)).status).toBe(404);
    expect((await stranger.get(DEBTS)).body.data).toEqual([]);
    expect((await stranger.post(DEBTS, body)).body.errors[0].pointer).toBe('/order_id');
    const department = await aDepartment(app);
    const other = app.as(await app.actor({ permissions: ['*'], departments: [department.id] }));
    expect((await other.get(`${DEBTS}/${debt.id}`)).status).toBe(200);
    const stale = await app.as(app.admin).post(`${DEBTS}/${debt.id}/approve`, {}, { 'if-match': '"7"' });
    expect(stale.status).toBe(412);
  });
});

describe('material debts under load', () => {
  it('are used once by a request that is repeated, and never beyond what was approved by many at once', async () => {
    const { order } = await aHungryOrder({ stock: 0 });
    const debt = await anApprovedDebt(order.id, 5);
    const path = `${ORDERS}/${order.id}/reports`;
    const one = { 'idempotency-key': `report-${order.id}` };
    await app.as(app.admin).post(path, { good_quantity: 1 }, one);
    await app.as(app.admin).post(path, { good_quantity: 1 }, one);
    expect((await get(`${DEBTS}/${debt.id}`)).used_quantity).toBe(1);
    const dry = await app.as(app.admin).post(`${path}?dry_run=true`, { good_quantity: 1 });
    expect(dry.status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 8 }, () => report(order.id, 1)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 409, 409, 409, 409]);
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ used_quantity: 5, open_quantity: 0 });
  });

  it('let two orders share what little stock there is', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 6 }]);
    const orders = [];
    for (const held of ['start', 'start?allow_partial=true']) {
      const order = await anOrder(app, product.id, 5);
      await act(app, order.id, 'approve');
      await act(app, order.id, held);
      await anApprovedDebt(order.id, 5);
      orders.push(order);
    }
    const told = await Promise.all(orders.map(({ id }) => report(id, 5)));
    expect(told.map(({ status }) => status)).toEqual([201, 201]);
    const owed = await Promise.all(orders.map(async ({ id }) => (await componentOf(id)).owed_quantity));
    expect(owed).toEqual([0, 4]);
    const received = await Promise.all([1, 2, 3].map(() => receive(components[0].id, 1)));
    expect(received).toHaveLength(3);
    await receive(components[0].id, 5);
    expect((await componentOf(orders[1].id)).owed_quantity).toBe(0);
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 4 });
  });

  it('do not let a receipt wait for an order that somebody holds: what it would settle stays owed', async () => {
    const { order, part } = await aHungryOrder({ stock: 0 });
    const debt = await anApprovedDebt(order.id, 3);
    await report(order.id, 3);
    const client = await app.db.connect();
    try {
      await client.query('begin');
      await client.query('select id from erp.manufacturing_orders where id = $1 for update', [order.id]);
      await receive(part.id, 3);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(await get(`${DEBTS}/${debt.id}`)).toMatchObject({ owed_quantity: 3 });
    expect((await step(debt.id, 'settle')).body.state).toBe('settled');
  });

  it('cost the same few statements for one debt as for six, and a receipt one question where nothing is owed', async () => {
    const tell = async (debts: number): Promise<{ told: number; came: number; usual: number }> => {
      const { order, part } = await aHungryOrder({ stock: 0 });
      for (let n = 0; n < debts; n++) await anApprovedDebt(order.id, 1);
      const told = await statementsOf(() => report(order.id, debts));
      const came = await statementsOf(() => receive(part.id, 10));
      const usual = [];
      for (let n = 0; n < 3; n++) usual.push(await statementsOf(() => receive(part.id, 10)));
      return { told, came, usual: Math.min(...usual) };
    };
    await tell(1);
    const [one, six] = [await tell(1), await tell(6)];
    // Now and then a request also notes when its session was last used.
    expect(Math.abs(one.told - six.told)).toBeLessThanOrEqual(1);
    expect(one.usual).toBe(six.usual);
    // What is free, the posting, and the record of the settlements.
    for (const { came, usual } of [one, six]) expect([3, 4]).toContain(came - usual);
  });
});
