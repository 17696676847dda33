import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { runJob } from '../support/jobs.js';
import { aBom, aDepartment, aMadeProduct, aProduct, aReceipt, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, anOrder, stockOf } from '../support/production.js';
import { aRouting, activated } from '../support/routing.js';

const REQUESTS = '/ppic/material-requests';
const ORDERS = '/ppic/manufacturing-orders';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

/** A bear that is cut and embroidered side by side and then sewn; plush goes into cutting and sewing, yarn into embroidery, thread into sewing. */
async function aBear(
  given: { department_id?: string } = {},
): Promise<Record<'bear' | 'plush' | 'yarn' | 'thread', Made>> {
  const [bear, plush, yarn, thread] = [
    await aMadeProduct(app),
    await aProduct(app),
    await aProduct(app),
    await aProduct(app),
  ];
  await aBom(app, {
    product_id: bear.id,
    lines: [
      { component_id: plush.id, quantity: 2, operation: 'CUTTING' },
      { component_id: yarn.id, quantity: 3, operation: 'EMBROIDERY' },
      { component_id: thread.id, quantity: 1, operation: 'SEWING' },
      { component_id: plush.id, quantity: 1, operation: 'SEWING' },
    ],
  });
  const routing = await aRouting(
    app,
    [
      { name: 'CUTTING', number: 10, ...given },
      { name: 'EMBROIDERY', number: 20, predecessors: [], ...given },
      { name: 'SEWING', number: 30, predecessors: [10, 20], ...given },
    ],
    { product_id: bear.id },
  );
  await activated(app, routing);
  return { bear, plush, yarn, thread };
}

/** Released with what there is. */
async function released(bear: Made, quantity: number): Promise<Made> {
  const order = await anOrder(app, bear.id, quantity);
  await act(app, order.id, 'approve');
  return act(app, order.id, 'release?allow_partial=true');
}

const operationsOf = async (order: Made): Promise<Made[]> =>
  (await admin.get(`${ORDERS}/${order.id}/shortages`)).body.work_orders;
const materialOf = async (operation: Made, who = admin): Promise<Made> =>
  (await who.get(`/ppic/work-orders/${operation.work_order_id}/material`)).body;
const start = (operation: Made) => admin.post(`/ppic/work-orders/${operation.work_order_id}/start`);
const startOf = async (operation: Made): Promise<Made> =>
  (await admin.get(`/ppic/work-orders/${operation.work_order_id}/transitions`)).body.find(
    (t: Made) => t.event === 'start',
  );
const figures = ({
  sku,
  outstanding_quantity,
  allocated_quantity,
  available_quantity,
  short_quantity,
}: Made): unknown[] => [sku, outstanding_quantity, allocated_quantity, available_quantity, short_quantity];
const bySku = (rows: Made[]): unknown[] => [...rows].sort((a, b) => (a.sku < b.sku ? -1 : 1)).map(figures);

it('releases an order in part: what has its material can start, what has not says what it is short of', async () => {
  const { bear, plush, yarn, thread } = await aBear();
  await aReceipt(app, plush.id, 25);
  await aReceipt(app, thread.id, 100);
  await aReceipt(app, yarn.id, 10);
  expect((await admin.get(`${ORDERS}/${(await anOrder(app, bear.id, 1)).id}/shortages`)).body.work_orders).toEqual([]);
  const refused = await anOrder(app, bear.id, 10);
  await act(app, refused.id, 'approve');
  expect((await admin.post(`${ORDERS}/${refused.id}/release`)).body.error_code).toBe('INSUFFICIENT_STOCK');
  const order = await released(bear, 10);
  const operations = await operationsOf(order);
  // Plush is there for the whole of cutting, and for half of sewing.
  expect(operations.map((o) => [o.name, o.state, o.material_is_here, bySku(o.material)])).toEqual([
    ['CUTTING', 'ready', true, [[plush.sku, 20, 20, 0, 0]]],
    ['EMBROIDERY', 'pending', false, [[yarn.sku, 30, 10, 0, 20]]],
    [
      'SEWING',
      'pending',
      false,
      bySku([
        { sku: plush.sku, outstanding_quantity: 10, allocated_quantity: 5, available_quantity: 0, short_quantity: 5 },
        {
          sku: thread.sku,
          outstanding_quantity: 10,
          allocated_quantity: 10,
          available_quantity: 90,
          short_quantity: 0,
        },
      ]),
    ],
  ]);
  expect((await admin.get(`${ORDERS}/${order.id}/shortages`)).body).toMatchObject({
    state: 'released',
    material_is_here: false,
  });
  expect(await materialOf(operations[1])).toMatchObject({
    number: operations[1].number,
    order_id: order.id,
    state: 'pending',
    material_is_here: false,
    components: [
      { sku: yarn.sku, required_quantity: 30, issued_quantity: 0, requested_quantity: 0, short_quantity: 20 },
    ],
  });
  // What can start does, and what cannot says why: by its transitions and by refusing.
  expect(await startOf(operations[0])).toMatchObject({ allowed: true, reasons: [] });
  expect(await startOf(operations[1])).toMatchObject({
    allowed: false,
    reasons: [{ code: 'MATERIAL_SHORT', message: `${yarn.sku} is short of 20` }],
  });
  expect((await startOf(operations[2])).reasons.map((r: Made) => r.code)).toEqual([
    'PREDECESSOR_OPEN',
    'PREDECESSOR_OPEN',
    'MATERIAL_SHORT',
  ]);
  expect((await start(operations[1])).body).toMatchObject({ error_code: 'WORK_ORDER_BLOCKED' });
  expect((await start(operations[0])).body).toMatchObject({ state: 'in_progress' });
  expect((await admin.get(`${ORDERS}/${order.id}`)).body.state).toBe('in_progress');
  // In the list over all orders it is the operations that are hit; the order that was only approved comes first by its number.
  const [row] = (await admin.get(`/ppic/shortages?product_id=${plush.id}`)).body.data;
  expect(row).toMatchObject({
    needed_quantity: 60,
    held_quantity: 25,
    free_quantity: 0,
    short_quantity: 35,
    short_order_count: 2,
    short_work_order_count: 1,
  });
  expect(
    row.needs
      .filter((n: Made) => n.order_id === order.id)
      .map((n: Made) => [n.work_order_number, n.work_order_state, n.held_quantity, n.short_quantity]),
  ).toEqual([
    [operations[0].number, 'in_progress', 20, 0],
    [operations[2].number, 'pending', 5, 5],
  ]);
  // The yarn comes: embroidery becomes ready with the next look at what can be held.
  await act(app, refused.id, 'cancel', { reason: 'x' });
  await aReceipt(app, yarn.id, 20);
  expect((await operationsOf(order))[1]).toMatchObject({ state: 'pending', material_is_here: true });
  await act(app, order.id, 'reserve?allow_partial=true');
  expect((await operationsOf(order)).map((o) => o.state)).toEqual(['in_progress', 'ready', 'pending']);
  expect(await startOf(operations[1])).toMatchObject({ allowed: true, reasons: [] });
});

it('finds by itself, once a minute, that material has come for who waits, and leaves alone whose order is being changed', async () => {
  const { bear, plush, yarn, thread } = await aBear();
  for (const product of [plush, thread]) await aReceipt(app, product.id, 200);
  const [first, second] = [await released(bear, 10), await released(bear, 10)];
  const states = async (order: Made): Promise<string[]> => (await operationsOf(order)).map(({ state }) => state);
  const look = () => runJob(app, 'waiting-work-orders');
  await look();
  expect(await look()).toEqual({ ready: 0 });
  expect(await states(first)).toEqual(['ready', 'pending', 'pending']);
  await aReceipt(app, yarn.id, 60);
  const other = await app.db.connect();
  try {
    await other.query('begin');
    await other.query('select from erp.manufacturing_orders where id = $1 for update', [second.id]);
    expect(await look()).toEqual({ ready: 1 });
  } finally {
    await other.query('rollback');
    other.release();
  }
  expect([await states(first), await states(second)]).toEqual([
    ['ready', 'ready', 'pending'],
    ['ready', 'pending', 'pending'],
  ]);
  expect(await look()).toEqual({ ready: 1 });
  expect(await states(second)).toEqual(['ready', 'ready', 'pending']);
  const { body: history } = await admin.get(
    `/ppic/work-orders/${(await operationsOf(second))[1]!.work_order_id}/history`,
  );
  expect(history.map(({ event }: Made) => event)).toContain('ready');
});

it('asks for what one operation needs, and gives it to that operation', async () => {
  const { bear, plush, yarn, thread } = await aBear();
  for (const product of [plush, yarn, thread]) await aReceipt(app, product.id, 100, '2');
  const order = await released(bear, 10);
  const [cutting, , sewing] = (await operationsOf(order)) as [Made, Made, Made];
  const request = await made(app, REQUESTS, { work_order_id: sewing.work_order_id });
  expect(request).toMatchObject({
    order_id: order.id,
    work_order_id: sewing.work_order_id,
    work_order_number: sewing.number,
  });
  expect(new Map(request.lines.map((l: Made) => [l.sku, l.quantity]))).toEqual(
    new Map([
      [plush.sku, 10],
      [thread.sku, 10],
    ]),
  );
  expect((await materialOf(sewing)).components.map((c: Made) => c.requested_quantity)).toEqual([10, 10]);
  expect((await admin.post(REQUESTS, { work_order_id: sewing.work_order_id })).body.errors).toMatchObject([
    { pointer: '/lines' },
  ]);
  await admin.post(`${REQUESTS}/${request.id}/approve`);
  const issued = (await admin.post(`${REQUESTS}/${request.id}/issue`)).body;
  expect(issued.state).toBe('issued');
  // Cutting stands before sewing on the bill, and yet the plush is for sewing.
  expect((await materialOf(cutting)).components).toMatchObject([
    { sku: plush.sku, required_quantity: 20, issued_quantity: 0, allocated_quantity: 20 },
  ]);
  expect(
    (await materialOf(sewing)).components.map((c: Made) => [
      c.issued_quantity,
      c.outstanding_quantity,
      c.requested_quantity,
    ]),
  ).toEqual([
    [10, 0, 0],
    [10, 0, 0],
  ]);
  expect(await stockOf(app, plush.id)).toMatchObject({ on_hand: 90, reserved: 20 });
  const line = request.lines.find((l: Made) => l.sku === plush.sku).line_no;
  const back = await admin.post(`${REQUESTS}/${request.id}/return`, {
    reason: 'Cut wrong',
    lines: [{ line_no: line, quantity: 4 }],
  });
  expect(back.status).toBe(200);
  expect((await materialOf(sewing)).components.find((c: Made) => c.sku === plush.sku)).toMatchObject({
    issued_quantity: 6,
    outstanding_quantity: 4,
  });
  // What an operation has used does not come back: six bears' worth of cutting is in its plush.
  const more = await made(app, REQUESTS, { work_order_id: cutting.work_order_id });
  await admin.post(`${REQUESTS}/${more.id}/approve`);
  await admin.post(`${REQUESTS}/${more.id}/issue`);
  await act(app, order.id, 'start');
  await act(app, order.id, 'reports', { good_quantity: 6 });
  const tooMuch = await admin.post(`${REQUESTS}/${more.id}/return`, {
    reason: 'x',
    lines: [{ line_no: 1, quantity: 9 }],
  });
  expect(tooMuch.body).toMatchObject({
    error_code: 'MATERIAL_USED',
    products: [{ product_id: plush.id, quantity: 9, returnable: 8 }],
  });
  expect(
    (await admin.post(`${REQUESTS}/${more.id}/return`, { reason: 'x', lines: [{ line_no: 1, quantity: 8 }] })).status,
  ).toBe(200);
});

it('is the matter of the department of the operation, and of no other order', async () => {
  const [mine, theirs] = [await aDepartment(app), await aDepartment(app)];
  const { bear, plush, yarn, thread } = await aBear({ department_id: theirs.id });
  for (const product of [plush, yarn, thread]) await aReceipt(app, product.id, 100);
  const order = await released(bear, 10);
  const other = await released(bear, 10);
  const [cutting] = (await operationsOf(order)) as [Made];
  const stranger = app.as(await app.actor({ permissions: ['ppic.*.*'], departments: [mine.id] }));
  expect((await stranger.get(`/ppic/work-orders/${cutting.work_order_id}/material`)).status).toBe(404);
  expect((await stranger.post(REQUESTS, { work_order_id: cutting.work_order_id })).body.errors).toMatchObject([
    { pointer: '/work_order_id' },
  ]);
  expect(
    (await admin.post(REQUESTS, { order_id: other.id, work_order_id: cutting.work_order_id })).body.errors,
  ).toMatchObject([{ pointer: '/work_order_id' }, { pointer: '/lines' }]);
  const nowhere = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';
  expect((await admin.get(`/ppic/work-orders/${nowhere}/material`)).status).toBe(404);
  const viewer = app.as(await app.actor({ permissions: ['ppic.shortages.read'] }));
  expect((await viewer.get(`/ppic/work-orders/${cutting.work_order_id}/material`)).status).toBe(403);
  // The department of the operation asks, unless somebody else says who he is.
  expect((await made(app, REQUESTS, { work_order_id: cutting.work_order_id })).department_id).toBe(theirs.id);
  expect((await admin.get(`/ppic/shortages?department_id=${theirs.id}`)).body.data.length).toBe(3);
});
