import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made, unique } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, inStock, stockOf } from '../support/production.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const report = (id: string, body: object) => act(app, id, 'reports', body);
const LOST = { lost_reason_code: 'BREAKAGE' };

describe('an order all of whose pieces were lost', () => {
  it.each([
    ['complete', { actual_quantity: 0, variance_override: true }],
    ['short-close', { reason: 'The kiln went out' }],
  ])('can be ended by %s and closed; what went in is a variance', async (event, body) => {
    const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 20, unit_cost: '5' }]);
    const order = await aStartedOrder(app, product.id, 5);
    await report(order.id, { lost_quantity: 5, ...LOST });
    const ended = await act(app, order.id, event, body);
    expect(ended).toMatchObject({ state: 'completed', good_quantity: 0, lost_quantity: 5, work_in_progress: '50.00' });
    const closed = await act(app, order.id, 'close');
    expect(closed).toMatchObject({
      state: 'closed',
      material_value: '50.00',
      output_value: '0.00',
      variance_value: '50.00',
      work_in_progress: '0.00',
    });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 0, reserved: 0, value: '0.00' });
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 10, reserved: 0, value: '50.00' });
  });

  it('can be ended by short close before anything was told of it, and nothing is used then', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 20, unit_cost: '5' }]);
    const order = await aStartedOrder(app, product.id, 5);
    await act(app, order.id, 'short-close', { reason: 'No more wanted' });
    expect(await act(app, order.id, 'close')).toMatchObject({ material_value: '0.00', work_in_progress: '0.00' });
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 20, reserved: 0, value: '100.00' });
  });
});

it('reports add up, 5 + 3 is 8, and a loss between them keeps no order open', async () => {
  const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 20, unit_cost: '3' }]);
  const order = await aStartedOrder(app, product.id, 8);
  await report(order.id, { good_quantity: 5 });
  await report(order.id, { lost_quantity: 2, ...LOST });
  const completed = await act(app, order.id, 'complete', { actual_quantity: 8 });
  expect(completed).toMatchObject({
    state: 'completed',
    actual_quantity: 8,
    good_quantity: 8,
    lost_quantity: 2,
    variance_status: 'exact',
  });
  expect(await act(app, order.id, 'close')).toMatchObject({ material_value: '30.00', work_in_progress: '0.00' });
  expect(await stockOf(app, product.id)).toEqual({ on_hand: 8, reserved: 0, value: '30.00' });
  expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 10, reserved: 0 });

  const second = await aStartedOrder(app, product.id, 8);
  await report(second.id, { good_quantity: 5 });
  await report(second.id, { good_quantity: 2, lost_quantity: 1, ...LOST });
  await act(app, second.id, 'short-close', { reason: 'One was lost, and that is all' });
  expect(await act(app, second.id, 'close')).toMatchObject({ good_quantity: 7, work_in_progress: '0.00' });
});

it('cancelled in the middle, an order gives back exactly what was not used', async () => {
  const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 20, unit_cost: '5' }]);
  const [part] = components;
  const order = await aStartedOrder(app, product.id, 5);
  const issued = await admin.post(`/ppic/manufacturing-orders/${order.id}/issues`, {
    lines: [{ product_id: part.id, quantity: 10 }],
  });
  expect(issued.status).toBe(201);
  await report(order.id, { lost_quantity: 2, ...LOST });
  expect(await stockOf(app, part.id)).toMatchObject({ on_hand: 10 });
  const cancelled = await act(app, order.id, 'cancel', { reason: 'Not wanted' });
  // two of five pieces have used four of the ten parts
  expect(cancelled).toMatchObject({ state: 'cancelled', material_value: '20.00', work_in_progress: '0.00' });
  expect(await stockOf(app, part.id)).toEqual({ on_hand: 16, reserved: 0, value: '80.00' });
});

describe('the labels of an order', () => {
  const labelsOf = (id: string, query = '') => admin.get(`/ppic/manufacturing-orders/${id}/labels${query}`);
  const resolved = async (scan: string) => (await admin.post('/warehouse/scans/resolve', { scan })).body;

  it('name lot, order and pack, and lead back to the lot, the order and what the lot was made of', async () => {
    const fabric = await aProduct(app, { sku: unique('FABRIC') });
    await inStock(app, fabric.id, 100, '1');
    const bear = await aProduct(app, {
      sku: unique('BEAR'),
      type: 'finished_good',
      is_manufactured: true,
      tracking: 'lot',
      barcode: '4006381333931',
      shelf_life_days: 365,
    });
    await made(app, '/warehouse/bom', {
      product_id: bear.id,
      activate: true,
      lines: [{ component_id: fabric.id, quantity: 2 }],
    });
    const order = await aStartedOrder(app, bear.id, 30, { batch_number: 'B-7' });
    expect((await labelsOf(order.id)).body.labels).toEqual([]);
    const first = await report(order.id, { good_quantity: 20, effective_at: '2026-01-05T08:00:00+07:00' });
    const wrong = await report(order.id, { good_quantity: 5, rejected_quantity: 1, rejected_reason_code: 'DEFECT' });
    const taken = await admin.post(`/ppic/manufacturing-orders/${order.id}/reports/${wrong.id}/reverse`, {
      reason: 'Counted twice',
    });
    expect(taken.status).toBe(200);
    const { body } = await labelsOf(order.id, '?pack_quantity=12');
    expect(body.labels.map((l: any) => [l.quantity, l.copies])).toEqual([
      [12, 1],
      [8, 1],
    ]);
    const [label] = body.labels;
    expect(label).toMatchObject({
      kind: 'finished_goods',
      code: 'B-7',
      sku: bear.sku,
      barcode: '4006381333931',
      order_number: order.number,
      lot_code: 'B-7',
      report_id: first.id,
      manufactured_on: '2026-01-05',
      expires_on: '2027-01-05',
    });
    expect(label.symbols[0]).toMatchObject({
      symbology: 'gs1_datamatrix',
      human_readable: '(01)04006381333931(17)270105(10)B-7',
    });
    const found = await resolved(label.traceability_code);
    expect(found.matches).toMatchObject([
      {
        kind: 'finished_goods',
        details: { lot_id: label.lot_id, manufacturing_order_id: order.id, order_number: order.number },
        actions: [{ action: 'genealogy', path: `/warehouse/lots/${label.lot_id}/genealogy` }],
      },
    ]);
    expect((await resolved(label.symbols[0].content)).matches[0]).toMatchObject({ kind: 'lot', id: label.lot_id });
    expect((await labelsOf(order.id, `?report_id=${wrong.id}`)).body.labels).toEqual([]);
    expect((await labelsOf(order.id, `?report_id=${first.id}`)).body.labels).toMatchObject([
      { quantity: 20, copies: 1 },
    ]);
    const pdf = await admin.post('/warehouse/labels/sheets', {
      labels: body.labels.map(({ kind, id, quantity, copies }: any) => ({ kind, id, quantity, copies })),
    });
    expect(pdf.status).toBe(200);
    expect(pdf.text.startsWith('%PDF-')).toBe(true);
    const svg = await admin.get(`/warehouse/labels/finished_goods/${label.id}/svg`);
    expect(svg.text).toContain(order.number);
  });

  it('are one for each serial number; an untracked product has packs of its order; strangers find none', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 10 }]);
    const plain = await aStartedOrder(app, product.id, 5);
    await report(plain.id, { good_quantity: 5 });
    const { body } = await labelsOf(plain.id, '?pack_quantity=2');
    expect(body.labels).toMatchObject([
      { code: plain.number, lot_id: null, quantity: 2, copies: 2, expires_on: null },
      { quantity: 1, copies: 1 },
    ]);
    expect(body.labels[0].symbols.map((s: any) => s.symbology)).toEqual(['qr', 'code_128']);
    const { matches } = await resolved(body.labels[0].traceability_code);
    expect(matches).toMatchObject([{ kind: 'finished_goods', state: 'made', actions: [] }]);

    const part = await aProduct(app);
    await inStock(app, part.id, 10, '1');
    const unit = await aProduct(app, { type: 'finished_good', is_manufactured: true, tracking: 'serial' });
    await made(app, '/warehouse/bom', {
      product_id: unit.id,
      activate: true,
      lines: [{ component_id: part.id, quantity: 1 }],
    });
    const order = await aStartedOrder(app, unit.id, 3);
    await report(order.id, { good_quantity: 3 });
    const serials = (await labelsOf(order.id)).body.labels;
    expect(serials.map((l: any) => [l.lot_code, l.quantity, l.copies])).toEqual(
      [1, 2, 3].map((n) => [`${order.number}-000${n}`, 1, 1]),
    );
    expect(new Set(serials.map((l: any) => l.traceability_code)).size).toBe(3);

    const west = await made(app, '/warehouse/locations', { code: unique('WEST'), name: 'West', type: 'warehouse' });
    const stranger = app.as(await app.actor({ role: 'ppic_manager', warehouses: [west.id] }));
    expect((await stranger.get(`/ppic/manufacturing-orders/${order.id}/labels`)).status).toBe(404);
    const unknown = await stranger.post('/warehouse/scans/resolve', { scan: serials[0].traceability_code });
    expect(unknown.body.matches).toEqual([]);
    const nobody = app.as(await app.actor({ permissions: ['warehouse.labels.read'] }));
    expect((await nobody.get(`/ppic/manufacturing-orders/${order.id}/labels`)).status).toBe(403);
    expect((await labelsOf(order.id, '?pack_quantity=0')).status).toBe(400);
  });
});
