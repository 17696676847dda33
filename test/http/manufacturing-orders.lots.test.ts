import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, aStartedOrder } from '../support/production.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const receive = (product: Made, quantity: number, lot: object, unit_cost = '1') =>
  made(app, '/warehouse/receipts', {
    lines: [{ product_id: product.id, quantity, unit_cost, to_location_id: place['STOCK'], lot }],
  });

/** A product of two pieces of a tracked fabric. */
async function aTrackedBear(
  tracking: 'lot' | 'serial',
  more: { issue_method?: string; bear?: object; fabric?: object } = {},
): Promise<{ bear: Made; fabric: Made }> {
  const fabric = await aProduct(app, { sku: unique('FABRIC'), tracking: 'lot', ...more.fabric });
  const bear = await aProduct(app, {
    sku: unique('BEAR'),
    type: 'finished_good',
    is_manufactured: true,
    tracking,
    ...more.bear,
  });
  await made(app, '/warehouse/bom', {
    product_id: bear.id,
    activate: true,
    lines: [{ component_id: fabric.id, quantity: 2, ...(more.issue_method && { issue_method: more.issue_method }) }],
  });
  return { bear, fabric };
}

const report = (order: Made, body: object) => admin.post(`/ppic/manufacturing-orders/${order.id}/reports`, body);
const lotsOf = async (product: Made): Promise<Made[]> =>
  (await admin.get(`/warehouse/lots?product_id=${product.id}&sort=code`)).body.data;

describe('An order for a product that is tracked by lot', () => {
  it('takes the fabric that expires first, makes the lot of its batch, and the report shows both', async () => {
    const { bear, fabric } = await aTrackedBear('lot', { bear: { shelf_life_days: 10 } });
    await receive(fabric, 6, { code: 'LATE', expires_on: '2999-12-01' });
    await receive(fabric, 3, { code: 'SOON', expires_on: '2999-01-01' });
    const order = await aStartedOrder(app, bear.id, 4, { batch_number: 'B-7' });
    const first = await report(order, { good_quantity: 2, effective_at: '2026-01-05T08:00:00+07:00' });
    expect(first.status).toBe(201);
    expect(first.body.lots.map((l: Made) => [l.direction, l.sku, l.lot_code, l.quantity])).toEqual([
      ['consumed', fabric.sku, 'LATE', 1],
      ['consumed', fabric.sku, 'SOON', 3],
      ['made', bear.sku, 'B-7', 2],
    ]);
    expect(await lotsOf(bear)).toMatchObject([
      { code: 'B-7', manufactured_on: '2026-01-05', expires_on: '2026-01-15', state: 'available' },
    ]);
    // another lot for one report, rejected pieces in it as well
    const second = await report(order, {
      good_quantity: 1,
      rejected_quantity: 1,
      rejected_reason_code: 'DEFECT',
      lot: { code: 'B-7X', expires_on: '2999-02-01', attributes: { line: 2 } },
    });
    expect(second.body.lots.map((l: Made) => [l.direction, l.lot_code, l.quantity])).toEqual([
      ['consumed', 'LATE', 4],
      ['made', 'B-7X', 1],
      ['made', 'B-7X', 1],
    ]);
    const [, other] = await lotsOf(bear);
    expect(other).toMatchObject({ expires_on: '2999-02-01', attributes: { line: 2 } });
    expect((await admin.get(`/warehouse/lots/${other.id}/stock`)).body).toMatchObject([
      { location_code: 'HOLD', on_hand: 1 },
      { location_code: 'STOCK', on_hand: 1 },
    ]);
    await act(app, order.id, 'complete', { actual_quantity: 3, variance_override: true });
    expect(await act(app, order.id, 'close')).toMatchObject({ material_value: '8.00', work_in_progress: '0.00' });
  });

  it('names the lot after its own number, also on completion, and takes a report back with its lots', async () => {
    const { bear, fabric } = await aTrackedBear('lot');
    await receive(fabric, 20, { code: 'F' });
    const order = await aStartedOrder(app, bear.id, 4);
    const { body } = await report(order, { good_quantity: 1 });
    const reversed = await admin.post(`/ppic/manufacturing-orders/${order.id}/reports/${body.id}/reverse`, {
      reason: 'Told twice',
    });
    expect(reversed.status).toBe(200);
    await act(app, order.id, 'complete', { actual_quantity: 4 });
    const [lot] = await lotsOf(bear);
    expect(lot.code).toBe(order.number);
    expect((await admin.get(`/warehouse/lots/${lot.id}/stock`)).body).toMatchObject([{ on_hand: 4 }]);
    const [fabricLot] = await lotsOf(fabric);
    expect((await admin.get(`/warehouse/lots/${fabricLot.id}/stock`)).body).toMatchObject([{ on_hand: 12 }]);
  });

  it('gives unused pieces back as the lots that they were', async () => {
    const { bear, fabric } = await aTrackedBear('lot', { issue_method: 'manual' });
    await receive(fabric, 3, { code: 'ONE' }, '2');
    await receive(fabric, 5, { code: 'TWO' }, '2');
    const order = await aStartedOrder(app, bear.id, 4);
    const issued = await admin.post(`/ppic/manufacturing-orders/${order.id}/issues`, {
      lines: [{ product_id: fabric.id, quantity: 8 }],
    });
    expect(issued.body.lots.map((l: Made) => [l.lot_code, l.quantity])).toEqual([
      ['ONE', 3],
      ['TWO', 5],
    ]);
    await act(app, order.id, 'cancel', { reason: 'Not wanted' });
    const stock = await admin.get(`/warehouse/stock/${fabric.id}`);
    expect(stock.body.locations.map((l: Made) => [l.lot_code, l.on_hand]).sort()).toEqual([
      ['ONE', 3],
      ['TWO', 5],
    ]);
  });

  it('is issued the lot that is named, and refuses one on hold, one without a place and one past its day', async () => {
    const { bear, fabric } = await aTrackedBear('lot', { issue_method: 'manual' });
    await receive(fabric, 4, { code: 'GOOD', expires_on: '2999-01-01' });
    await receive(fabric, 4, { code: 'OLD', manufactured_on: '2019-01-01', expires_on: '2020-01-01' });
    await receive(fabric, 4, { code: 'HELD' });
    const [good, held, old] = await lotsOf(fabric);
    await made(app, '/warehouse/lots', { product_id: fabric.id, code: 'EMPTY' });
    expect((await admin.post(`/warehouse/lots/${held.id}/hold`, { reason: 'Stain' })).status).toBe(200);
    const order = await aStartedOrder(app, bear.id, 2);
    const issue = (line: object) =>
      admin.post(`/ppic/manufacturing-orders/${order.id}/issues`, {
        lines: [{ product_id: fabric.id, quantity: 1, from_location_id: place['STOCK'], ...line }],
      });
    expect((await issue({ lot_id: held.id })).body).toMatchObject({
      error_code: 'LOT_ON_HOLD',
      lots: [{ code: 'HELD' }],
    });
    expect((await issue({ lot_id: old.id })).body).toMatchObject({
      error_code: 'LOT_EXPIRED',
      lots: [{ code: 'OLD' }],
    });
    expect((await issue({ lot_id: good.id, from_location_id: undefined })).body.errors).toMatchObject([
      { pointer: '/lines/0/from_location_id', code: 'REQUIRED' },
    ]);
    expect((await issue({ lot_id: good.id, quantity: 4 })).body.lots).toMatchObject([
      { lot_code: 'GOOD', quantity: 4 },
    ]);
  });

  it('counts as short what is on hold or past its day', async () => {
    const { bear, fabric } = await aTrackedBear('lot');
    await receive(fabric, 5, { code: 'GOOD' });
    await receive(fabric, 5, { code: 'HELD' });
    const held = (await lotsOf(fabric))[1];
    await admin.post(`/warehouse/lots/${held.id}/hold`, { reason: 'Stain' });
    const order = await made(app, '/ppic/manufacturing-orders', { product_id: bear.id, planned_quantity: 5 });
    expect((await admin.get(`/ppic/manufacturing-orders/${order.id}`)).body.shortages).toMatchObject([
      { requested: 10, available: 5, short: 5 },
    ]);
  });
});

describe('An order for a product that is tracked by serial number', () => {
  it('numbers its pieces on from report to report, or takes the numbers given', async () => {
    const { bear, fabric } = await aTrackedBear('serial');
    await receive(fabric, 20, { code: 'F' });
    const order = await aStartedOrder(app, bear.id, 6);
    await report(order, { good_quantity: 2 });
    expect((await report(order, { good_quantity: 2, serials: ['S-1', 'S-2'] })).status).toBe(201);
    await act(app, order.id, 'complete', { actual_quantity: 6, serials: null });
    expect((await lotsOf(bear)).map(({ code }) => code)).toEqual([
      `${order.number}-0001`,
      `${order.number}-0002`,
      `${order.number}-0005`,
      `${order.number}-0006`,
      'S-1',
      'S-2',
    ]);
  });

  it('refuses what does not fit, and a piece that is in stock already, with nothing kept', async () => {
    const { bear, fabric } = await aTrackedBear('serial');
    await receive(fabric, 20, { code: 'F' });
    const order = await aStartedOrder(app, bear.id, 4);
    const wrong = await report(order, { good_quantity: 3, serials: ['A', 'A'], lot: { code: 'L' } });
    expect(wrong.body.errors.map((e: Made) => `${e.pointer} ${e.code}`)).toEqual([
      '/lot LOT_NOT_TRACKED',
      '/serials SERIAL_QUANTITY',
      '/serials DUPLICATE',
    ]);
    expect((await report(order, { good_quantity: 1, serials: ['A'] })).status).toBe(201);
    expect((await report(order, { good_quantity: 2, serials: ['B', 'A'] })).body).toMatchObject({
      error_code: 'SERIAL_IN_STOCK',
      lots: [{ code: 'A' }],
    });
    expect((await lotsOf(bear)).map(({ code }) => code)).toEqual(['A']);
  });

  it('refuses a lot for a product that is not tracked, and a lot known with other facts', async () => {
    const { bear, fabric } = await aTrackedBear('lot');
    await receive(fabric, 20, { code: 'F' });
    const order = await aStartedOrder(app, bear.id, 4);
    await report(order, { good_quantity: 1, lot: { code: 'L', expires_on: '2999-01-01' } });
    expect(
      (await report(order, { good_quantity: 1, lot: { code: 'L', expires_on: '2999-01-02' } })).body,
    ).toMatchObject({
      error_code: 'LOT_DIFFERS',
      lots: [{ field: 'expires_on', known: '2999-01-01', given: '2999-01-02' }],
    });
    expect((await report(order, { good_quantity: 1, serials: ['X'] })).body.errors).toMatchObject([
      { pointer: '/serials', code: 'LOT_NOT_TRACKED' },
    ]);
  });
});
