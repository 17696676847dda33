import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';
import { aWorkshop, act, anOrder } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let north: { id: string; shelf: string };
let today: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  const { id } = await made(app, '/warehouse/locations', { code: unique('NORTH'), name: 'North', type: 'warehouse' });
  const shelf = { code: unique('N1'), name: 'Shelf', type: 'bin', parent_id: id };
  north = { id, shelf: (await made(app, '/warehouse/locations', shelf)).id };
  ({ today } = (await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as today`)).rows[0]);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const day = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
/** Noon of a day, as the factory's clock shows it. */
const noon = (n: number): string => `${day(n)}T12:00:00+07:00`;
const ask = async (query: Record<string, string | number>, who = admin): Promise<any> =>
  (await who.get(`/warehouse/availability?${new URLSearchParams(query as Record<string, string>)}`)).body;
const reserve = (product: any, quantity: number, terms: object = {}): Promise<any> =>
  made(app, '/warehouse/reservations', {
    ...terms,
    lines: [{ product_id: product.id, quantity, within_location_id: place['WH'] }],
  });
const balances = (answer: any): [string, number][] => answer.days.map((d: any) => [d.on, d.balance]);

it('counts transfers, orders and claims day by day, names them, and promises what they leave', async () => {
  // a bear takes 2 of cloth; cloth: 50 on hand, 8 held for a source, 5 claimed in ten days
  const { product: bear, components } = await aWorkshop(app, [{ quantity: 2, stock: 50 }]);
  const cloth = components[0];
  const held = await reserve(cloth, 8, { needed_at: noon(20) });
  const claim = await reserve(cloth, 5, { kind: 'soft', needed_at: noon(10) });
  // 12 come back from the north in 6 days; an order for 15 bears, approved, starts in 4 days and ends in 8
  await aReceipt(app, cloth.id, 12, '1', north.shelf);
  const order = await anOrder(app, bear.id, 15, { planned_start_date: day(4), due_date: day(8) });
  await act(app, order.id, 'approve');
  const transfer = await made(app, '/warehouse/transfer-orders', {
    to_location_id: place['STOCK'],
    expected_on: day(6),
    lines: [{ product_id: cloth.id, quantity: 12, from_location_id: north.shelf }],
  });
  const wh = { product_id: cloth.id, warehouse_id: place['WH']! };
  // a draft is no more than a plan
  expect((await ask(wh)).events.map((e: any) => e.kind)).not.toContain('transfer');
  await admin.post(`/warehouse/transfer-orders/${transfer.id}/dispatch`);

  const answer = await ask({ ...wh, at: day(7), quantity: 15 });
  // 50 - 8 = 42; 42 - 30 = 12 in 4 days; + 12 = 24 in 6; - 5 = 19 in 10
  expect(balances(answer)).toEqual([
    [today, 42],
    [day(4), 12],
    [day(6), 24],
    [day(10), 19],
  ]);
  expect(answer).toMatchObject({
    sku: cloth.sku,
    on_hand: 50,
    held: 0,
    reserved: 8,
    free: 42,
    soft_claims: 5,
    available_now: 12,
    at: day(7),
    expected_receipts: 12,
    expected_demands: 30,
    expired: 0,
    projected: 24,
    available_at: 19,
    lowest: { on: day(4), balance: 12 },
    quantity: 15,
    earliest_date: day(6),
  });
  const seen = answer.events.map((e: any) => [e.kind, e.source_number ?? e.source_id, e.on, e.quantity, e.not_counted]);
  expect(seen).toEqual([
    ['manufacturing_component', order.number, day(4), 30, null],
    ['transfer', transfer.number, day(6), 12, null],
    ['soft_reservation', claim.source_id, day(10), 5, null],
    ['hard_reservation', held.source_id, null, 8, 'held'],
  ]);
  expect((await ask({ ...wh, quantity: 20 })).earliest_date).toBeNull();
  expect((await ask({ ...wh, quantity: 12 })).earliest_date).toBe(today);

  // the bears of an order that is only approved are planned; released, they are expected, and its cloth is held
  const bears = { product_id: bear.id, at: day(8) };
  expect(await ask(bears)).toMatchObject({
    available_at: 0,
    events: [{ quantity: 15, not_counted: 'planned', on: null }],
  });
  await act(app, order.id, 'release');
  expect(await ask(bears)).toMatchObject({
    available_now: 0,
    available_at: 15,
    events: [{ kind: 'manufacturing_output', source_number: order.number, on: day(8), not_counted: null }],
  });
  const released = await ask(wh);
  expect(released).toMatchObject({ reserved: 38, free: 12, available_now: 12 });
  expect(released.events.filter((e: any) => e.source_number === order.number)).toMatchObject([
    { kind: 'hard_reservation', quantity: 30, not_counted: 'held' },
  ]);
  // ten are made: five are still to come
  await act(app, order.id, 'start');
  await made(app, `/ppic/manufacturing-orders/${order.id}/reports`, { good_quantity: 10 });
  expect(await ask(bears)).toMatchObject({ on_hand: 10, expected_receipts: 5, available_at: 15 });
});

it('takes what is overdue as of today, never what has no date, and wants today what is wanted without one', async () => {
  const { product: bear, components } = await aWorkshop(app, [{ quantity: 1, stock: 30 }]);
  const late = await anOrder(app, bear.id, 4, { planned_start_date: day(-9), due_date: day(-3) });
  const whenever = await anOrder(app, bear.id, 6);
  for (const order of [late, whenever]) {
    await act(app, order.id, 'approve');
    await act(app, order.id, 'release');
  }
  const bears = await ask({ product_id: bear.id });
  expect(bears).toMatchObject({ free: 0, expected_receipts: 4, available_now: 4 });
  expect(bears.events.map((e: any) => [e.due_on, e.on, e.overdue, e.not_counted])).toEqual([
    [day(-3), today, true, null],
    [null, null, false, 'undated'],
  ]);
  await reserve(components[0], 7, { kind: 'soft' });
  const gone = await reserve(components[0], 3, { kind: 'soft', needed_at: noon(1), expires_at: noon(400) });
  expect(await ask({ product_id: components[0].id })).toMatchObject({
    free: 20,
    soft_claims: 10,
    expected_demands: 7,
    available_now: 10,
  });
  await app.db.query(
    `update erp.stock_reservations set expires_at = now() - interval '1 second' where source_id = $1`,
    [gone.source_id],
  );
  expect(await ask({ product_id: components[0].id })).toMatchObject({ soft_claims: 7, available_now: 13 });
});

it('does not promise what is on hold, in quarantine or past its day, nor what will be by then', async () => {
  const honey = await aProduct(app, { tracking: 'lot' });
  const receive = (code: string, quantity: number, expires_on: string, to = place['STOCK']): Promise<any> =>
    made(app, '/warehouse/receipts', {
      lines: [{ product_id: honey.id, quantity, unit_cost: '1', to_location_id: to, lot: { code, expires_on } }],
    });
  await receive('SOON', 10, day(5));
  await receive('LATE', 20, day(60));
  await receive('HELD', 40, day(60));
  await receive('SHUT', 80, day(60), place['HOLD']);
  const { rows } = await app.db.query(`select id, code from erp.lots where product_id = $1`, [honey.id]);
  const lot = (code: string): string => rows.find((r: any) => r.code === code).id;
  await admin.post(`/warehouse/lots/${lot('HELD')}/hold`, { reason: 'Crystals' });
  await reserve(honey, 4, { kind: 'soft', needed_at: noon(3) });
  const at = async (n: number): Promise<any> => ask({ product_id: honey.id, at: day(n) });
  // 30 free; 4 of SOON are used on the third day, the other 6 are lost on the sixth
  expect(await at(5)).toMatchObject({ on_hand: 150, held: 120, free: 30, projected: 26, expired: 0, available_at: 26 });
  expect(await at(6)).toMatchObject({ projected: 20, expired: 6, available_at: 20 });
  expect((await at(6)).lots).toEqual([
    { lot_id: lot('SOON'), lot_code: 'SOON', expires_on: day(5), quantity: 10 },
    { lot_id: lot('LATE'), lot_code: 'LATE', expires_on: day(60), quantity: 20 },
  ]);
  // what is on its way brings its last day along; a lot that is held on the way brings nothing
  await receive('WAY', 9, day(8), north.shelf);
  await receive('STOP', 7, day(8), north.shelf);
  const transfer = await made(app, '/warehouse/transfer-orders', {
    to_location_id: place['STOCK'],
    expected_on: day(7),
    lines: [{ product_id: honey.id, quantity: 16, from_location_id: north.shelf }],
  });
  await admin.post(`/warehouse/transfer-orders/${transfer.id}/dispatch`);
  const stop = (await app.db.query(`select id from erp.lots where product_id = $1 and code = 'STOP'`, [honey.id]))
    .rows[0].id;
  await admin.post(`/warehouse/lots/${stop}/hold`, { reason: 'Seal broken' });
  const wh = { product_id: honey.id, warehouse_id: place['WH']! };
  expect(await ask({ ...wh, at: day(8) })).toMatchObject({ expected_receipts: 9, available_at: 29 });
  expect(await ask({ ...wh, at: day(9) })).toMatchObject({ expired: 15, available_at: 20 });
  expect((await ask(wh)).events.map((e: any) => e.not_counted)).toEqual([null, null, 'lot_unusable']);
});

it('counts what an order could not reserve, its by-products, a paused order, and nothing that ends in a held place', async () => {
  const { product: bear, components } = await aWorkshop(app, [
    { quantity: 2, stock: 3 },
    { quantity: 1, kind: 'by_product', cost_share_percent: '0' },
  ]);
  const [cloth, rag] = components;
  const order = await anOrder(app, bear.id, 4, { planned_start_date: day(1), due_date: day(2) });
  expect((await ask({ product_id: cloth.id })).events).toEqual([]);
  await act(app, order.id, 'approve');
  await act(app, order.id, 'release?allow_partial=true');
  await act(app, order.id, 'start');
  await act(app, order.id, 'pause');
  // 8 are needed, 3 are held for it: 5 are missing from the day of its start on
  const seen = await ask({ product_id: cloth.id, at: day(1) });
  expect(seen).toMatchObject({
    reserved: 3,
    free: 0,
    projected: -5,
    available_at: 0,
    lowest: { on: day(1), balance: -5 },
  });
  expect(seen.events.map((e: any) => [e.kind, e.quantity])).toEqual([
    ['manufacturing_component', 5],
    ['hard_reservation', 3],
  ]);
  expect(await ask({ product_id: rag.id, at: day(2) })).toMatchObject({ expected_receipts: 4, available_at: 4 });
  expect(await ask({ product_id: bear.id, at: day(2) })).toMatchObject({ expected_receipts: 4 });
  await act(app, order.id, 'cancel', { reason: 'Not wanted' });
  for (const product of [cloth, rag, bear]) expect((await ask({ product_id: product.id })).events).toEqual([]);

  const checked = await anOrder(app, bear.id, 4, { due_date: day(2), output_location_id: place['HOLD'] });
  await act(app, checked.id, 'approve');
  expect((await ask({ product_id: bear.id })).events).toEqual([]);
  // of a transfer, what has been accepted is here, and the rest is still expected; what goes into quarantine is not
  const cup = await aProduct(app);
  await aReceipt(app, cup.id, 9, '1', north.shelf);
  for (const [to, quantity] of [
    [place['STOCK'], 5],
    [place['HOLD'], 4],
  ] as const) {
    const lines = [{ product_id: cup.id, quantity, from_location_id: north.shelf }];
    const { id } = await made(app, '/warehouse/transfer-orders', { to_location_id: to, expected_on: day(-1), lines });
    await admin.post(`/warehouse/transfer-orders/${id}/dispatch`);
    await admin.post(`/warehouse/transfer-orders/${id}/accept`, { lines: [{ line_no: 1, accepted_quantity: 2 }] });
  }
  expect(await ask({ product_id: cup.id })).toMatchObject({
    on_hand: 9,
    held: 7,
    free: 2,
    available_now: 5,
    events: [{ kind: 'transfer', quantity: 3, overdue: true, on: today }],
  });
});

it('answers for many products in as many statements as for one, in the order asked, with every fault at once', async () => {
  const products: any[] = [];
  for (let n = 0; n < 12; n++) products.push(await aProduct(app));
  await aReceipt(app, products[3].id, 7);
  await reserve(products[3], 2, { kind: 'soft', needed_at: noon(2) });
  const lines = products.map(({ id }) => ({ product_id: id, quantity: 6 }));
  const question = { warehouse_id: place['WH'], at: day(1), lines };
  const count = (some: object[]): Promise<number> =>
    statementsOf(async () => {
      const { status } = await admin.post('/warehouse/availability', { ...question, lines: some });
      expect(status).toBe(200);
    });
  const [one, many] = [await count(lines.slice(0, 1)), await count(lines)];
  expect(many).toBe(one);
  const { body } = await admin.post('/warehouse/availability', question);
  expect(body.map((row: any) => row.product_id)).toEqual(products.map(({ id }) => id));
  expect(body[3]).toMatchObject({
    free: 7,
    available_now: 5,
    available_at: 5,
    earliest_date: null,
    warehouse_id: place['WH'],
  });
  expect(body[0]).toMatchObject({ on_hand: 0, available_at: 0, lowest: { on: today, balance: 0 } });
  const faulty = [{ product_id: app.company_id }, lines[0], { product_id: place['WH'] }];
  expect((await admin.post('/warehouse/availability', { lines: faulty })).body.errors).toMatchObject([
    { pointer: '/lines/0/product_id', code: 'REFERENCE_NOT_FOUND' },
    { pointer: '/lines/2/product_id', code: 'REFERENCE_NOT_FOUND' },
  ]);
  const past = await admin.post('/warehouse/availability', { lines: [lines[0]], at: day(-1) });
  expect(past.body.errors).toMatchObject([{ pointer: '/at', code: 'DATE_IN_PAST' }]);
  expect((await admin.post('/warehouse/availability', { lines: [] })).status).toBe(422);
  expect(
    (await admin.post('/warehouse/availability', { lines: [{ product_id: 'x', quantity: 0.5 }] })).body.errors,
  ).toHaveLength(2);
  expect(
    (await admin.get(`/warehouse/availability?product_id=${products[0].id}&at=${day(-1)}`)).body.errors,
  ).toMatchObject([{ pointer: '?at', code: 'DATE_IN_PAST' }]);
  expect((await admin.get('/warehouse/availability')).status).toBe(400);
  expect((await admin.get(`/warehouse/availability?product_id=${app.company_id}`)).status).toBe(404);
});

it('shows stock of the companies and warehouses of the caller alone', async () => {
  const product = await aProduct(app);
  await aReceipt(app, product.id, 5);
  await aReceipt(app, product.id, 3, '1', north.shelf);
  const of = (who: Caller, more = '') => who.get(`/warehouse/availability?product_id=${product.id}${more}`);
  const northerner = app.as(await app.actor({ role: 'sales', warehouses: [north.id] }));
  expect((await of(admin)).body).toMatchObject({ free: 8, warehouse_id: null });
  expect((await of(northerner)).body).toMatchObject({ free: 3 });
  expect((await of(northerner, `&warehouse_id=${north.id}`)).body).toMatchObject({ free: 3, warehouse_id: north.id });
  expect((await of(northerner, `&warehouse_id=${place['WH']}`)).status).toBe(404);
  const other = await aCompany(app);
  const stranger = app.as(await app.actor({ role: 'sales', companies: [other.id] }));
  expect((await of(stranger)).body).toMatchObject({ company_id: other.id, free: 0 });
  expect((await of(stranger, `&company_id=${app.company_id}`)).status).toBe(404);
  expect((await of(stranger, `&warehouse_id=${north.id}`)).status).toBe(404);
  expect((await of(admin, `&warehouse_id=${north.id}&company_id=${other.id}`)).status).toBe(404);
  expect((await of(admin, `&warehouse_id=${place['STOCK']}`)).status).toBe(404);
  const nobody = app.as(await app.actor({ permissions: ['warehouse.bom.read'] }));
  expect((await of(nobody)).status).toBe(403);
  expect((await nobody.post('/warehouse/availability', { lines: [{ product_id: product.id }] })).status).toBe(403);
});
