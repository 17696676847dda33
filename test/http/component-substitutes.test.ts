import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, anOrder, inStock, stockOf } from '../support/production.js';

const ORDERS = '/ppic/manufacturing-orders';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const post = (path: string, body: object = {}): Promise<Answer> => app.as(app.admin).post(path, body);
const get = async (path: string): Promise<Made> => (await app.as(app.admin).get(path)).body;

/** A bear of two pieces of plush; for two of plush three of felt, else two of fleece. An order of ten, approved. */
async function aBear({ plush = 12, felt = 9, fleece = 50 } = {}) {
  const [bear, ...cloth] = [
    await aProduct(app, { type: 'finished_good', is_manufactured: true }),
    await aProduct(app),
    await aProduct(app),
    await aProduct(app),
  ] as [Made, Made, Made, Made];
  for (const [n, quantity] of [plush, felt, fleece].entries())
    if (quantity > 0) await inStock(app, cloth[n]!.id, quantity, ['10', '4', '7'][n]!);
  await made(app, '/warehouse/bom', {
    product_id: bear.id,
    activate: true,
    lines: [
      {
        component_id: cloth[0]!.id,
        quantity: 2,
        substitutes: [
          { component_id: cloth[1]!.id, quantity: 3 },
          { component_id: cloth[2]!.id, quantity: 2 },
        ],
      },
    ],
  });
  const order = await anOrder(app, bear.id, 10);
  await act(app, order.id, 'approve');
  const [component] = (await get(`${ORDERS}/${order.id}`)).components;
  return { bear, plush: cloth[0]!, felt: cloth[1]!, fleece: cloth[2]!, order, component };
}

const needsOf = (order: Made): [string, number][] =>
  order.components.map(({ product_id, required_quantity }: Made) => [product_id, required_quantity]);

describe('a substitute of a component', () => {
  it('is one of the bill, by preference, with what is free of it', async () => {
    const { order, component, felt, fleece } = await aBear();
    const { options, short_quantity, used } = await get(`${ORDERS}/${order.id}/components/${component.id}/substitutes`);
    expect([short_quantity, used]).toEqual([8, false]);
    expect(options).toEqual([
      expect.objectContaining({ product_id: felt.id, preference: 1, numerator: 3, denominator: 2, free_quantity: 9 }),
      expect.objectContaining({
        product_id: fleece.id,
        preference: 2,
        numerator: 2,
        denominator: 2,
        free_quantity: 50,
      }),
    ]);
  });

  it('meets what is short, the preferred one first, and the order is released and made of both', async () => {
    const { order, bear, plush, felt } = await aBear();
    expect((await post(`${ORDERS}/${order.id}/release`)).body.error_code).toBe('INSUFFICIENT_STOCK');
    // 8 of 20 plush are missing; 9 felt stand for 6 of them: 14 plush are still needed, and 12 are there.
    const first = await post(`${ORDERS}/${order.id}/substitute-shortages`);
    expect(needsOf(first.body)).toEqual([
      [plush.id, 14],
      [felt.id, 9],
    ]);
    // What is still short goes to fleece.
    const second = await post(`${ORDERS}/${order.id}/components/${first.body.components[0].id}/substitute`, {
      quantity: 2,
    });
    expect(needsOf(second.body).map(([, quantity]) => quantity)).toEqual([12, 9, 2]);
    await act(app, order.id, 'release');
    await act(app, order.id, 'start');
    // One bear at a time uses what ten at once would.
    for (let n = 0; n < 10; n++) await act(app, order.id, 'reports', { good_quantity: 1 });
    expect(await stockOf(app, plush.id)).toMatchObject({ on_hand: 0 });
    expect(await stockOf(app, felt.id)).toMatchObject({ on_hand: 0 });
    await act(app, order.id, 'complete', { actual_quantity: 10 });
    const closed = await act(app, order.id, 'close');
    // 12 at 10.00, 9 at 4.00, 2 at 7.00
    expect(closed).toMatchObject({ material_value: '170.00', work_in_progress: '0.00' });
    expect(await stockOf(app, bear.id)).toMatchObject({ on_hand: 10, value: '170.00' });
  });

  it('takes over what was held, and gives it back when that is undone', async () => {
    const { order, component, plush, fleece } = await aBear({ plush: 20 });
    await act(app, order.id, 'release');
    expect(await stockOf(app, plush.id)).toMatchObject({ reserved: 20 });
    const replaced = await post(`${ORDERS}/${order.id}/components/${component.id}/substitute`, {
      product_id: fleece.id,
    });
    expect(needsOf(replaced.body)).toEqual([
      [plush.id, 0],
      [fleece.id, 20],
    ]);
    expect(await stockOf(app, plush.id)).toMatchObject({ reserved: 0 });
    expect(await stockOf(app, fleece.id)).toMatchObject({ reserved: 20 });
    expect(replaced.body.components[1]).toMatchObject({
      planned_unit_cost: '7.000000',
      substitutes_component_id: component.id,
    });
    const own = replaced.body.components[1].id;
    const undone = await post(`${ORDERS}/${order.id}/components/${own}/undo-substitute`);
    expect(needsOf(undone.body)).toEqual([[plush.id, 20]]);
    expect(await stockOf(app, plush.id)).toMatchObject({ reserved: 20 });
    expect((await post(`${ORDERS}/${order.id}/components/${own}/undo-substitute`)).status).toBe(404);
  });

  it('is refused where it is none, has not enough, or comes too late', async () => {
    const { order, component, plush, bear } = await aBear({ plush: 20, felt: 1, fleece: 1 });
    const path = `${ORDERS}/${order.id}/components/${component.id}/substitute`;
    const stranger = await post(path, { product_id: bear.id });
    expect(stranger.body.errors).toEqual([
      expect.objectContaining({ pointer: '/product_id', code: 'REFERENCE_NOT_FOUND' }),
    ]);
    expect((await post(path, { quantity: 21 })).body.errors).toEqual([
      expect.objectContaining({ pointer: '/quantity', code: 'TOO_LARGE' }),
    ]);
    const little = await post(path);
    expect([little.status, little.body.error_code]).toEqual([409, 'NO_SUBSTITUTE']);
    const viewer = app.as(await app.actor({ permissions: ['ppic.manufacturing_orders.read'] }));
    expect((await viewer.post(path, {})).status).toBe(403);
    expect((await post(`${ORDERS}/${order.id}/components/${order.id}/substitute`)).status).toBe(404);
    const dry = await post(`${path}?dry_run=true`, {
      product_id: (await get(`${ORDERS}/${order.id}/components/${component.id}/substitutes`)).options[0].product_id,
      quantity: 1,
    });
    expect(dry.status).toBe(200);
    expect(needsOf(await get(`${ORDERS}/${order.id}`))).toEqual([[plush.id, 20]]);
    await act(app, order.id, 'start');
    await act(app, order.id, 'reports', { good_quantity: 1 });
    const late = await post(path, { quantity: 1 });
    expect([late.status, late.body.error_code]).toEqual([409, 'COMPONENT_IN_USE']);
    await act(app, order.id, 'short-close', { reason: 'Enough' });
    const over = await post(path, { quantity: 1 });
    expect([over.status, over.body.error_code]).toEqual([409, 'INVALID_STATE']);
  });

  it('is chosen once when two choose at once', async () => {
    const { order, component } = await aBear({ plush: 20 });
    const path = `${ORDERS}/${order.id}/components/${component.id}/substitute`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(path, { quantity: 20 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422]);
  });
});
