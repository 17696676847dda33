import { documentCode } from '../../src/warehouse/scanning/document-codes.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { statementsOf } from '../support/statements.js';
import { aCategory, aCompany, aLocation, aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let dock: any;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  dock = await aLocation(app, { type: 'zone', parent_id: place['WH'], is_receiving: true });
});
afterEach(async () => {
  await expectIntegrity(app);
  await app.db.query('update erp.put_away_rules set is_active = false');
});
afterAll(() => app.close());

/** A zone with bins, whose codes follow one another. */
async function aZone(...bins: object[]): Promise<{ id: string; bins: any[] }> {
  const code = unique('Z');
  const zone = await aLocation(app, { code, type: 'zone', parent_id: place['WH'] });
  const made: any[] = [];
  for (const [n, bin] of bins.entries())
    made.push(await aLocation(app, { code: `${code}-${n + 1}`, parent_id: zone.id, ...bin }));
  return { id: zone.id, bins: made };
}
const aRule = (priority: number, strategy: string, locationId: string | null, given: object = {}): Promise<any> =>
  made(app, '/warehouse/put-away-rules', {
    warehouse_id: place['WH'],
    priority,
    strategy,
    location_id: locationId,
    ...given,
  });
const waiting = async (filter = '', who = admin): Promise<any[]> =>
  (await who.get(`/warehouse/put-away?location_id=${dock.id}${filter}`)).body.data;
const proposed = (row: any): string[] => row.bins.map((b: any) => `${b.quantity} ${b.location_code} ${b.strategy}`);
const putAway = (lines: object[], more: object = {}, who = admin, query = '') =>
  who.post(`/warehouse/put-away${query}`, {
    lines: lines.map((line) => ({ from_location_id: dock.id, ...line })),
    ...more,
  });
const lying = async (product: any): Promise<Record<string, number>> => {
  const { body } = await admin.get(`/warehouse/stock/${product.id}`);
  return Object.fromEntries(
    body.locations.filter((l: any) => l.on_hand > 0).map((l: any) => [l.location_code, l.on_hand]),
  );
};

it('lists what waits with the bins that the rules choose, several when one is too small, each row after the other', async () => {
  const zone = await aZone({ capacity: 10 }, { capacity: 10, one_product_only: true }, { capacity: 10 });
  const [first, second, third] = zone.bins.map(({ code }) => code);
  const rule = await aRule(20, 'zone', zone.id);
  const [bears, felt] = [await aProduct(app, { space_units: 3 }), await aProduct(app)];
  await aReceipt(app, bears.id, 5, '2.00', dock.id);
  await aReceipt(app, felt.id, 12, '1.00', dock.id);
  await admin.post('/warehouse/reservations', {
    lines: [{ product_id: felt.id, quantity: 2, within_location_id: dock.id }],
  });
  const [bearRow, feltRow] = await waiting();
  // 3 bears fill the first bin to 9 of 10, 2 the second to 6; of the felt, 2 of 12 are promised: 1 finds room in the first, none beside bears in the second, 9 in the third
  expect(bearRow).toMatchObject({ sku: bears.sku, on_hand: 5, quantity: 5, unplaced: 0, waiting_days: 0 });
  expect(proposed(bearRow)).toEqual([`3 ${first} zone`, `2 ${second} zone`]);
  expect(bearRow.bins[0].rule_id).toBe(rule.id);
  expect(feltRow).toMatchObject({ sku: felt.sku, on_hand: 12, reserved: 2, quantity: 10, unplaced: 0 });
  expect(proposed(feltRow)).toEqual([`1 ${first} zone`, `9 ${third} zone`]);

  const { status, body } = await putAway([
    { product_id: bears.id, quantity: 5 },
    { product_id: felt.id, quantity: 3 },
  ]);
  expect(status).toBe(201);
  expect(body.movement).toMatchObject({ type: 'transfer', source_type: 'put_away' });
  expect(body.places.map((p: any) => [p.line_no, p.quantity, p.is_override])).toEqual([
    [1, 3, false],
    [1, 2, false],
    [2, 1, false],
    [2, 2, false],
  ]);
  expect(await lying(bears)).toEqual({ [first]: 3, [second]: 2 });
  expect(await lying(felt)).toEqual({ [first]: 1, [third]: 2, [dock.code]: 9 });
});

it('what is reserved at the dock does not wait; what waits longest is first, page by page', async () => {
  const products = [await aProduct(app), await aProduct(app), await aProduct(app)];
  for (const [n, { id }] of products.entries())
    await made(app, '/warehouse/receipts', {
      effective_at: new Date(Date.now() - (5 - n) * 86_400_000 - 3_600_000).toISOString(),
      lines: [{ product_id: id, quantity: 4, unit_cost: '1', to_location_id: dock.id }],
    });
  await aReceipt(app, products[0].id, 2, '1.00', dock.id);
  const { status } = await admin.post('/warehouse/reservations', {
    lines: [{ product_id: products[1].id, quantity: 4, within_location_id: dock.id }],
  });
  expect(status).toBe(201);
  const seen: any[] = [];
  let cursor = '';
  do {
    const { body } = await admin.get(`/warehouse/put-away?location_id=${dock.id}&limit=1${cursor}`);
    seen.push(...body.data);
    cursor = body.next_cursor ? `&cursor=${encodeURIComponent(body.next_cursor)}` : '';
  } while (cursor);
  const mine = seen.filter((row) => products.some(({ id }) => id === row.product_id));
  // 6 pieces of the first, of which 4 came five days ago
  expect(mine.map((row) => [row.product_id, row.quantity, row.waiting_days])).toEqual([
    [products[0].id, 6, 5],
    [products[2].id, 4, 3],
  ]);
  // once the four old ones have gone, the two that are left came today
  await putAway([{ product_id: products[0].id, quantity: 4, to_location_id: place['STOCK'] }]);
  expect((await waiting(`&product_id=${products[0].id}`))[0]).toMatchObject({ quantity: 2, waiting_days: 0 });
  expect((await admin.get('/warehouse/put-away?sort=sku&include_total=true')).body.total).toBeGreaterThan(1);
});

it('asks rules by priority: for the product, its category and above, its tracking, everything', async () => {
  const zone = await aZone({ capacity: 3 }, { capacity: 3 }, {}, {}, {});
  const [fixed, same, , empty] = zone.bins;
  const parent = await aCategory(app);
  const category = await aCategory(app, { parent_id: parent.id });
  const yarn = await aProduct(app, { category_id: category.id, tracking: 'lot' });
  const other = await aProduct(app);
  await aReceipt(app, other.id, 1, '1.00', zone.bins[2].id);
  await aRule(1, 'fixed_bin', empty.id, { product_id: other.id });
  await aRule(2, 'fixed_bin', fixed.id, { product_id: yarn.id });
  await aRule(3, 'same_product', zone.id, { category_id: parent.id });
  await aRule(4, 'empty_bin', zone.id, { tracking: 'lot' });
  await aRule(5, 'zone', zone.id, { tracking: 'serial' });
  const receive = (to: any, quantity: number, code: string): Promise<any> =>
    made(app, '/warehouse/receipts', {
      lines: [{ product_id: yarn.id, quantity, unit_cost: '1', to_location_id: to.id, lot: { code } }],
    });
  await receive(same, 1, 'Y1');
  await receive(dock, 10, 'Y2');
  const [row] = await waiting(`&product_id=${yarn.id}`);
  expect(row).toMatchObject({ lot_code: 'Y2', quantity: 10, unplaced: 0 });
  // 3 into its own bin, 2 beside the lot that is there, the rest into the first empty one (its own is taken by then)
  expect(proposed(row)).toEqual([
    `3 ${fixed.code} fixed_bin`,
    `2 ${same.code} same_product`,
    `5 ${empty.code} empty_bin`,
  ]);
  // a product that only the first rule is for goes where it says; one without a rule waits
  await aReceipt(app, other.id, 2, '1.00', dock.id);
  expect(proposed((await waiting(`&product_id=${other.id}`))[0])).toEqual([`2 ${empty.code} fixed_bin`]);
  const stray = await aProduct(app);
  await aReceipt(app, stray.id, 2, '1.00', dock.id);
  expect((await waiting(`&product_id=${stray.id}`))[0]).toMatchObject({ bins: [], unplaced: 2 });
  const { body } = await putAway([{ product_id: yarn.id, lot_id: row.lot_id, quantity: 4 }]);
  expect(body.movement.lines.map((l: any) => [l.lot_code, l.quantity])).toEqual([
    ['Y2', 3],
    ['Y2', 1],
  ]);
});

it('lets a storekeeper put things elsewhere, and keeps it with the reason', async () => {
  const zone = await aZone({}, { capacity: 5 });
  const rule = await aRule(1, 'zone', zone.id);
  const product = await aProduct(app);
  await aReceipt(app, product.id, 9, '1.00', dock.id);
  const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
  const [first, second] = zone.bins;
  const { status, body } = await putAway(
    [
      { product_id: product.id, quantity: 2, to_location_id: second.id, reason: 'Nearer to the line' },
      { product_id: product.id, quantity: 3, to_location_id: first.id },
    ],
    { reference: 'DN-7' },
    storekeeper,
  );
  expect([status, body.places.map((p: any) => p.is_override)]).toEqual([201, [true, false]]);
  const { data } = (await admin.get(`/warehouse/put-away/overrides?product_id=${product.id}`)).body;
  expect(data).toMatchObject([
    {
      movement_number: body.movement.number,
      to_location_code: second.code,
      proposed_location_code: first.code,
      rule_id: rule.id,
      quantity: 2,
      reason: 'Nearer to the line',
    },
  ]);
  // a rule that was overruled stays for the record
  const removed = await admin.delete(`/warehouse/put-away-rules/${rule.id}`);
  expect([removed.status, removed.body.error_code]).toEqual([409, 'IN_USE']);
  const full = await putAway([{ product_id: product.id, quantity: 4, to_location_id: second.id }]);
  expect([full.status, full.body.error_code]).toEqual([409, 'LOCATION_FULL']);
});

it('says all that is wrong at once, and puts away all lines or none', async () => {
  const zone = await aZone({ capacity: 4 });
  await aRule(1, 'zone', zone.id);
  const [product, service] = [await aProduct(app), await aProduct(app, { type: 'service' })];
  const lot = await aProduct(app, { tracking: 'lot' });
  await aReceipt(app, product.id, 9, '1.00', dock.id);
  const faults = async (...lines: object[]) =>
    (await putAway(lines)).body.errors.map((e: any) => `${e.pointer} ${e.code}`);
  const nowhere = '00000000-0000-7000-8000-00000000dead';
  expect(
    await faults(
      { product_id: service.id, quantity: 1 },
      { product_id: product.id, quantity: 1, from_location_id: nowhere },
      { product_id: product.id, quantity: 1, from_location_id: place['STOCK'] },
      { product_id: product.id, quantity: 1, to_location_id: place['CUSTOMER'] },
    ),
  ).toEqual([
    '/lines/0/product_id REFERENCE_NOT_FOUND',
    '/lines/1/from_location_id REFERENCE_NOT_FOUND',
    '/lines/2/from_location_id NOT_RECEIVING',
    '/lines/3/to_location_id REFERENCE_NOT_FOUND',
  ]);
  // 4 of 5 fit; for the next line nothing is left
  expect(await faults({ product_id: product.id, quantity: 5 }, { product_id: product.id, quantity: 2 })).toEqual([
    '/lines/0/to_location_id NO_BIN',
    '/lines/1/to_location_id NO_BIN',
  ]);
  expect(await faults({ product_id: lot.id, quantity: 1 })).toEqual(['/lines/0/lot_id LOT_REQUIRED']);
  const short = await putAway([{ product_id: product.id, quantity: 10, to_location_id: place['STOCK'] }]);
  expect([short.status, short.body.error_code]).toEqual([409, 'INSUFFICIENT_STOCK']);
  expect((await putAway([])).status).toBe(422);
  expect(await lying(product)).toEqual({ [dock.code]: 9 });
});

it('counts in boxes as well, exactly, over as many bins as it takes, and keeps what was said', async () => {
  const buttons = await aProduct(app);
  const box = await made(app, '/units', { code: unique('BOX').slice(0, 12), name: 'Box', dimension: 'count' });
  await made(app, '/unit-conversions', {
    from_unit_id: box.id,
    to_unit_id: buttons.unit_id,
    product_id: buttons.id,
    numerator: 12,
  });
  const zone = await aZone({ capacity: 20 }, { capacity: 20 });
  await aRule(30, 'zone', zone.id, { product_id: buttons.id });
  await aReceipt(app, buttons.id, 30, '1.00', dock.id);
  const wrong = await putAway([
    { product_id: buttons.id, unit_quantity: '0.3', unit_code: box.code },
    { product_id: buttons.id, unit_quantity: '1', quantity: 1 },
    { product_id: buttons.id, unit_quantity: '1', unit_code: 'NO-SUCH-UNIT', from_location_id: place['STOCK'] },
  ]);
  expect(wrong.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual(
    expect.arrayContaining([
      '/lines/0/unit_quantity INEXACT_CONVERSION',
      '/lines/1/unit_quantity EXCLUSIVE',
      '/lines/2/unit_code REFERENCE_NOT_FOUND',
      '/lines/2/from_location_id NOT_RECEIVING',
    ]),
  );
  const { status, body } = await putAway([{ product_id: buttons.id, unit_quantity: '2', unit_code: box.code }]);
  expect(status).toBe(201);
  expect(body.places.map((p: any) => [p.line_no, p.quantity])).toEqual([
    [1, 20],
    [1, 4],
  ]);
  expect(body.movement.units).toMatchObject([{ line_no: 1, unit_code: box.code, unit_quantity: '2', quantity: 24 }]);
  expect(await lying(buttons)).toEqual({ [dock.code]: 6, [zone.bins[0].code]: 20, [zone.bins[1].code]: 4 });
});

it('is posted once for a key, not at all in a dry run, and two at once do not choose the room for one', async () => {
  const zone = await aZone({ capacity: 6 }, { capacity: 6 });
  await aRule(1, 'zone', zone.id);
  const product = await aProduct(app);
  await aReceipt(app, product.id, 12, '1.00', dock.id);
  const line = { product_id: product.id, quantity: 4 };
  expect((await putAway([line], {}, admin, '?dry_run=true')).body.places).toHaveLength(1);
  expect(await lying(product)).toEqual({ [dock.code]: 12 });
  const three = await Promise.all([1, 2, 3].map(() => putAway([line])));
  expect(three.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(await lying(product)).toEqual({ [zone.bins[0].code]: 6, [zone.bins[1].code]: 6 });
  await aReceipt(app, product.id, 2, '1.00', dock.id);
  const key = { 'idempotency-key': unique('KEY') };
  const again = { lines: [{ ...line, quantity: 1, from_location_id: dock.id, to_location_id: place['STOCK'] }] };
  const [one, two] = [
    await admin.post('/warehouse/put-away', again, key),
    await admin.post('/warehouse/put-away', again, key),
  ];
  expect([one.status, two.body.movement.id]).toEqual([201, one.body.movement.id]);
  expect((await lying(product))[dock.code]).toBe(1);
});

it("shows and moves nothing outside the caller's warehouses and companies", async () => {
  const north = await made(app, '/warehouse/locations', { code: unique('NORTH'), name: 'North', type: 'warehouse' });
  const stranger = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [north.id] }));
  const product = await aProduct(app);
  await aReceipt(app, product.id, 3, '1.00', dock.id);
  const rule = await aRule(1, 'zone', null);
  expect(rule).toMatchObject({ location_id: place['WH'], location_code: 'WH' });
  expect(await waiting('', stranger)).toEqual([]);
  expect((await putAway([{ product_id: product.id, quantity: 1 }], {}, stranger)).status).toBe(404);
  expect((await stranger.get(`/warehouse/put-away-rules/${rule.id}`)).status).toBe(404);
  expect((await stranger.get('/warehouse/put-away-rules')).body.data).toEqual([]);
  expect((await stranger.get('/warehouse/put-away/overrides')).body.data).toEqual([]);
  const viewer = app.as(await app.actor({ role: 'viewer' }));
  expect((await putAway([{ product_id: product.id, quantity: 1 }], {}, viewer)).status).toBe(403);
  const company = await aCompany(app);
  const theirs = await placesOf(app, company.id);
  const abroad = await made(app, '/warehouse/locations', {
    company_id: company.id,
    code: 'DOCK',
    name: 'Dock',
    type: 'zone',
    parent_id: theirs['WH'],
    is_receiving: true,
  });
  const mixed = await putAway([
    { product_id: product.id, quantity: 1, to_location_id: theirs['STOCK'] },
    { product_id: product.id, quantity: 1, from_location_id: abroad.id },
  ]);
  expect(mixed.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual([
    '/lines/0/to_location_id REFERENCE_NOT_FOUND',
    '/lines/1/from_location_id OTHER_COMPANY',
  ]);
});

it('keeps rules as they can be meant', async () => {
  const zone = await aZone({});
  const [product, category] = [await aProduct(app), await aCategory(app)];
  const create = (body: object) =>
    admin.post('/warehouse/put-away-rules', {
      warehouse_id: place['WH'],
      priority: 10,
      strategy: 'zone',
      location_id: zone.id,
      ...body,
    });
  const faults = async (body: object) => (await create(body)).body.errors.map((e: any) => `${e.pointer} ${e.code}`);
  expect(await faults({ product_id: product.id, category_id: category.id, tracking: 'lot' })).toEqual([
    '/category_id EXCLUSIVE',
    '/tracking EXCLUSIVE',
  ]);
  expect(await faults({ strategy: 'fixed_bin', location_id: null })).toEqual(['/location_id REQUIRED']);
  expect(await faults({ location_id: place['CUSTOMER'] })).toEqual(['/location_id NOT_ALLOWED']);
  expect(await faults({ location_id: dock.id })).toEqual(['/location_id NOT_ALLOWED']);
  expect(await faults({ warehouse_id: place['STOCK'], location_id: place['STOCK'], strategy: 'zone' })).toEqual([
    '/warehouse_id NOT_ALLOWED',
  ]);
  expect(await faults({ priority: 0 })).toEqual(['/priority TOO_SMALL']);
  expect((await create({ product_id: zone.id })).body.error_code).toBe('REFERENCE_NOT_FOUND');
  const { body: rule } = await create({ product_id: product.id, notes: 'Soft toys' });
  expect(rule).toMatchObject({ sku: product.sku, category_id: null, is_active: true });
  const path = `/warehouse/put-away-rules/${rule.id}`;
  const changed = await admin.patch(path, { strategy: 'fixed_bin', location_id: zone.bins[0].id, priority: 5 });
  expect(changed.body).toMatchObject({ strategy: 'fixed_bin', location_code: zone.bins[0].code, version: 2 });
  expect((await admin.patch(path, { category_id: category.id })).body.errors).toMatchObject([{ code: 'EXCLUSIVE' }]);
  expect((await admin.patch(path, { priority: 6 }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await admin.patch(path, { warehouse_id: place['WH'] })).status).toBe(422);
  expect((await admin.post(`${path}/deactivate`)).body.is_active).toBe(false);
  expect((await admin.get('/warehouse/put-away-rules?is_active=true')).body.data).toEqual([]);
  expect((await admin.post(`${path}/activate`)).body.is_active).toBe(true);
  expect((await admin.delete(path)).status).toBe(204);
  const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
  expect((await storekeeper.post('/warehouse/put-away-rules', {})).status).toBe(403);
  expect((await storekeeper.get('/warehouse/put-away-rules')).status).toBe(200);
});

it('sends as many statements for one line as for forty', async () => {
  const zone = await aZone({}, {});
  await aRule(1, 'zone', zone.id);
  const counted = [];
  for (const n of [1, 40]) {
    const products = await Promise.all(Array.from({ length: n }, () => aProduct(app)));
    await made(app, '/warehouse/receipts', {
      lines: products.map(({ id }) => ({ product_id: id, quantity: 2, unit_cost: '1', to_location_id: dock.id })),
    });
    const lines = products.flatMap(({ id }) => [
      { product_id: id, quantity: 1 },
      { product_id: id, quantity: 1, to_location_id: zone.bins[1].id },
    ]);
    const list = await statementsOf(() => waiting());
    counted.push([list, await statementsOf(async () => expect((await putAway(lines)).status).toBe(201))]);
  }
  expect(counted[1]).toEqual(counted[0]);
  expect(Math.max(...counted[0]!)).toBeLessThanOrEqual(12);
});

it('by scan goes where the rules say when no place is scanned', async () => {
  const zone = await aZone({ capacity: 2 }, {});
  await aRule(1, 'zone', zone.id);
  const [product, other] = [await aProduct(app), await aProduct(app, { tracking: 'lot' })];
  await aReceipt(app, product.id, 6, '1.00', dock.id);
  await aReceipt(app, product.id, 2, '1.00');
  const from = documentCode({ letter: 'L', parts: ['MAIN', dock.code] });
  const to = documentCode({ letter: 'L', parts: ['MAIN', zone.bins[1].code] });
  const scan = (body: object) => admin.post('/warehouse/scans/put-away', body);
  const line = { scans: [product.sku], quantity: 1 };
  const { status, body } = await scan({
    from,
    reason: 'Truck of Tuesday',
    lines: [
      { ...line, quantity: 3 },
      { ...line, to },
    ],
  });
  expect([status, body.source_type, body.reason]).toEqual([201, 'put_away', 'Truck of Tuesday']);
  expect(await lying(product)).toEqual({ STOCK: 2, [dock.code]: 2, [zone.bins[0].code]: 2, [zone.bins[1].code]: 2 });
  expect((await scan({ from, to, lines: [line] })).body.source_type).toBe('manual');
  const elsewhere = documentCode({ letter: 'L', parts: ['MAIN', 'STOCK'] });
  expect((await scan({ from: elsewhere, lines: [line] })).body.errors).toMatchObject([
    { pointer: '/lines/0/from', code: 'NOT_RECEIVING' },
  ]);
  expect((await scan({ from, lines: [{ scans: [other.sku], quantity: 1 }] })).body.errors).toMatchObject([
    { pointer: '/lines/0/scans', code: 'LOT_REQUIRED' },
  ]);
});

it('of a closed month is told late, as any other fact', async () => {
  const company = await aCompany(app);
  const theirs = await placesOf(app, company.id);
  const ramp = await made(app, '/warehouse/locations', {
    company_id: company.id,
    code: 'RAMP',
    name: 'Ramp',
    type: 'zone',
    parent_id: theirs['WH'],
    is_receiving: true,
  });
  const product = await aProduct(app);
  await made(app, '/warehouse/receipts', {
    company_id: company.id,
    effective_at: '2026-01-10T12:00:00+07:00',
    lines: [{ product_id: product.id, quantity: 3, unit_cost: '1', to_location_id: ramp.id }],
  });
  const period = await made(app, '/warehouse/periods', { month: '2026-01', company_id: company.id });
  await admin.post(`/warehouse/periods/${period.id}/close`, {});
  const line = { product_id: product.id, quantity: 3, from_location_id: ramp.id, to_location_id: theirs['STOCK'] };
  const january = { effective_at: '2026-01-20T12:00:00+07:00' };
  const refused = await putAway([line], january);
  expect([refused.status, refused.body.error_code]).toEqual([409, 'PERIOD_CLOSED']);
  const told = await putAway([line], { ...january, when_closed: 'first_open_period' });
  expect([told.status, told.body.movement.effective_at, told.body.movement.occurred_at]).toEqual([
    201,
    '2026-02-01T00:00:00.000+07:00',
    '2026-01-20T12:00:00.000+07:00',
  ]);
});
