import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCustomer, aLocation, aProduct, aReceipt, aSupplier, made, placesOf, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let lender: any;
let shelf: any;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  lender = await aSupplier(app);
  shelf = await aLocation(app, { type: 'zone', parent_id: place['WH'], owner_supplier_id: lender.id });
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const consigned = (product: any, quantity: number, to = shelf.id, more: object = {}) =>
  made(app, '/warehouse/receipts', {
    lines: [{ product_id: product.id, quantity, to_location_id: to, ...more }],
  });
const line = (product: any, quantity: number, more: object = {}) => ({
  product_id: product.id,
  quantity,
  from_location_id: shelf.id,
  to_location_id: place['STOCK'],
  unit_cost: '2.50',
  ...more,
});
const take = (lines: object[], who = admin, more: object = {}, headers = {}) =>
  who.post('/warehouse/take-overs', { lines, ...more }, headers);
const stockOf = async (product: any): Promise<any> => (await admin.get(`/warehouse/stock/${product.id}`)).body;
const valueOf = async (product: any): Promise<any> =>
  (await admin.get(`/warehouse/valuations?product_id=${product.id}`)).body.data.map((v: any) => [v.quantity, v.value]);

it('lies here without value, is promised to nobody, and becomes ours at its price', async () => {
  const thread = await aProduct(app);
  await consigned(thread, 100);
  expect(await stockOf(thread)).toMatchObject({
    on_hand: 100,
    available: 0,
    held: 100,
    of_others: 100,
    locations: [{ location_id: shelf.id, owner_supplier_id: lender.id, owner_customer_id: null }],
  });
  expect(await valueOf(thread)).toEqual([[100, '0.00']]);
  const { status, body } = await take([line(thread, 30)], admin, { reference: 'Week 48' });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    number: expect.stringMatching(/^TV-/),
    supplier_id: lender.id,
    supplier_code: lender.code,
    state: 'posted',
    value: '75.00',
    reference: 'Week 48',
    lines: [{ line_no: 1, sku: thread.sku, quantity: 30, value: '75.00', from_location_id: shelf.id }],
  });
  expect(await stockOf(thread)).toMatchObject({ on_hand: 100, available: 30, of_others: 70 });
  expect((await valueOf(thread)).sort()).toEqual([
    [30, '75.00'],
    [70, '0.00'],
  ]);
  expect((await admin.get(`/warehouse/stock?product_id=${thread.id}&is_owned=true`)).body.data).toMatchObject([
    { on_hand: 70, owner_supplier_id: lender.id },
  ]);
  expect((await admin.get(`/warehouse/take-overs?supplier_id=${lender.id}&product_id=${thread.id}`)).body.data).toEqual(
    [expect.objectContaining({ id: body.id, value: '75.00' })],
  );
  // Freight for what was taken over is a landed cost of its line, as for any receipt.
  const landed = await admin.post('/warehouse/landed-costs', {
    amount: '6.00',
    lines: [{ line_id: body.lines[0].line_id }],
  });
  expect(landed.body).toMatchObject({ stock_value: '6.00' });
});

it('is given back as a whole, once, at its document', async () => {
  const thread = await aProduct(app);
  await consigned(thread, 10);
  const { body } = await take([line(thread, 4, { value: '9.99', unit_cost: undefined })]);
  expect(
    (await admin.post(`/warehouse/movements/${body.receipt_movement_id}/reverse`, { reason: 'x' })).body.error_code,
  ).toBe('MOVEMENT_OF_DOCUMENT');
  const path = `/warehouse/take-overs/${body.id}`;
  expect((await admin.get(`${path}/transitions`)).body).toMatchObject([{ event: 'reverse', allowed: true }]);
  const dry = await admin.post(`${path}/reverse?dry_run=true`, { reason: 'Looks wrong' });
  expect(dry.body).toMatchObject({ state: 'reversed' });
  const both = await Promise.all([1, 2].map(() => admin.post(`${path}/reverse`, { reason: 'Counted twice' })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await stockOf(thread)).toMatchObject({ on_hand: 10, available: 0, of_others: 10 });
  expect((await valueOf(thread)).map(([, value]: string[]) => value)).toEqual(['0.00', '0.00']);
  expect((await admin.get(`${path}/history`)).body.map((h: any) => [h.event, h.to_state, h.reason])).toEqual([
    ['take', 'posted', null],
    ['reverse', 'reversed', 'Counted twice'],
  ]);
});

it('takes lots and serial numbers as they are, and units of the supplier', async () => {
  const glue = await aProduct(app, { tracking: 'lot', costing_method: 'specific' });
  const chip = await aProduct(app, { tracking: 'serial', costing_method: 'fifo' });
  await consigned(glue, 6, shelf.id, { lot: { code: 'G1' } });
  await consigned(chip, 2, shelf.id, { serials: ['S1', 'S2'] });
  const lots = (await admin.get(`/warehouse/stock?below=${shelf.id}&in_stock=true&limit=100`)).body.data;
  const lotOf = (product: any): string => lots.find((row: any) => row.product_id === product.id).lot_id;
  const { body } = await take([
    line(glue, 6, { lot_id: lotOf(glue), unit_cost: '1.10' }),
    line(chip, 1, { lot_id: lotOf(chip), unit_cost: '80' }),
  ]);
  expect(body.lines.map((l: any) => [l.lot_code, l.quantity, l.value])).toEqual([
    ['G1', 6, '6.60'],
    [expect.stringMatching(/^S/), 1, '80.00'],
  ]);
  const button = await aProduct(app);
  const box = await made(app, '/units', { code: unique('BOX').slice(0, 12), name: 'Box', dimension: 'count' });
  await made(app, '/unit-conversions', {
    from_unit_id: box.id,
    to_unit_id: button.unit_id,
    product_id: button.id,
    numerator: 144,
  });
  await consigned(button, 1000);
  const { product_id, from_location_id, to_location_id } = line(button, 1);
  const boxes = await take([
    { product_id, from_location_id, to_location_id, unit_quantity: '2', unit_id: box.id, unit_cost: '14.40' },
  ]);
  expect(boxes.body).toMatchObject({ value: '28.80', lines: [{ quantity: 288 }] });
});

it('refuses every fault at once and takes nothing', async () => {
  const [thread, other] = [await aProduct(app), await aSupplier(app)];
  const theirs = await aLocation(app, { parent_id: place['WH'], type: 'zone', owner_supplier_id: other.id });
  await consigned(thread, 5);
  const refused = await take([
    line(thread, 1),
    line(thread, 1, { from_location_id: place['STOCK'] }),
    line(thread, 1, { from_location_id: theirs.id, unit_cost: undefined }),
    line(thread, 1, { from_location_id: app.company_id, value: '1' }),
    line(thread, 1, { quantity: undefined }),
  ]);
  expect(refused.body.errors.map((e: any) => `${e.pointer} ${e.code}`).sort()).toEqual([
    '/lines/1/from_location_id NOT_CONSIGNED',
    '/lines/2/from_location_id OWNER_DIFFERS',
    '/lines/2/unit_cost REQUIRED',
    '/lines/3/from_location_id REFERENCE_NOT_FOUND',
    '/lines/3/value EXCLUSIVE',
    '/lines/4/quantity REQUIRED',
  ]);
  expect((await take([line(thread, 1, { to_location_id: shelf.id })])).body.errors).toMatchObject([
    { pointer: '/lines/0/unit_cost', code: 'VALUE_OF_OTHERS' },
  ]);
  expect((await take([line(thread, 1, { product_id: app.company_id })])).body.errors).toMatchObject([
    { pointer: '/lines/0/product_id', code: 'REFERENCE_NOT_FOUND' },
  ]);
  const short = await take([line(thread, 6)]);
  expect([short.status, short.body.error_code, short.body.shortages]).toMatchObject([
    409,
    'INSUFFICIENT_STOCK',
    [{ requested: 6, available: 5 }],
  ]);
  expect(await stockOf(thread)).toMatchObject({ of_others: 5, available: 0 });
});

it('is once under one key, exact under sixteen takers, and nobody else’s', async () => {
  const thread = await aProduct(app);
  await consigned(thread, 40);
  const headers = { 'idempotency-key': unique('KEY') };
  const [first, again] = [
    await take([line(thread, 8)], admin, {}, headers),
    await take([line(thread, 8)], admin, {}, headers),
  ];
  expect([again.body.id, again.headers['idempotent-replayed']]).toEqual([first.body.id, 'true']);
  const takers = await Promise.all(Array.from({ length: 16 }, () => take([line(thread, 4)])));
  expect(takers.filter(({ status }) => status === 201)).toHaveLength(8);
  expect(takers.filter(({ status }) => status === 409)).toHaveLength(8);
  expect(await stockOf(thread)).toMatchObject({ of_others: 0, available: 40 });
  expect(await valueOf(thread)).toEqual(expect.arrayContaining([[40, '100.00']]));

  const keeper = app.as(await app.actor({ role: 'warehouse' }));
  expect((await take([line(thread, 1)], keeper)).status).toBe(403);
  expect((await keeper.get(`/warehouse/take-overs/${first.body.id}`)).status).toBe(200);
  const north = await made(app, '/warehouse/locations', { code: unique('N'), name: 'North', type: 'warehouse' });
  const far = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [north.id] }));
  expect((await far.get(`/warehouse/take-overs/${first.body.id}`)).status).toBe(404);
  expect((await far.get('/warehouse/take-overs')).body.data).toEqual([]);
  expect((await take([line(thread, 1)], far)).body.errors).toMatchObject([
    { pointer: '/lines/0/from_location_id', code: 'REFERENCE_NOT_FOUND' },
    { pointer: '/lines/0/to_location_id', code: 'REFERENCE_NOT_FOUND' },
  ]);
});

it('a place keeps its owner, which is inherited and said once', async () => {
  const bin = await aLocation(app, { parent_id: shelf.id });
  expect(bin).toMatchObject({ owner_supplier_id: lender.id, is_owned: true, is_available: false });
  const customer = await aCustomer(app);
  const location = (more: object) =>
    admin.post('/warehouse/locations', { code: unique('B'), name: 'Bin', type: 'bin', parent_id: shelf.id, ...more });
  expect((await location({ owner_customer_id: customer.id })).body.error_code).toBe('LOCATION_OWNER_REFUSED');
  expect(
    (await location({ parent_id: place['WH'], owner_customer_id: customer.id, owner_supplier_id: lender.id })).status,
  ).toBe(422);
  expect((await location({ parent_id: place['WH'], owner_supplier_id: customer.id })).status).toBe(422);
  expect((await admin.patch(`/warehouse/locations/${bin.id}`, { owner_supplier_id: null })).status).toBe(422);
  expect((await admin.patch(`/warehouse/locations/${bin.id}`, { parent_id: place['STOCK'] })).status).toBe(200);
  expect(
    (await admin.get(`/warehouse/locations?owner_supplier_id=${lender.id}&below=${shelf.id}`)).body.data,
  ).toHaveLength(1);
});

it('what a customer provides is used for him at no value, beside an order of our own', async () => {
  const [fabric, filling] = [await aProduct(app), await aProduct(app)];
  const customer = await aCustomer(app);
  const provided = await aLocation(app, { parent_id: place['WH'], type: 'zone', owner_customer_id: customer.id });
  await consigned(fabric, 20, provided.id);
  await aReceipt(app, filling.id, 20, '3.00');
  const bear = await aProduct(app, { type: 'finished_good', is_manufactured: true });
  await made(app, '/warehouse/bom', {
    product_id: bear.id,
    activate: true,
    lines: [{ component_id: filling.id, quantity: 2 }],
  });
  const order = await made(app, '/ppic/manufacturing-orders', { product_id: bear.id, planned_quantity: 5 });
  const path = `/ppic/manufacturing-orders/${order.id}`;
  for (const step of ['approve', 'release', 'start']) await admin.post(`${path}/${step}`, {});
  await made(app, '/warehouse/issues', {
    to_location_id: place['CUSTOMER'],
    lines: [{ product_id: fabric.id, quantity: 5, from_location_id: provided.id }],
  });
  await admin.post(`${path}/complete`, { actual_quantity: 5 });
  const closed = await admin.post(`${path}/close`, {});
  expect(closed.body).toMatchObject({ material_value: '30.00', work_in_progress: '0.00' });
  expect(await stockOf(fabric)).toMatchObject({ of_others: 15, available: 0 });
});

it('is not revalued', async () => {
  const thread = await aProduct(app);
  await consigned(thread, 3);
  const body = { product_id: thread.id, location_id: shelf.id, value: '5.00', reason: 'x' };
  expect((await admin.post('/warehouse/revaluations', body)).body.error_code).toBe('VALUE_OF_OTHERS');
});
