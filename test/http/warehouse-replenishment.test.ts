import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aLocation, aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

interface Site {
  id: string;
  code: string;
  bulk: any;
  pick: any;
}

/** A warehouse with a zone in bulk and a zone to pick from. */
async function aSite(given: object = {}): Promise<Site> {
  const code = unique('W');
  const { id } = await made(app, '/warehouse/locations', { code, name: code, type: 'warehouse', ...given });
  const zone = (name: string) =>
    made(app, '/warehouse/locations', { ...given, code: `${code}-${name}`, name, type: 'zone', parent_id: id });
  return { id, code, bulk: await zone('BULK'), pick: await zone('PICK') };
}
const bin = (site: Site, zone: 'bulk' | 'pick', nr: number, given: object = {}): Promise<any> =>
  aLocation(app, { code: `${site[zone].code}-${nr}`, parent_id: site[zone].id, ...given });
const aRule = (location: any, product: any, minimum: number, maximum: number, given: object = {}): Promise<any> =>
  made(app, '/warehouse/replenishment-rules', {
    location_id: location.id,
    product_id: product.id,
    minimum,
    maximum,
    ...given,
  });
const low = async (site: Site, who = admin): Promise<any[]> =>
  (await who.get(`/warehouse/replenishments?warehouse_id=${site.id}`)).body.data;
const from = (row: any): string[] =>
  row.from.map((f: any) => `${f.quantity} ${f.location_code}${f.lot_code ? ` ${f.lot_code}` : ''}`);
const fill = (body: object, who = admin, query = '') => who.post(`/warehouse/replenishments${query}`, body);
const onHand = async (product: any, location: any): Promise<number> => {
  const { body } = await admin.get(`/warehouse/stock?product_id=${product.id}&location_id=${location.id}`);
  return body.data.reduce((sum: number, row: any) => sum + row.on_hand, 0);
};
async function aLot(product: any, code: string, quantity: number, to: any, expires_on: string): Promise<any> {
  const { lines } = await made(app, '/warehouse/receipts', {
    lines: [{ product_id: product.id, quantity, unit_cost: '1', to_location_id: to.id, lot: { code, expires_on } }],
  });
  return lines[0].lot_id;
}

it('a picker takes the bin below its minimum, and it is filled up in cartons, oldest lot first', async () => {
  const site = await aSite();
  const [first, second] = [await bin(site, 'bulk', 1), await bin(site, 'bulk', 2)];
  const pick = await bin(site, 'pick', 1);
  const milk = await aProduct(app, { tracking: 'lot', pick_strategy: 'fefo' });
  await aLot(milk, 'LATE', 40, first, '2999-03-01');
  await aLot(milk, 'SOON', 15, second, '2999-02-01');
  await aLot(milk, 'GONE', 50, second, '2020-01-01');
  const held = await aLot(milk, 'HELD', 50, second, '2999-01-01');
  expect((await admin.post(`/warehouse/lots/${held}/hold`, { reason: 'Smells' })).status).toBe(200);
  await aLot(milk, 'HERE', 10, pick, '2999-01-15');
  const rule = await aRule(pick, milk, 10, 40, { multiple: 6 });
  expect(rule).toMatchObject({ warehouse_id: site.id, multiple: 6, source_location_id: null, is_active: true });
  expect(await low(site)).toEqual([]);
  await made(app, '/warehouse/issues', {
    lines: [{ product_id: milk.id, quantity: 1, pick_within: pick.id }],
  });
  // 9 of at least 10: 31 would fill it, five cartons of 6 are 30; 15 expire first, then 15 of the later lot
  const [row] = await low(site);
  expect(row).toMatchObject({ id: rule.id, on_hand: 9, free: 9, wanted: 30, quantity: 30, short: 0, limited_by: null });
  expect(from(row)).toEqual([`15 ${second.code} SOON`, `15 ${first.code} LATE`]);
  const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
  const { status, body } = await fill({ rule_ids: [rule.id] }, storekeeper);
  expect(status).toBe(200);
  expect(body.movement).toMatchObject({ type: 'transfer', source_type: 'replenishment' });
  expect(body.movement.lines.map((l: any) => [l.lot_code, l.quantity])).toEqual([
    ['SOON', 15],
    ['LATE', 15],
  ]);
  expect(await onHand(milk, pick)).toBe(39);
  expect((await fill({ rule_ids: [rule.id] })).body).toEqual({
    movement: null,
    bins: [],
    not_needed: [rule.id],
    more: false,
  });
});

it('takes from the source only, from other pick bins what is above their minimum, and says what is short', async () => {
  const site = await aSite();
  const [bulk, dock] = [await bin(site, 'bulk', 1), await bin(site, 'bulk', 9, { is_receiving: true })];
  const [one, two, three] = [await bin(site, 'pick', 1), await bin(site, 'pick', 2), await bin(site, 'pick', 3)];
  const product = await aProduct(app);
  for (const [place, pieces] of [
    [bulk, 12],
    [dock, 100],
    [two, 9],
    [three, 2],
  ] as const)
    await aReceipt(app, product.id, pieces, '1.00', place.id);
  await admin.post('/warehouse/reservations', {
    lines: [{ product_id: product.id, quantity: 2, within_location_id: bulk.id }],
  });
  await aRule(one, product, 5, 20);
  await aRule(two, product, 6, 20);
  await aRule(three, product, 4, 10, { source_location_id: site.bulk.id });
  // 20 wanted: 10 of the bulk are free, 3 of the second bin above its 6, none of the third; nothing is left for the third
  const rows = await low(site);
  expect(rows.map((r) => [r.location_code, r.wanted, r.quantity, r.short, r.limited_by, from(r)])).toEqual([
    [one.code, 20, 13, 7, 'source', [`10 ${bulk.code}`, `3 ${two.code}`]],
    [three.code, 8, 0, 8, 'source', []],
  ]);
  const { body } = await fill({ warehouse_id: site.id });
  expect(body.bins.map((r: any) => r.quantity)).toEqual([13, 0]);
  expect([await onHand(product, one), await onHand(product, two), await onHand(product, three)]).toEqual([13, 6, 2]);
  // the receiving place gives only where it is named
  await made(app, `/warehouse/transfers`, {
    lines: [{ product_id: product.id, quantity: 9, from_location_id: one.id, to_location_id: bulk.id }],
  });
  const rule = (await admin.get(`/warehouse/replenishment-rules?location_id=${one.id}`)).body.data[0];
  await admin.patch(`/warehouse/replenishment-rules/${rule.id}`, { source_location_id: dock.id });
  expect(from((await low(site))[0])).toEqual([`16 ${dock.code}`]);
});

it('brings no more than the bin has room for, of several products in turn', async () => {
  const site = await aSite();
  const [bulk, pick] = [await bin(site, 'bulk', 1), await bin(site, 'pick', 1, { capacity: 20 })];
  const [bears, felt] = [
    await aProduct(app, { sku: unique('A'), space_units: 3 }),
    await aProduct(app, { sku: unique('B') }),
  ];
  for (const product of [bears, felt]) await aReceipt(app, product.id, 50, '1.00', bulk.id);
  await aRule(pick, bears, 2, 4);
  await aRule(pick, felt, 5, 30);
  const { data } = (await admin.get(`/warehouse/replenishments?warehouse_id=${site.id}&sort=sku`)).body;
  // 4 bears take 12 of 20, and leave room for 8 of the felt
  expect(data.map((r: any) => [r.quantity, r.short, r.limited_by])).toEqual([
    [4, 0, null],
    [8, 22, 'capacity'],
  ]);
  const sole = await bin(site, 'pick', 2, { one_product_only: true });
  await aReceipt(app, bears.id, 1, '1.00', sole.id);
  await aRule(sole, felt, 1, 2);
  const rows = await low(site);
  expect(rows.find((r) => r.location_id === sole.id)).toMatchObject({ quantity: 0, short: 2, limited_by: 'capacity' });
  expect((await fill({ warehouse_id: site.id })).body.movement.lines).toHaveLength(2);
});

it('what is reserved in the bin is gone already', async () => {
  const site = await aSite();
  const [bulk, pick] = [await bin(site, 'bulk', 1), await bin(site, 'pick', 1)];
  const product = await aProduct(app);
  await aReceipt(app, product.id, 50, '1.00', bulk.id);
  await aReceipt(app, product.id, 10, '1.00', pick.id);
  await aRule(pick, product, 5, 10);
  await admin.post('/warehouse/reservations', {
    lines: [{ product_id: product.id, quantity: 6, within_location_id: pick.id }],
  });
  expect((await low(site))[0]).toMatchObject({ on_hand: 10, free: 4, wanted: 6, quantity: 6 });
});

it('two at once, and five, bring nothing twice; a dry run brings nothing; a key brings it once', async () => {
  const site = await aSite();
  const [bulk, pick] = [await bin(site, 'bulk', 1), await bin(site, 'pick', 1)];
  const product = await aProduct(app);
  await aReceipt(app, product.id, 100, '1.00', bulk.id);
  const rule = await aRule(pick, product, 5, 12);
  expect((await fill({ warehouse_id: site.id }, admin, '?dry_run=true')).body.bins).toHaveLength(1);
  expect(await onHand(product, pick)).toBe(0);
  const five = await Promise.all(
    [1, 2, 3, 4, 5].map((n) => fill(n % 2 ? { warehouse_id: site.id } : { rule_ids: [rule.id] })),
  );
  expect(five.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(five.filter(({ body }) => body.movement !== null)).toHaveLength(1);
  expect(await onHand(product, pick)).toBe(12);
  await made(app, '/warehouse/issues', { lines: [{ product_id: product.id, quantity: 12, pick_within: pick.id }] });
  const key = { 'idempotency-key': unique('KEY') };
  const first = await admin.post('/warehouse/replenishments', { rule_ids: [rule.id] }, key);
  const again = await admin.post('/warehouse/replenishments', { rule_ids: [rule.id] }, key);
  expect([first.body.movement.id, await onHand(product, pick)]).toEqual([again.body.movement.id, 12]);
});

it('asks for rules or a warehouse, and names every rule that is not there', async () => {
  const site = await aSite();
  const nowhere = '00000000-0000-7000-8000-00000000dead';
  const faults = async (body: object) => (await fill(body)).body.errors.map((e: any) => `${e.pointer} ${e.code}`);
  expect(await faults({})).toEqual(['/rule_ids EXCLUSIVE']);
  expect(await faults({ rule_ids: [nowhere], warehouse_id: site.id })).toEqual(['/rule_ids EXCLUSIVE']);
  expect(await faults({ rule_ids: [nowhere, nowhere] })).toEqual([
    '/rule_ids/0 REFERENCE_NOT_FOUND',
    '/rule_ids/1 REFERENCE_NOT_FOUND',
  ]);
  expect((await fill({ warehouse_id: nowhere })).status).toBe(404);
  const product = await aProduct(app);
  const company = await aCompany(app);
  const abroad = await aSite({ company_id: company.id });
  const theirs = await aRule(await bin(abroad, 'pick', 1, { company_id: company.id }), product, 1, 2);
  const ours = await aRule(await bin(site, 'pick', 1), product, 1, 2);
  expect(await faults({ rule_ids: [ours.id, theirs.id] })).toEqual(['/rule_ids/1 OTHER_COMPANY']);
});

it("shows and moves nothing outside the caller's warehouses, nor without permission", async () => {
  const [site, other] = [await aSite(), await aSite()];
  const product = await aProduct(app);
  const [bulk, pick] = [await bin(site, 'bulk', 1), await bin(site, 'pick', 1)];
  await aReceipt(app, product.id, 9, '1.00', bulk.id);
  const rule = await aRule(pick, product, 1, 2);
  const stranger = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [other.id] }));
  expect(await low(site, stranger)).toEqual([]);
  expect((await fill({ warehouse_id: site.id }, stranger)).status).toBe(404);
  expect((await fill({ rule_ids: [rule.id] }, stranger)).status).toBe(422);
  expect((await stranger.get(`/warehouse/replenishment-rules/${rule.id}`)).status).toBe(404);
  const manager = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [site.id] }));
  expect((await fill({ warehouse_id: site.id }, manager)).body.movement.lines).toHaveLength(1);
  const viewer = app.as(await app.actor({ role: 'viewer' }));
  expect((await fill({ warehouse_id: site.id }, viewer)).status).toBe(403);
  expect((await viewer.get('/warehouse/replenishments')).status).toBe(200);
  const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
  expect((await storekeeper.post('/warehouse/replenishment-rules', {})).status).toBe(403);
});

it('keeps rules as they can be met', async () => {
  const site = await aSite();
  const place = await placesOf(app);
  const [pick, dock] = [await bin(site, 'pick', 1), await bin(site, 'pick', 2, { is_receiving: true })];
  const [product, service] = [await aProduct(app), await aProduct(app, { type: 'service' })];
  const create = (body: object) =>
    admin.post('/warehouse/replenishment-rules', {
      location_id: pick.id,
      product_id: product.id,
      minimum: 5,
      maximum: 10,
      ...body,
    });
  const faults = async (body: object) => (await create(body)).body.errors.map((e: any) => `${e.pointer} ${e.code}`);
  expect(
    await faults({ location_id: dock.id, product_id: service.id, maximum: 4, source_location_id: place['STOCK'] }),
  ).toEqual([
    '/location_id NOT_ALLOWED',
    '/product_id NOT_ALLOWED',
    '/maximum TOO_SMALL',
    '/source_location_id NOT_ALLOWED',
  ]);
  expect(await faults({ location_id: place['CUSTOMER'] })).toEqual(['/location_id NOT_ALLOWED']);
  expect(await faults({ source_location_id: pick.id })).toEqual(['/source_location_id NOT_ALLOWED']);
  // from 4 up to 10 there is room for 6
  expect(await faults({ multiple: 7 })).toEqual(['/multiple TOO_LARGE']);
  expect((await create({ product_id: pick.id })).status).toBe(404);
  const { body: rule } = await create({ multiple: 6, source_location_id: site.bulk.id });
  expect(rule).toMatchObject({ location_code: pick.code, sku: product.sku, source_location_code: site.bulk.code });
  expect((await create({})).body.error_code).toBe('DUPLICATE');
  const path = `/warehouse/replenishment-rules/${rule.id}`;
  expect((await admin.patch(path, { minimum: 9 })).body.errors).toMatchObject([{ code: 'TOO_LARGE' }]);
  expect((await admin.patch(path, { minimum: 9, multiple: 1 })).body).toMatchObject({ minimum: 9, version: 2 });
  expect((await admin.patch(path, { maximum: 12 }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await admin.patch(path, { location_id: dock.id })).status).toBe(422);
  expect(await low(site)).toHaveLength(1);
  expect((await admin.post(`${path}/deactivate`)).body.is_active).toBe(false);
  expect(await low(site)).toEqual([]);
  expect((await admin.post(`${path}/activate`)).body.is_active).toBe(true);
  expect((await admin.get(`/warehouse/replenishment-rules?warehouse_id=${site.id}`)).body.data).toHaveLength(1);
  expect((await admin.delete(path)).status).toBe(204);
});

it('pages its list, and sends as many statements for one bin as for forty', async () => {
  const counted = [];
  for (const n of [1, 40]) {
    const site = await aSite();
    const bulk = await bin(site, 'bulk', 1);
    const products = await Promise.all(Array.from({ length: n }, () => aProduct(app)));
    await made(app, '/warehouse/receipts', {
      lines: products.map(({ id }) => ({ product_id: id, quantity: 9, unit_cost: '1', to_location_id: bulk.id })),
    });
    for (const [nr, product] of products.entries()) await aRule(await bin(site, 'pick', nr + 1), product, 1, 2);
    const list = await statementsOf(() => low(site));
    if (n > 1) {
      const seen = new Set<string>();
      let cursor = '';
      do {
        const { body } = await admin.get(`/warehouse/replenishments?warehouse_id=${site.id}&limit=15${cursor}`);
        for (const row of body.data) seen.add(row.id);
        cursor = body.next_cursor ? `&cursor=${encodeURIComponent(body.next_cursor)}` : '';
      } while (cursor);
      expect(seen.size).toBe(40);
    }
    const posted = await statementsOf(async () => {
      expect((await fill({ warehouse_id: site.id })).body.movement.lines).toHaveLength(n);
    });
    counted.push([list, posted]);
  }
  expect(counted[1]).toEqual(counted[0]);
  expect(Math.max(...counted[0]!)).toBeLessThanOrEqual(10);
});
