import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let north: { id: string; shelf: string; hold: string };
let sender: Caller;
let receiver: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  const { id } = await made(app, '/warehouse/locations', { code: unique('NORTH'), name: 'North', type: 'warehouse' });
  const shelf = await made(app, '/warehouse/locations', {
    code: unique('N1'),
    name: 'Shelf',
    type: 'bin',
    parent_id: id,
  });
  const hold = await made(app, '/warehouse/locations', {
    code: unique('NQ'),
    name: 'Quarantine',
    type: 'quarantine',
    parent_id: id,
  });
  north = { id, shelf: shelf.id, hold: hold.id };
  sender = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [place['WH']!] }));
  receiver = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [id] }));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const path = (order: any, rest = ''): string => `/warehouse/transfer-orders/${order.id}${rest}`;
const stockOf = async (product: any): Promise<any> => (await admin.get(`/warehouse/stock/${product.id}`)).body;
const plan = (who: Caller, lines: object[]) =>
  who.post('/warehouse/transfer-orders', { to_location_id: north.shelf, notes: 'Truck', lines });
const from = (product: any, quantity: number, more: object = {}) => ({
  product_id: product.id,
  quantity,
  from_location_id: place['STOCK'],
  ...more,
});

it('goes out of one warehouse into another, in parts, with one crushed and one lost', async () => {
  const [cloth, bears] = [await aProduct(app), await aProduct(app, { tracking: 'lot' })];
  await aReceipt(app, cloth.id, 50, '2.00');
  for (const [code, expires_on] of [
    ['L2', '2999-02-01'],
    ['L1', '2999-01-01'],
  ] as const)
    await made(app, '/warehouse/receipts', {
      lines: [
        {
          product_id: bears.id,
          quantity: 4,
          unit_cost: '5',
          to_location_id: place['STOCK'],
          lot: { code, expires_on },
        },
      ],
    });
  const { body: order } = await plan(sender, [from(cloth, 30), from(bears, 6)]);
  expect(order).toMatchObject({ state: 'draft', in_transit_quantity: 0, to_warehouse_id: north.id });
  expect((await receiver.post(path(order, '/dispatch'))).status).toBe(404);
  expect((await sender.post(path(order, '/dispatch?dry_run=true'))).body).toMatchObject({
    state: 'in_transit',
    in_transit_quantity: 36,
  });
  const { body: sent } = await sender.post(path(order, '/dispatch'), undefined, { 'if-match': `"${order.version}"` });
  expect(sent.lines.map((l: any) => [l.sku === cloth.sku ? 'cloth' : l.lot_code, l.dispatched_quantity])).toEqual([
    ['cloth', 30],
    ['L1', 4],
    ['L2', 2],
  ]);
  expect(await stockOf(cloth)).toMatchObject({ on_hand: 50, available: 20, held: 30 });
  expect((await sender.post(path(order, '/accept'), { lines: [{ line_no: 1, accepted_quantity: 1 }] })).status).toBe(
    404,
  );
  // the first pallet: 20 of the cloth; then the rest of it with one crushed and one missing, and all bears
  expect(
    (await receiver.post(path(order, '/accept'), { lines: [{ line_no: 1, accepted_quantity: 20 }] })).body,
  ).toMatchObject({ state: 'in_transit', in_transit_quantity: 16 });
  const rest = {
    lines: [
      { line_no: 1, accepted_quantity: 8, damaged_quantity: 1, lost_quantity: 1 },
      { line_no: 2, accepted_quantity: 4 },
      { line_no: 3, accepted_quantity: 2 },
    ],
  };
  expect((await receiver.post(path(order, '/accept'), rest)).body.errors).toMatchObject([
    { pointer: '/reason', code: 'REQUIRED' },
  ]);
  const both = await Promise.all(
    [1, 2].map(() => receiver.post(path(order, '/accept'), { ...rest, reason: 'Carton crushed' })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { body: done } = await receiver.get(path(order));
  expect(done).toMatchObject({ state: 'accepted', in_transit_quantity: 0, closed_at: expect.any(String) });
  expect(done.lines[0]).toMatchObject({ accepted_quantity: 28, damaged_quantity: 1, lost_quantity: 1 });
  const stock = await stockOf(cloth);
  expect(Object.fromEntries(stock.locations.map((l: any) => [l.location_id, l.on_hand]))).toEqual({
    [place['STOCK']!]: 20,
    [north.shelf]: 28,
    [north.hold]: 1,
  });
  // 49 pieces at 2.00: the lost one has left with its value
  expect((await admin.get(`/warehouse/valuations?product_id=${cloth.id}`)).body.data).toMatchObject([
    { quantity: 49, value: '98.00' },
  ]);
  expect((await admin.get(path(order, '/history'))).body.map((h: any) => `${h.event} ${h.to_state}`)).toEqual([
    'create draft',
    'dispatch in_transit',
    'accept in_transit',
    'accept accepted',
  ]);
  const { body: movements } = await admin.get(`/warehouse/movements?source_id=${order.id}`);
  expect(
    (await admin.post(`/warehouse/movements/${movements.data[0].id}/reverse`, { reason: 'x' })).body.error_code,
  ).toBe('MOVEMENT_OF_DOCUMENT');
  const scanned = await admin.post('/warehouse/scans/resolve', { scan: movements.data[0].number });
  expect(scanned.body.matches[0].actions).toMatchObject([
    { action: 'reverse', allowed: false, reasons: [{ code: 'MOVEMENT_OF_DOCUMENT' }] },
  ]);
});

it.each([
  ['returned', 5, 0],
  ['lost', 3, 2],
] as const)('is closed with the rest %s', async (outcome, left, lost) => {
  const product = await aProduct(app);
  await aReceipt(app, product.id, 5, '1.00');
  const { body: order } = await plan(admin, [from(product, 3)]);
  await admin.post(path(order, '/dispatch'));
  await admin.post(path(order, '/accept'), { lines: [{ line_no: 1, accepted_quantity: 1 }] });
  expect((await admin.post(path(order, '/close'), { outcome })).status).toBe(422);
  const closed = await admin.post(path(order, '/close'), { outcome, reason: 'Robbed' });
  expect(closed.body).toMatchObject({
    state: 'closed',
    in_transit_quantity: 0,
    lines: [{ accepted_quantity: 1, lost_quantity: 2 }],
  });
  expect(await stockOf(product)).toMatchObject({ on_hand: left, held: 0 });
  expect(5 - left).toBe(lost);
  expect(
    (await admin.post(path(order, '/accept'), { lines: [{ line_no: 1, accepted_quantity: 1 }] })).body.error_code,
  ).toBe('INVALID_STATE');
});

it('refuses what cannot be: places of two warehouses, unknown lines, more than there is, and is seen by its two ends alone', async () => {
  const product = await aProduct(app);
  await aReceipt(app, product.id, 5, '1.00');
  const refused = await plan(admin, [
    from(product, 1),
    from(product, 1, { from_location_id: north.shelf }),
    { product_id: app.company_id, quantity: 1, from_location_id: place['STOCK'], lot_id: app.company_id },
  ]);
  expect(refused.body.errors.map((e: any) => e.pointer)).toEqual([
    '/lines/1/from_location_id',
    '/lines/2/product_id',
    '/lines/2/lot_id',
  ]);
  expect(
    (await admin.post('/warehouse/transfer-orders', { to_location_id: place['SUPPLIER'], lines: [from(product, 1)] }))
      .body.errors,
  ).toMatchObject([{ pointer: '/to_location_id' }]);
  expect((await plan(receiver, [from(product, 1)])).status).toBe(404);
  const { body: many } = await plan(sender, [from(product, 9)]);
  expect((await sender.post(path(many, '/dispatch'))).body).toMatchObject({
    error_code: 'INSUFFICIENT_STOCK',
    shortages: [{ requested: 9, available: 5 }],
  });
  expect((await sender.post(path(many, '/cancel'), {})).body.state).toBe('cancelled');
  const { body: order } = await plan(sender, [from(product, 2)]);
  await sender.post(path(order, '/dispatch'));
  const accept = (lines: object[]) => receiver.post(path(order, '/accept'), { reason: 'x', lines });
  expect((await accept([{ line_no: 1, accepted_quantity: 3 }])).body).toMatchObject({
    error_code: 'TRANSFER_QUANTITY_EXCEEDED',
    lines: [1],
  });
  expect(
    (
      await accept([
        { line_no: 7, accepted_quantity: 1 },
        { line_no: 1, accepted_quantity: 0 },
        { line_no: 1, accepted_quantity: 1 },
      ])
    ).body.errors.map((e: any) => e.code),
  ).toEqual(['REFERENCE_NOT_FOUND', 'INVALID_QUANTITY', 'DUPLICATE']);
  const elsewhere = await made(app, '/warehouse/locations', { code: unique('EAST'), name: 'East', type: 'warehouse' });
  const stranger = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [elsewhere.id] }));
  expect((await stranger.get(path(order))).status).toBe(404);
  expect((await stranger.get('/warehouse/transfer-orders')).body.data).toEqual([]);
  expect(
    (await receiver.get(`/warehouse/transfer-orders?state=in_transit&product_id=${product.id}`)).body.data,
  ).toMatchObject([{ in_transit_quantity: 2 }]);
  expect(
    (await receiver.get(path(order, '/transitions'))).body.filter((t: any) => t.allowed).map((t: any) => t.event),
  ).toEqual(['accept', 'close']);
  const viewer = app.as(await app.actor({ role: 'viewer' }));
  expect((await viewer.post(path(order, '/close'), { outcome: 'lost', reason: 'x' })).status).toBe(403);
});
