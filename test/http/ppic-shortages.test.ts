import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aBom, aCompany, aDepartment, aMadeProduct, aProduct, aReceipt, placesOf } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, anOrder } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

const SHORTAGES = '/ppic/shortages';
const ORDERS = '/ppic/manufacturing-orders';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const list = async (query: string, who = admin): Promise<Made[]> => {
  const answer = await who.get(`${SHORTAGES}?${query}`);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body.data;
};
const of = async (product: Made): Promise<Made> => (await list(`product_id=${product.id}`))[0];

/** A draft that is approved, with a day and a priority. */
async function anApprovedOrder(product: Made, quantity: number, given: object = {}): Promise<Made> {
  const order = await anOrder(app, product.id, quantity, given);
  return act(app, order.id, 'approve');
}

it('gives what is free to those who need it in the order of need, and says when what is expected comes', async () => {
  const plush = await aMadeProduct(app);
  const part = async (): Promise<Made> => {
    const product = await aMadeProduct(app);
    await aBom(app, { product_id: product.id, lines: [{ component_id: plush.id, quantity: 2 }] });
    return product;
  };
  const bear = await part();
  await aReceipt(app, plush.id, 30);
  // Ten of the first are held; it was there before, and is in nobody's way.
  const started = await aStartedOrder(app, bear.id, 5, { due_date: '2999-06-30' });
  const late = await anApprovedOrder(bear, 6, { planned_start_date: '2999-02-01', due_date: '2999-02-10' });
  const early = await anApprovedOrder(bear, 4, { planned_start_date: '2999-01-01', due_date: '2999-03-10' });
  const urgent = await anApprovedOrder(bear, 5, { priority: 'urgent', due_date: '2999-05-01' });
  const draft = await anOrder(app, bear.id, 100);
  const row = await of(plush);
  // 10 held and 20 free for 10 + 10 + 8 + 12.
  expect(row).toMatchObject({
    sku: plush.sku,
    warehouse_code: 'WH',
    needed_quantity: 40,
    held_quantity: 10,
    free_quantity: 20,
    expected_quantity: 0,
    first_expected_on: null,
    short_quantity: 10,
    uncovered_quantity: 10,
    first_needed_on: '2999-01-01',
    first_short_on: '2999-02-01',
    order_count: 4,
    short_order_count: 1,
    short_work_order_count: 0,
  });
  expect(
    row.needs.map((n: Made) => [
      n.order_number,
      n.outstanding_quantity,
      n.held_quantity,
      n.available_quantity,
      n.short_quantity,
    ]),
  ).toEqual([
    [urgent.number, 10, 0, 10, 0],
    [early.number, 8, 0, 8, 0],
    [late.number, 12, 0, 2, 10],
    [started.number, 10, 10, 0, 0],
  ]);
  expect(row.needs[0]).toMatchObject({
    need_rank: 1,
    priority: 'urgent',
    needed_on: '2999-05-01',
    work_order_id: null,
  });

  // A firm order that makes plush brings some of it on a day that is known.
  const thread = await aProduct(app);
  await aReceipt(app, thread.id, 100);
  await aBom(app, { product_id: plush.id, lines: [{ component_id: thread.id, quantity: 1 }] });
  await aStartedOrder(app, plush.id, 7, { due_date: '2999-01-20' });
  await anApprovedOrder(plush, 50, { due_date: '2999-01-21' });
  await aStartedOrder(app, plush.id, 3);
  expect(await of(plush)).toMatchObject({
    expected_quantity: 7,
    first_expected_on: '2999-01-20',
    short_quantity: 10,
    uncovered_quantity: 3,
  });
  // What is issued is needed no more.
  await act(app, started.id, 'issues', { lines: [{ product_id: plush.id, quantity: 10 }] });
  await act(app, early.id, 'cancel', { reason: 'x' });
  expect(await of(plush)).toMatchObject({
    needed_quantity: 22,
    held_quantity: 0,
    free_quantity: 20,
    short_quantity: 2,
    order_count: 2,
  });
  expect((await list(`order_id=${draft.id}`)).length).toBe(0);
});

it('filters, sorts, pages and searches', async () => {
  const department = await aDepartment(app);
  const shop = await aWorkshop(app, [
    { quantity: 1, stock: 100 },
    { quantity: 3, stock: 5 },
    { quantity: 2, stock: 5 },
  ]);
  const [enough, three, two] = shop.components as [Made, Made, Made];
  const order = await anApprovedOrder(shop.product, 10, { department_id: department.id, due_date: '2999-01-01' });
  const skus = async (query: string): Promise<string[]> =>
    (await list(`order_id=${order.id}&${query}`)).map((r) => r.sku);
  expect(new Set(await skus(''))).toEqual(new Set([enough.sku, three.sku, two.sku]));
  expect(await skus('only_short=true&sort=-short_quantity')).toEqual([three.sku, two.sku]);
  expect(await skus('sort=needed_quantity')).toEqual([enough.sku, two.sku, three.sku]);
  expect(await skus('sort=uncovered_quantity')).toEqual([enough.sku, two.sku, three.sku]);
  expect(await skus('sort=sku')).toEqual([enough.sku, three.sku, two.sku].sort());
  expect((await skus('sort=-first_short_on'))[0]).toBe(enough.sku);
  expect((await skus('only_short=false')).length).toBe(3);
  expect(await skus(`q=${two.sku}`)).toEqual([two.sku]);
  const first = (await admin.get(`${SHORTAGES}?order_id=${order.id}&sort=-needed_quantity&limit=2&include_total=true`))
    .body;
  expect(first.total).toBe(3);
  expect(first.data.map((r: Made) => r.sku)).toEqual([three.sku, two.sku]);
  expect(await skus(`sort=-needed_quantity&limit=2&cursor=${first.next_cursor}`)).toEqual([enough.sku]);
  expect((await list(`department_id=${department.id}`)).length).toBe(3);
  const { WH } = await placesOf(app);
  expect((await list(`warehouse_id=${WH}&product_id=${two.id}`)).length).toBe(1);
  expect((await list(`company_id=${(await aCompany(app)).id}`)).length).toBe(0);
  expect((await admin.get(`${SHORTAGES}?sort=colour`)).status).toBe(400);
});

it('is seen by those who may, within their company, warehouse and department', async () => {
  const [mine, theirs] = [await aDepartment(app), await aDepartment(app)];
  const company = await aCompany(app);
  const { WH } = await placesOf(app, company.id);
  const shop = await aWorkshop(app, [{ quantity: 1, stock: 3 }]);
  const part = shop.components[0];
  const own = await anApprovedOrder(shop.product, 2, { department_id: mine.id });
  const other = await anApprovedOrder(shop.product, 5, { department_id: theirs.id });
  const who = async (given: object): Promise<Caller> =>
    app.as(await app.actor({ permissions: ['ppic.*.read'], ...given }));
  const query = `product_id=${part.id}`;
  expect(
    (await app.as(await app.actor({ permissions: ['ppic.manufacturing_orders.read'] })).get(SHORTAGES)).status,
  ).toBe(403);
  expect(await list(query, await who({ companies: [company.id] }))).toEqual([]);
  expect(await list(query, await who({ companies: [app.company_id, company.id], warehouses: [WH] }))).toEqual([]);
  const narrow = await who({ departments: [mine.id] });
  const [row] = await list(query, narrow);
  // The figures are those of the stock, which all share; who else needs it is not told.
  expect(row).toMatchObject({ needed_quantity: 7, short_quantity: 4 });
  expect(row.needs.map((n: Made) => n.order_id)).toEqual([own.id]);
  expect(await list(query, await who({ departments: [(await aDepartment(app)).id] }))).toEqual([]);
  expect((await narrow.get(`${ORDERS}/${other.id}/shortages`)).status).toBe(404);
  expect((await narrow.get(`${ORDERS}/${own.id}/shortages`)).status).toBe(200);
});

it('shows what one order is short of, before the release and while it is open', async () => {
  const shop = await aWorkshop(app, [
    { quantity: 1, stock: 100 },
    { quantity: 3, stock: 5 },
  ]);
  const [enough, short] = shop.components as [Made, Made];
  const order = await anOrder(app, shop.product.id, 10);
  const shown = async (): Promise<Made> => (await admin.get(`${ORDERS}/${order.id}/shortages`)).body;
  const lines = async (): Promise<unknown[]> =>
    [...(await shown()).material]
      .sort((a: Made, b: Made) => a.outstanding_quantity - b.outstanding_quantity)
      .map((m: Made) => [m.sku, m.outstanding_quantity, m.allocated_quantity, m.available_quantity, m.short_quantity]);
  expect(await shown()).toMatchObject({
    order_number: order.number,
    state: 'draft',
    material_is_here: false,
    work_orders: [],
  });
  expect(await lines()).toEqual([
    [enough.sku, 10, 0, 100, 0],
    [short.sku, 30, 0, 5, 25],
  ]);
  await act(app, order.id, 'approve');
  await admin.post(`${ORDERS}/${order.id}/release?allow_partial=true`);
  expect(await lines()).toEqual([
    [enough.sku, 10, 10, 90, 0],
    [short.sku, 30, 5, 0, 25],
  ]);
  await aReceipt(app, short.id, 25);
  expect((await shown()).material_is_here).toBe(true);
  await act(app, order.id, 'cancel', { reason: 'x' });
  expect(await shown()).toMatchObject({ state: 'cancelled', material: [], work_orders: [] });
});

it('takes the same few statements for a hundred products as for two', async () => {
  const counts = async (products: number): Promise<number> => {
    const shop = await aWorkshop(
      app,
      Array.from({ length: products }, () => ({ quantity: 1 })),
    );
    const order = await anApprovedOrder(shop.product, 10);
    // Who asks is remembered for a few seconds: of two counts, the smaller one is that of the list alone.
    const statements: number[] = [];
    for (let turn = 0; turn < 2; turn++)
      statements.push(
        await statementsOf(async () => {
          expect((await list(`order_id=${order.id}&limit=500&only_short=true`)).length).toBe(products);
        }),
      );
    return Math.min(...statements);
  };
  const few = await counts(2);
  expect(await counts(100)).toBe(few);
  expect(few).toBeLessThanOrEqual(4);
});
