import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { aFloor, done, onTheFloor } from '../support/floor.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, inStock } from '../support/production.js';

const ORDERS = '/ppic/manufacturing-orders';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const post = (path: string, body: object = {}): Promise<Answer> => app.as(app.admin).post(path, body);
const issue = (orderId: string, product: Made, quantity: number, more: object = {}): Promise<Answer> =>
  post(`${ORDERS}/${orderId}/issues`, { lines: [{ product_id: product.id, quantity }], ...more });

async function tolerance(over: string | null, under: string | null): Promise<void> {
  const answer = await app.as(app.admin).put('/ppic/settings', {
    approver_must_differ: false,
    over_consumption_percent: over,
    under_consumption_percent: under,
  });
  expect(answer.body).toMatchObject({ over_consumption_percent: over, under_consumption_percent: under });
}

/** Ten pieces of two each, issued by hand, of one component. */
async function anOrderByHand(): Promise<{ order: Made; part: Made }> {
  const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 1000, issue_method: 'manual' }]);
  return { order: await aStartedOrder(app, product.id, 10), part: components[0] };
}

describe('the tolerance of consumption', () => {
  it('is any quantity until the company says otherwise', async () => {
    const settings = await app.as(app.admin).get('/ppic/settings');
    expect(settings.body).toMatchObject({ over_consumption_percent: null, under_consumption_percent: null });
    const { order, part } = await anOrderByHand();
    expect((await issue(order.id, part, 200)).status).toBe(201);
    const other = await anOrderByHand();
    await issue(other.order.id, other.part, 1);
    expect((await act(app, other.order.id, 'complete', { actual_quantity: 10 })).state).toBe('completed');
  });

  it('refuses to issue more, unless somebody who may says so', async () => {
    await tolerance('10.0000', null);
    const { order, part } = await anOrderByHand();
    expect((await issue(order.id, part, 20)).status).toBe(201);
    const over = await issue(order.id, part, 3);
    expect(over.status).toBe(409);
    expect(over.body).toMatchObject({
      error_code: 'OVER_CONSUMPTION',
      over_consumption_percent: '10.0000',
      components: [{ product_id: part.id, required_quantity: 20, issued_quantity: 23, most: 22 }],
    });
    expect((await issue(order.id, part, 2)).status).toBe(201);
    const clerk = app.as(
      await app.actor({ permissions: ['ppic.manufacturing_orders.report', 'ppic.manufacturing_orders.read'] }),
    );
    const asked = { lines: [{ product_id: part.id, quantity: 1 }], consumption_override: true };
    expect((await clerk.post(`${ORDERS}/${order.id}/issues`, asked)).status).toBe(403);
    expect((await issue(order.id, part, 1, { consumption_override: true })).status).toBe(201);
  });

  it('requires nothing of what is not on the bill', async () => {
    await tolerance('10.0000', null);
    const { order } = await anOrderByHand();
    const glue = await aProduct(app);
    await inStock(app, glue.id, 5, '1');
    expect((await issue(order.id, glue, 1)).body).toMatchObject({
      error_code: 'OVER_CONSUMPTION',
      components: [{ required_quantity: 0, most: 0 }],
    });
    expect((await issue(order.id, glue, 1, { consumption_override: true })).status).toBe(201);
  });

  it('refuses to complete with less than the pieces need, but not to end early', async () => {
    await tolerance(null, '5.0000');
    const complete = async (issued: number, more: object = {}, caller = app.as(app.admin)): Promise<Answer> => {
      const { order, part } = await anOrderByHand();
      await issue(order.id, part, issued);
      return caller.post(`${ORDERS}/${order.id}/complete`, { actual_quantity: 10, ...more });
    };
    const under = await complete(18);
    expect(under.status).toBe(409);
    expect(under.body).toMatchObject({
      error_code: 'UNDER_CONSUMPTION',
      under_consumption_percent: '5.0000',
      components: [{ needed_quantity: 20, issued_quantity: 18, least: 19 }],
    });
    expect((await complete(19)).body.state).toBe('completed');
    expect((await complete(18, { consumption_override: true })).body.state).toBe('completed');
    const clerk = app.as(
      await app.actor({ permissions: ['ppic.manufacturing_orders.complete', 'ppic.manufacturing_orders.read'] }),
    );
    expect((await complete(18, { consumption_override: true }, clerk)).status).toBe(403);
    const { order, part } = await anOrderByHand();
    await post(`${ORDERS}/${order.id}/reports`, { good_quantity: 5 });
    await issue(order.id, part, 1);
    expect((await act(app, order.id, 'short-close', { reason: 'Enough' })).state).toBe('completed');
  });

  it('counts the pieces of the operation that uses the component', async () => {
    await tolerance(null, '0.0000');
    const { product, components } = await aFloor(app, [
      { name: 'CUTTING', component: { quantity: 1, stock: 100, unit_cost: '1', issue_method: 'manual' } },
      { name: 'SEWING' },
    ]);
    const { order, work } = await onTheFloor(app, product.id, 5);
    await done(app, work['CUTTING'].id, 'start');
    await done(app, work['CUTTING'].id, 'entries', { good_quantity: 5, lost_quantity: 1, lost_reason_code: 'SETUP' });
    await issue(order.id, components['CUTTING'], 5);
    const under = await post(`${ORDERS}/${order.id}/complete`, { actual_quantity: 5 });
    expect(under.body).toMatchObject({
      error_code: 'UNDER_CONSUMPTION',
      components: [{ needed_quantity: 6, least: 6 }],
    });
    await issue(order.id, components['CUTTING'], 1);
    expect((await act(app, order.id, 'complete', { actual_quantity: 5 })).state).toBe('completed');
    await tolerance(null, null);
  });

  it.each([
    [{ over_consumption_percent: '-1' }, '/over_consumption_percent'],
    [{ under_consumption_percent: '100.1' }, '/under_consumption_percent'],
  ])('is no %j', async (settings, pointer) => {
    const answer = await app.as(app.admin).put('/ppic/settings', { approver_must_differ: false, ...settings });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});
