import { SubcontractIntegrity } from '../../src/ppic/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { aFloor, at, done, onTheFloor, workOf } from '../support/floor.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aLocation, aProduct, aSupplier, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aWorkshop, act, anOrder, inStock, stockOf } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

const ORDERS = '/ppic/manufacturing-orders';
const WORK = '/ppic/work-orders';
const STOCK = '/ppic/subcontracting/stock';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const get = async (path: string): Promise<Made> => (await app.as(app.admin).get(path)).body;

/** Cutting (2 plush), embroidery by a subcontractor at 2.50 a piece (3 thread), sewing (1 box). */
async function aToy(more: { thread?: object; unit_cost?: string; embroidery?: object } = {}) {
  const supplier = await aSupplier(app, { address: 'Jalan Bordir 7, Tasikmalaya' });
  const outside = {
    kind: 'subcontract',
    supplier_id: supplier.id,
    price_per_piece: '2.50',
    labour_rate: undefined,
    machine_rate: undefined,
    overhead_percent: undefined,
  };
  const unit_cost = more.unit_cost ?? '0.10';
  const floor = await aFloor(app, [
    {
      name: 'CUTTING',
      department: 'CUT',
      component: { quantity: 2, stock: 1000, unit_cost: '10' },
      overlap_quantity: 5,
    },
    {
      name: 'EMBROIDERY',
      centre: outside,
      component: { quantity: 3, stock: 1000, unit_cost, ...more.thread },
      overlap_quantity: 5,
      ...more.embroidery,
    },
    { name: 'SEWING', department: 'SEW', component: { quantity: 1, stock: 1000, unit_cost: '2' } },
  ]);
  return { ...floor, supplier, thread: floor.components['EMBROIDERY'] };
}

/** A released order whose embroidery has all its pieces and is in progress. */
async function embroidering(quantity: number, more: Parameters<typeof aToy>[0] = {}) {
  const toy = await aToy(more);
  const { order, work } = await onTheFloor(app, toy.product.id, quantity);
  const [cutting, embroidery, sewing] = ['CUTTING', 'EMBROIDERY', 'SEWING'].map((name) => work[name]!.id as string) as [
    string,
    string,
    string,
  ];
  await done(app, cutting, 'start');
  await done(app, cutting, 'entries', { good_quantity: quantity });
  await done(app, embroidery, 'start');
  return { ...toy, order, cutting, embroidery, sewing };
}

const send = (id: string, body: object = {}): Promise<Made> => done(app, id, 'dispatches', body);
const fetchBack = (id: string, body: object = {}): Promise<Made> => done(app, id, 'dispatches/return', body);
const lying = async (supplierId: string): Promise<Made[]> => (await get(`${STOCK}?supplier_id=${supplierId}`)).data;
const refused = (answer: Answer): unknown[] => [answer.status, answer.body.error_code];

describe('an operation that a subcontractor does', () => {
  it('gets its components in parts, gives its pieces back in three parts, and the order carries all of it', async () => {
    const toy = await embroidering(100, { unit_cost: '0.123457' });
    const { order, embroidery, sewing, thread, supplier } = toy;
    const first = await send(embroidery, {
      lines: [{ product_id: thread.id, quantity: 180 }],
      notes: 'By the morning lorry',
    });
    const place = first.location_id;
    expect(first).toMatchObject({
      kind: 'dispatch',
      number: expect.stringMatching(/^SD-\d{6}$/),
      order_number: order.number,
      work_order_number: `${order.number}-20`,
      supplier_code: supplier.code,
      supplier_address: 'Jalan Bordir 7, Tasikmalaya',
      location_code: `SUB-${supplier.code}`,
      is_automatic: false,
      days_ago: 0,
      notes: 'By the morning lorry',
      lines: [
        {
          line_no: 1,
          sku: thread.sku,
          quantity: 180,
          from_location_code: 'STOCK',
          to_location_id: place,
          lot_id: null,
        },
      ],
    });
    const rest = await send(embroidery);
    expect(rest).toMatchObject({ location_id: place, lines: [{ quantity: 120 }] });
    expect(refused(await at(app, embroidery, 'dispatches'))).toEqual([409, 'NOTHING_TO_DISPATCH']);
    const more = { lines: [{ product_id: thread.id, quantity: 30 }] };
    const beyond = await at(app, embroidery, 'dispatches', more);
    expect(refused(beyond)).toEqual([409, 'DISPATCH_EXCEEDED']);
    expect(beyond.body.components).toEqual([{ sku: thread.sku, asked: 30, available: 0 }]);
    await send(embroidery, { ...more, beyond_need: true });
    // Nothing was consumed, and nothing changed in value: 1000 at 0.123457 are 123.46.
    expect(await stockOf(app, thread.id)).toEqual({ on_hand: 1000, reserved: 330, value: '123.46' });
    expect(await lying(supplier.id)).toMatchObject([
      { sku: thread.sku, order_id: order.id, order_state: 'in_progress', quantity: 330, value: '40.74', days_out: 0 },
    ]);

    await done(app, embroidery, 'entries', { good_quantity: 40 });
    const second = { good_quantity: 30, rejected_quantity: 4, rejected_reason_code: 'DEFECT' };
    expect(await done(app, embroidery, 'entries', second)).toMatchObject({
      subcontract_cost: '75.00',
      labour_cost: '0.00',
    });
    await done(app, embroidery, 'entries', { good_quantity: 20, rejected_quantity: 6, rejected_reason_code: 'DEFECT' });
    expect(await lying(supplier.id)).toMatchObject([{ quantity: 30 }]);
    const back = await fetchBack(embroidery);
    expect(back).toMatchObject({
      kind: 'return',
      lines: [{ quantity: 30, from_location_id: place, to_location_code: 'STOCK' }],
    });
    expect(refused(await at(app, embroidery, 'dispatches/return'))).toEqual([409, 'RETURN_EXCEEDED']);
    expect(await lying(supplier.id)).toEqual([]);
    await done(app, embroidery, 'complete');
    await done(app, sewing, 'start');
    await done(app, sewing, 'entries', { good_quantity: 90 });
    await act(app, order.id, 'complete', { actual_quantity: 90 });
    const closed = await act(app, order.id, 'close');
    // Plush 200 at 10.00: 2000.00. Thread, always from what is left at its average: 120 of 1000 worth 123.46 are 14.82, 102 of 880 worth 108.64
    // are 12.59, 78 of 778 worth 96.05 are 9.63: 37.04. Boxes 90 at 2.00: 180.00. Together 2217.04.
    // Cutting 100 min: 10.00 + 5.00 and 10 % are 16.50; 90 good embroideries at 2.50: 225.00; sewing 90 min: 9.00 + 4.50 + 1.35: 14.85.
    expect(closed).toMatchObject({
      material_value: '2217.04',
      conversion_value: '256.35',
      variance_value: '0.00',
      work_in_progress: '0.00',
      lost_quantity: 10,
    });
    expect(await stockOf(app, toy.product.id)).toEqual({ on_hand: 90, reserved: 0, value: '2473.39' });
    expect(await stockOf(app, thread.id)).toEqual({ on_hand: 700, reserved: 0, value: '86.42' });
    // What is owed for it, until it is invoiced.
    const owed = await app.db.query(
      `select sum(counter_value)::text as owed from erp.stock_value_adjustments where source_id = $1 and type = 'conversion_cost'`,
      [embroidery],
    );
    expect(owed.rows).toEqual([{ owed: '-225.00' }]);
    const listed = await get(`${WORK}/${embroidery}/dispatches?sort=number`);
    expect(listed.data.map(({ kind, lines }: Made) => [kind, lines[0].quantity])).toEqual([
      ['dispatch', 180],
      ['dispatch', 120],
      ['dispatch', 30],
      ['return', 30],
    ]);
    expect((await get(`/ppic/subcontracting/dispatches?order_id=${order.id}&kind=return`)).data).toHaveLength(1);
  });

  it('consumes what lies there, never what lies in the warehouse; a shortage names the place', async () => {
    const { embroidery, thread, supplier } = await embroidering(10);
    await send(embroidery, { lines: [{ product_id: thread.id, quantity: 12 }] });
    await done(app, embroidery, 'entries', { good_quantity: 4 });
    const short = await at(app, embroidery, 'entries', { good_quantity: 1 });
    expect(refused(short)).toEqual([409, 'INSUFFICIENT_STOCK']);
    expect(short.text).toContain(`SUB-${supplier.code}`);
    await send(embroidery);
    expect(await done(app, embroidery, 'entries', { good_quantity: 6 })).toMatchObject({ good_quantity: 6 });
    expect(await stockOf(app, thread.id)).toMatchObject({ on_hand: 970, reserved: 0 });
  });

  it('without anything sent is short at a place that was never there before', async () => {
    const { embroidery, supplier } = await embroidering(10);
    const short = await at(app, embroidery, 'entries', { good_quantity: 1 });
    expect(refused(short)).toEqual([409, 'INSUFFICIENT_STOCK']);
    expect(short.text).toContain(`SUB-${supplier.code}`);
  });

  it('that is told of as a whole consumes there too, and what is left comes home with the completion', async () => {
    const { order, thread, supplier, embroidery, product } = await embroidering(10);
    const { location_id } = await send(embroidery, {
      lines: [{ product_id: thread.id, quantity: 40 }],
      beyond_need: true,
    });
    const completed = await act(app, order.id, 'complete', { actual_quantity: 10 });
    expect(completed).toMatchObject({ state: 'completed', good_quantity: 10 });
    expect(await lying(supplier.id)).toEqual([]);
    const notes = (await get(`${WORK}/${embroidery}/dispatches?sort=number`)).data;
    expect(notes[1]).toMatchObject({
      kind: 'return',
      is_automatic: true,
      lines: [{ quantity: 10, from_location_id: location_id, to_location_code: 'STOCK' }],
    });
    expect(await stockOf(app, thread.id)).toEqual({ on_hand: 970, reserved: 0, value: '97.00' });
    await act(app, order.id, 'close');
    // 20 plush, 30 thread at 0.10, 10 boxes; 10 min cutting 1.65, 25.00 for embroidery, 10 min sewing 1.65.
    expect((await stockOf(app, product.id)).value).toBe('251.30');
  });

  it('gives everything back when the order is cancelled, and what was used is written off', async () => {
    const { order, thread, supplier, embroidery } = await embroidering(10);
    await send(embroidery);
    await done(app, embroidery, 'entries', { good_quantity: 4 });
    const cancelled = await act(app, order.id, 'cancel', { reason: 'The customer went away' });
    expect(cancelled).toMatchObject({ state: 'cancelled', work_in_progress: '0.00' });
    expect(await lying(supplier.id)).toEqual([]);
    expect(await stockOf(app, thread.id)).toEqual({ on_hand: 988, reserved: 0, value: '98.80' });
    expect((await get(`${WORK}/${embroidery}/dispatches?sort=number`)).data[1]).toMatchObject({
      kind: 'return',
      is_automatic: true,
      lines: [{ quantity: 18 }],
    });
  });

  it('gets back what an entry consumed when that is reversed, and holds it again', async () => {
    const { order, thread, supplier, embroidery } = await embroidering(10);
    await send(embroidery);
    const { id } = await done(app, embroidery, 'entries', { good_quantity: 4 });
    expect(await lying(supplier.id)).toMatchObject([{ quantity: 18 }]);
    await done(app, embroidery, `entries/${id}/reverse`, { reason: 'Counted wrong' });
    expect(await lying(supplier.id)).toMatchObject([{ order_id: order.id, quantity: 30 }]);
    expect(await stockOf(app, thread.id)).toMatchObject({ on_hand: 1000, reserved: 30 });
    await done(app, embroidery, 'entries', { good_quantity: 10 });
    expect(await lying(supplier.id)).toEqual([]);
  });

  it('shares a place that was made a moment ago by another order, and one of that name that is nobody’s', async () => {
    const toy = await aToy();
    await aLocation(app, { code: `SUB-${toy.supplier.code}`, type: 'subcontractor', parent_id: undefined });
    const orders = await Promise.all([onTheFloor(app, toy.product.id, 2), onTheFloor(app, toy.product.id, 3)]);
    const notes = await Promise.all(orders.map(({ work }) => send(work['EMBROIDERY']!.id)));
    expect(new Set(notes.map(({ location_id }) => location_id)).size).toBe(1);
    expect(notes[0].location_code).toBe(`SUB-${toy.supplier.code}`);
    expect((await lying(toy.supplier.id)).map(({ quantity }) => quantity).sort()).toEqual([6, 9]);
    const other = await aToy();
    await aLocation(app, { code: `SUB-${other.supplier.code}` });
    const { work } = await onTheFloor(app, other.product.id, 2);
    const note = await send(work['EMBROIDERY']!.id);
    expect(note.location_code).toMatch(new RegExp(`^SUB-${other.supplier.code}-[0-9a-f]{8}$`));
  });

  it('is not kept waiting by what lies there already, and finds it when it begins', async () => {
    const toy = await aToy({ thread: { stock: 30 } });
    const { work } = await onTheFloor(app, toy.product.id, 10);
    const [cutting, embroidery] = [work['CUTTING']!.id, work['EMBROIDERY']!.id];
    await send(embroidery);
    await done(app, cutting, 'start');
    await done(app, cutting, 'entries', { good_quantity: 10 });
    expect((await get(`${WORK}/${embroidery}`)).state).toBe('ready');
    await done(app, embroidery, 'start');
    expect(await done(app, embroidery, 'entries', { good_quantity: 10 })).toMatchObject({ subcontract_cost: '25.00' });
    expect(await stockOf(app, toy.thread.id)).toMatchObject({ on_hand: 0 });
  });

  it('shares with another operation of the same subcontractor what lies there, the earlier one first', async () => {
    const supplier = await aSupplier(app);
    const glue = await aProduct(app);
    await inStock(app, glue.id, 100, '1');
    const outside = { kind: 'subcontract', supplier_id: supplier.id, price_per_piece: '1' };
    const centre = { ...outside, labour_rate: undefined, machine_rate: undefined, overhead_percent: undefined };
    const { product } = await aFloor(
      app,
      [
        { name: 'EMBROIDERY', centre },
        { name: 'PRINTING', centre },
      ],
      {
        lines: [
          { component_id: glue.id, quantity: 1, operation: 'EMBROIDERY' },
          { component_id: glue.id, quantity: 2, operation: 'PRINTING' },
        ],
      },
    );
    const { order, work } = await onTheFloor(app, product.id, 10);
    const [embroidery, printing] = [work['EMBROIDERY']!.id, work['PRINTING']!.id];
    expect((await send(printing)).lines).toMatchObject([{ quantity: 20 }]);
    expect(refused(await at(app, embroidery, 'dispatches'))).toEqual([409, 'NOTHING_TO_DISPATCH']);
    expect((await send(printing)).lines).toMatchObject([{ quantity: 10 }]);
    // What is for printing stays there.
    expect((await fetchBack(embroidery)).lines).toMatchObject([{ quantity: 10 }]);
    expect((await send(printing)).lines).toMatchObject([{ quantity: 10 }]);
    await done(app, embroidery, 'start');
    await done(app, embroidery, 'entries', { good_quantity: 8 });
    await act(app, order.id, 'short-close', { reason: 'Enough' });
    expect(await lying(supplier.id)).toEqual([]);
    expect(await stockOf(app, glue.id)).toMatchObject({ on_hand: 92, reserved: 0 });
  });

  it('may have its thread issued by hand out of what lies there; cancelled, that comes home as well', async () => {
    const { order, thread, supplier, embroidery } = await embroidering(10, { thread: { issue_method: 'manual' } });
    const { location_id } = await send(embroidery);
    const line = { product_id: thread.id, quantity: 8, from_location_id: location_id };
    await act(app, order.id, 'issues', { lines: [line] });
    expect(await lying(supplier.id)).toMatchObject([{ quantity: 22 }]);
    await done(app, embroidery, 'entries', { good_quantity: 1 });
    await act(app, order.id, 'cancel', { reason: 'Moths' });
    expect(await lying(supplier.id)).toEqual([]);
    expect(await stockOf(app, thread.id)).toEqual({ on_hand: 997, reserved: 0, value: '99.70' });
  });

  it('takes as many statements for many components as for one', async () => {
    const count = async (components: number): Promise<number[]> => {
      const supplier = await aSupplier(app);
      const lines = Array.from({ length: components }, () => ({ quantity: 1, stock: 10 }));
      const { product } = await aWorkshop(app, lines, { type: 'subcontract' } as never);
      const given = { subcontractor_id: supplier.id, subcontract_price: '1' };
      const order = await anOrder(app, product.id, 4, given);
      await act(app, order.id, 'approve');
      await act(app, order.id, 'release');
      const { SUBCONTRACT: work } = await workOf(app, order.id);
      const first = await statementsOf(() => send(work.id));
      await done(app, work.id, 'start');
      const receipt = await statementsOf(() => done(app, work.id, 'entries', { good_quantity: 1 }));
      const back = await statementsOf(() => fetchBack(work.id));
      return [first, receipt, back];
    };
    // 14 to send, 15 to receive, 10 to fetch, and one now and then to ask for the caller's rights again.
    for (const components of [1, 12]) expect(Math.max(...(await count(components)))).toBeLessThanOrEqual(16);
  });

  it('keeps its subcontractor, and its place in the order, while components lie there', async () => {
    const toy = await aToy();
    const { work } = await onTheFloor(app, toy.product.id, 10);
    const embroidery = work['EMBROIDERY']!.id;
    await send(embroidery);
    const left = await at(app, embroidery, 'cancel', { reason: 'Not wanted' });
    expect(refused(left)).toEqual([409, 'COMPONENTS_AT_SUBCONTRACTOR']);
    const transitions = JSON.stringify(await get(`${WORK}/${embroidery}/transitions`));
    expect(transitions).toContain('Components lie at the subcontractor: fetch them first');
    const work_centre_id = toy.centres['EMBROIDERY'].id;
    expect(refused(await app.as(app.admin).patch(`${WORK}/${embroidery}`, { work_centre_id }))).toEqual([
      409,
      'COMPONENTS_AT_SUBCONTRACTOR',
    ]);
    await fetchBack(embroidery);
    expect((await app.as(app.admin).patch(`${WORK}/${embroidery}`, { work_centre_id })).status).toBe(200);
    expect((await done(app, embroidery, 'cancel', { reason: 'Not wanted' })).state).toBe('cancelled');
  });

  it('is sent its components from the place that is named, and gives them back to another', async () => {
    const { embroidery, thread } = await embroidering(10);
    const { STOCK: stock } = await placesOf(app);
    const note = await send(embroidery, { lines: [{ product_id: thread.id, quantity: 5, from_location_id: stock }] });
    expect(note.lines[0].from_location_id).toBe(stock);
    const to = await aLocation(app);
    const back = await fetchBack(embroidery, {
      lines: [{ product_id: thread.id, quantity: 2, to_location_id: to.id }],
    });
    expect(back.lines[0]).toMatchObject({ quantity: 2, to_location_id: to.id });
  });
});

describe('what is refused', () => {
  it('an operation of our own, everything wrong with the lines at once, and more than lies there', async () => {
    const { cutting, embroidery, thread } = await embroidering(10);
    expect(refused(await at(app, cutting, 'dispatches'))).toEqual([409, 'NOT_SUBCONTRACTED']);
    expect(refused(await at(app, cutting, 'dispatches/return'))).toEqual([409, 'NOT_SUBCONTRACTED']);
    const elsewhere = (await placesOf(app))['SUPPLIER'];
    const wrong = await at(app, embroidery, 'dispatches', {
      lines: [
        { product_id: (await aProduct(app)).id, quantity: 1 },
        { product_id: thread.id, quantity: 1, from_location_id: elsewhere },
        { product_id: thread.id, quantity: 1, lot_id: thread.id },
      ],
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ pointer, code }: Made) => [pointer, code])).toEqual([
      ['/lines/0/product_id', 'REFERENCE_NOT_FOUND'],
      ['/lines/1/from_location_id', 'REFERENCE_NOT_FOUND'],
      ['/lines/2/from_location_id', 'REQUIRED'],
    ]);
    expect((await at(app, embroidery, 'dispatches', { lines: [{ product_id: thread.id, quantity: 0 }] })).status).toBe(
      422,
    );
    await send(embroidery);
    const many = await at(app, embroidery, 'dispatches/return', { lines: [{ product_id: thread.id, quantity: 31 }] });
    expect(refused(many)).toEqual([409, 'RETURN_EXCEEDED']);
    expect(many.body.components).toEqual([{ sku: thread.sku, asked: 31, available: 30 }]);
    await done(app, embroidery, 'entries', { good_quantity: 10 });
    await done(app, embroidery, 'complete');
    expect(refused(await at(app, embroidery, 'dispatches'))).toEqual([409, 'INVALID_STATE']);
  });

  it('a second dispatch of the same rest at the same moment', async () => {
    const { embroidery, supplier } = await embroidering(10);
    const answers = await Promise.all([at(app, embroidery, 'dispatches'), at(app, embroidery, 'dispatches')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await lying(supplier.id)).toMatchObject([{ quantity: 30 }]);
  });

  it('who may not, who is elsewhere, a stale version; a dry run and a repeated request change nothing twice', async () => {
    const { embroidery, supplier, thread } = await embroidering(10);
    const path = `${WORK}/${embroidery}/dispatches`;
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.get(path)).status).toBe(200);
    expect((await viewer.get(`${STOCK}?product_id=${thread.id}`)).status).toBe(200);
    expect((await viewer.post(path, {})).status).toBe(403);
    expect((await viewer.post(`${path}/return`, {})).status).toBe(403);
    expect((await app.as(null).post(path, {})).status).toBe(401);
    const stranger = app.as(await app.actor({ role: 'warehouse', companies: [(await aCompany(app)).id] }));
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(path, {})).status).toBe(404);
    expect((await stranger.get(`${STOCK}?supplier_id=${supplier.id}`)).body.data).toEqual([]);

    const admin = app.as(app.admin);
    const dry = await admin.post(`${path}?dry_run=true`, {});
    expect([dry.status, dry.body.lines[0].quantity]).toEqual([201, 30]);
    expect(await lying(supplier.id)).toEqual([]);
    const { version } = await get(`${WORK}/${embroidery}`);
    expect((await admin.post(path, {}, { 'if-match': `"${version - 1}"` })).status).toBe(412);
    const headers = { 'idempotency-key': unique('dispatch'), 'if-match': `"${version}"` };
    const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
    const first = await storekeeper.post(path, {}, headers);
    expect([first.status, first.headers['etag']]).toEqual([201, `"${version + 1}"`]);
    const again = await storekeeper.post(path, {}, headers);
    expect([again.status, again.headers['idempotent-replayed'], again.body]).toEqual([201, 'true', first.body]);
    expect(await lying(supplier.id)).toMatchObject([{ quantity: 30 }]);
    expect((await get(`${STOCK}?supplier_id=${supplier.id}&min_days_out=1`)).data).toEqual([]);
  });
});

describe('a product that is made outside as a whole', () => {
  /** 2 fabric a piece at 5.00, by a bill of type subcontract. */
  async function outside() {
    const supplier = await aSupplier(app);
    const { product, components, bom } = await aWorkshop(app, [{ quantity: 2, stock: 100, unit_cost: '5' }], {
      type: 'subcontract',
    } as never);
    return { supplier, product, fabric: components[0]!, bom };
  }

  it('needs to be said by whom, and a price', async () => {
    const { product, supplier } = await outside();
    const draft = (given: object) =>
      app.as(app.admin).post(ORDERS, { product_id: product.id, planned_quantity: 10, ...given });
    const nobody = await draft({});
    expect([nobody.status, nobody.body.errors]).toEqual([
      422,
      [{ pointer: '/subcontractor_id', code: 'REQUIRED', message: expect.any(String) }],
    ]);
    expect((await draft({ subcontractor_id: product.id })).body.errors).toMatchObject([
      { pointer: '/subcontractor_id', code: 'REFERENCE_NOT_FOUND' },
    ]);
    const { product: own } = await aWorkshop(app, [{ quantity: 1, stock: 10 }]);
    const wrong = await draft({ product_id: own.id, subcontractor_id: supplier.id, subcontract_price: '1.00' });
    expect(wrong.body.errors.map(({ pointer, code }: Made) => [pointer, code])).toEqual([
      ['/subcontractor_id', 'NOT_ALLOWED'],
      ['/subcontract_price', 'NOT_ALLOWED'],
    ]);
    const order = (await draft({ subcontractor_id: supplier.id })).body;
    expect(order).toMatchObject({ subcontractor_id: supplier.id, subcontract_price: null, routing_id: null });
    await act(app, order.id, 'approve');
    const unpriced = await app.as(app.admin).post(`${ORDERS}/${order.id}/release`, {});
    expect(refused(unpriced)).toEqual([409, 'NO_SUBCONTRACT_PRICE']);
  });

  it('is sent its components, received in parts, paid by the price list, and closes', async () => {
    const { product, supplier, fabric } = await outside();
    await made(app, '/supplier-prices', {
      supplier_id: supplier.id,
      product_id: product.id,
      price: '4.00',
      min_quantity: 1,
    });
    const order = await anOrder(app, product.id, 10, { subcontractor_id: supplier.id });
    await act(app, order.id, 'approve');
    // 20 fabric at 5.00 and 10 pieces at 4.00: 140.00 for 10.
    expect(await act(app, order.id, 'release')).toMatchObject({ planned_unit_cost: '14.000000' });
    const { SUBCONTRACT: work } = await workOf(app, order.id);
    expect(work).toMatchObject({
      number: `${order.number}-10`,
      kind: 'subcontract',
      supplier_id: supplier.id,
      planned_cost: '40.00',
      planned_quantity: 10,
      state: 'ready',
      is_last: true,
    });
    await send(work.id);
    await done(app, work.id, 'start');
    await done(app, work.id, 'entries', { good_quantity: 6 });
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 6, value: '84.00' });
    await done(app, work.id, 'entries', { good_quantity: 3, rejected_quantity: 1, rejected_reason_code: 'DEFECT' });
    await done(app, work.id, 'complete');
    await act(app, order.id, 'complete', { actual_quantity: 9 });
    // 20 fabric at 5.00, 9 good pieces at 4.00.
    expect(await act(app, order.id, 'close')).toMatchObject({
      material_value: '100.00',
      conversion_value: '36.00',
      rejected_quantity: 1,
      work_in_progress: '0.00',
    });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 10, reserved: 0, value: '136.00' });
    const sheet = await get(`${ORDERS}/${order.id}/cost-sheet`);
    expect(JSON.stringify(sheet)).toContain('"36.00"');
    expect(await stockOf(app, fabric.id)).toMatchObject({ on_hand: 80, reserved: 0 });
    const next = await anOrder(app, product.id, 5, { subcontractor_id: supplier.id, subcontract_price: '3.50' });
    await act(app, next.id, 'approve');
    await act(app, next.id, 'release');
    const { SUBCONTRACT: again } = await workOf(app, next.id);
    expect(again).toMatchObject({ planned_cost: '17.50', work_centre_id: work.work_centre_id });
    const moved = await app.as(app.admin).patch(`${WORK}/${again.id}`, { work_centre_id: work.work_centre_id });
    expect(moved.status).toBe(422);
    const { body } = await app.as(app.admin).post(`${ORDERS}/${next.id}/cancel`, { reason: 'Not now' });
    expect(body).toMatchObject({ state: 'cancelled', work_in_progress: '0.00' });
  });

  it('is made by a draft that says so: patched, approved while its terms hold, priced in a foreign list', async () => {
    const { product, supplier, bom } = await outside();
    const own = await made(app, '/warehouse/bom', {
      product_id: product.id,
      revision: 'OWN',
      lines: [{ component_id: (await aProduct(app)).id, quantity: 1 }],
    });
    const order = await anOrder(app, product.id, 3, { subcontractor_id: supplier.id });
    const patch = (body: object) => app.as(app.admin).patch(`${ORDERS}/${order.id}`, body);
    expect((await patch({ subcontractor_id: null })).body.errors).toMatchObject([
      { pointer: '/subcontractor_id', code: 'REQUIRED' },
    ]);
    expect((await patch({ subcontract_price: '9.50' })).body).toMatchObject({ subcontract_price: '9.500000' });
    expect((await patch({ subcontract_price: null })).body).toMatchObject({ subcontract_price: null });
    expect([own.state, bom.id]).toEqual(['draft', order.bom_id]);
    await app.db.query('update erp.manufacturing_orders set subcontractor_id = null where id = $1', [order.id]);
    expect(refused(await app.as(app.admin).post(`${ORDERS}/${order.id}/approve`, {}))).toEqual([
      409,
      'SUBCONTRACTOR_NEEDED',
    ]);
    await patch({ subcontractor_id: supplier.id });
    await made(app, '/exchange-rates', {
      from_currency: 'USD',
      to_currency: 'IDR',
      valid_from: '2020-01-01',
      rate: '15000',
    });
    await made(app, '/supplier-prices', {
      supplier_id: supplier.id,
      product_id: product.id,
      price: '0.10',
      currency_code: 'USD',
      min_quantity: 1,
    });
    await act(app, order.id, 'approve');
    await act(app, order.id, 'release');
    // 3 pieces at 0.10 dollars, 15,000 rupiah each.
    expect((await workOf(app, order.id))['SUBCONTRACT']).toMatchObject({ planned_cost: '4500.00' });
  });

  it('travels lot by lot', async () => {
    const supplier = await aSupplier(app);
    const fabric = await aProduct(app, { sku: unique('FAB'), tracking: 'lot' });
    const product = await aProduct(app, { sku: unique('BAG'), type: 'finished_good', is_manufactured: true });
    const { STOCK: stock } = await placesOf(app);
    const lot = async (quantity: number): Promise<Made> =>
      (
        await made(app, '/warehouse/receipts', {
          lines: [
            { product_id: fabric.id, quantity, unit_cost: '1.00', to_location_id: stock, lot: { code: unique('L') } },
          ],
        })
      ).lines[0];
    const [one, two] = [await lot(8), await lot(50)];
    await made(app, '/warehouse/bom', {
      product_id: product.id,
      type: 'subcontract',
      activate: true,
      lines: [{ component_id: fabric.id, quantity: 2 }],
    });
    const order = await anOrder(app, product.id, 10, { subcontractor_id: supplier.id, subcontract_price: '1' });
    await act(app, order.id, 'approve');
    await act(app, order.id, 'release');
    const { SUBCONTRACT: work } = await workOf(app, order.id);
    const note = await send(work.id);
    expect(note.lines.map(({ lot_id, quantity }: Made) => [lot_id, quantity])).toEqual([
      [one.lot_id, 8],
      [two.lot_id, 12],
    ]);
    const named = { lines: [{ product_id: fabric.id, quantity: 3, lot_id: two.lot_id }] };
    expect((await fetchBack(work.id, named)).lines).toMatchObject([{ lot_id: two.lot_id, quantity: 3 }]);
    await send(work.id, { lines: [{ ...named.lines[0]!, from_location_id: stock }] });
    await done(app, work.id, 'start');
    await done(app, work.id, 'entries', { good_quantity: 4 });
    await act(app, order.id, 'short-close', { reason: 'Enough' });
    expect(await lying(supplier.id)).toEqual([]);
    expect(await stockOf(app, fabric.id)).toEqual({ on_hand: 50, reserved: 0, value: '50.00' });
  });
});

it('what is taken back after the end of an order lies there for nobody, and can be fetched', async () => {
  const { order, embroidery, sewing, supplier, thread } = await embroidering(5);
  await inStock(app, thread.id, 1, '0.10');
  await send(embroidery);
  const { id } = await done(app, embroidery, 'entries', { good_quantity: 5 });
  await act(app, order.id, 'short-close', { reason: 'Enough' });
  const reversed = await at(app, embroidery, `entries/${id}/reverse`, { reason: 'Was never made' });
  expect([reversed.status, sewing]).toEqual([200, sewing]);
  expect(await lying(supplier.id)).toMatchObject([
    { order_id: null, quantity: 15, oldest_sent_at: null, days_out: null },
  ]);
  await fetchBack(embroidery, { lines: [{ product_id: thread.id, quantity: 15 }] });
  expect(await lying(supplier.id)).toEqual([]);
});

it('where each warehouse is valued for itself, value travels with the pieces to the cent', async () => {
  const company = await aCompany(app, { valuation_scope: 'warehouse' });
  const { STOCK: stock } = await placesOf(app, company.id);
  const supplier = await aSupplier(app);
  const fabric = await aProduct(app);
  const product = await aProduct(app, { type: 'finished_good', is_manufactured: true });
  const lines = [{ component_id: fabric.id, quantity: 2 }];
  await made(app, '/warehouse/bom', { product_id: product.id, type: 'subcontract', activate: true, lines });
  await made(app, '/warehouse/receipts', {
    company_id: company.id,
    lines: [{ product_id: fabric.id, quantity: 7, unit_cost: '1.111111', to_location_id: stock }],
  });
  const terms = { company_id: company.id, subcontractor_id: supplier.id, subcontract_price: '1' };
  const order = await anOrder(app, product.id, 3, terms);
  await act(app, order.id, 'approve');
  await act(app, order.id, 'release');
  const { SUBCONTRACT: work } = await workOf(app, order.id);
  const values = async (): Promise<string[]> => {
    const { rows } = await app.db.query<{ value: string }>(
      'select value::text from erp.stock_valuations where product_id = $1 order by value',
      [fabric.id],
    );
    return rows.map(({ value }) => value);
  };
  expect(await values()).toEqual(['7.78']);
  await send(work.id);
  // 6 of 7 pieces worth 7.78 are 6.67, and 1.11 stays.
  expect(await values()).toEqual(['1.11', '6.67']);
  expect(await lying(supplier.id)).toMatchObject([{ quantity: 6, value: '6.67' }]);
  await done(app, work.id, 'start');
  await done(app, work.id, 'entries', { good_quantity: 2 });
  await act(app, order.id, 'short-close', { reason: 'Enough' });
  // 4 of 6 worth 6.67 are 4.45; the 2.22 of the others come home.
  expect(await values()).toEqual(['0.00', '3.33']);
  expect((await act(app, order.id, 'close')).material_value).toBe('4.45');
});

it('a person of one department sees the orders of that one and of none', async () => {
  const toy = await aToy();
  const [mine, theirs] = [toy.departments['CUT'], toy.departments['SEW']];
  const { order, work } = await onTheFloor(app, toy.product.id, 2, { department_id: mine.id });
  const other = await onTheFloor(app, toy.product.id, 3, { department_id: theirs.id });
  await send(work['EMBROIDERY']!.id);
  await send(other.work['EMBROIDERY']!.id);
  const limited = app.as(await app.actor({ permissions: ['ppic.subcontracting.read'], departments: [mine.id] }));
  const seen = async (path: string): Promise<string[]> =>
    (await limited.get(`${path}?supplier_id=${toy.supplier.id}`)).body.data.map(({ order_id }: Made) => order_id);
  expect(await seen(STOCK)).toEqual([order.id]);
  expect(await seen('/ppic/subcontracting/dispatches')).toEqual([order.id]);
  expect((await limited.get(`${WORK}/${other.work['EMBROIDERY']!.id}/dispatches`)).status).toBe(404);
});

it('what does not agree with the ledger is found', async () => {
  const { embroidery } = await embroidering(5);
  const { id } = await send(embroidery);
  const change = (by: number) =>
    app.db.query('update erp.subcontract_dispatch_lines set quantity = quantity + $2 where dispatch_id = $1', [id, by]);
  const violations = async (): Promise<string[]> =>
    (await app.nest.get(SubcontractIntegrity, { strict: false }).check())
      .filter((invariant) => invariant.violations > 0)
      .map(({ name }) => name);
  await change(-1);
  expect(await violations()).toEqual(['dispatches_agree_with_ledger', 'subcontract_stock_is_explained']);
  await change(1);
  expect(await violations()).toEqual([]);
});
