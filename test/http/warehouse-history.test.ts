import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made, placesOf, unique } from '../support/makers.js';

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

const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
const at = (moment: string, more = ''): string => `at=${encodeURIComponent(moment)}${more}`;

it('tells what there was and what it was worth, as it happened and as it was known', async () => {
  const product = await aProduct(app);
  const before = ago(0);
  // told today: 10 pieces came forty days ago, 4 of them left ten days ago
  await made(app, '/warehouse/receipts', {
    effective_at: ago(40),
    lines: [{ product_id: product.id, quantity: 10, unit_cost: '3', to_location_id: place['STOCK'] }],
  });
  await made(app, '/warehouse/issues', {
    effective_at: ago(10),
    lines: [{ product_id: product.id, quantity: 4, from_location_id: place['STOCK'] }],
  });
  const stock = async (moment: string, by: string) =>
    (await admin.get(`/warehouse/stock-as-of?${at(moment, `&by=${by}&product_id=${product.id}`)}`)).body.rows.map(
      (r: any) => [r.location_code, r.quantity],
    );
  expect(await stock(ago(50), 'effective')).toEqual([]);
  expect(await stock(ago(30), 'effective')).toEqual([['STOCK', 10]]);
  expect(await stock(ago(5), 'effective')).toEqual([['STOCK', 6]]);
  expect(await stock(before, 'recorded')).toEqual([]);
  expect(await stock(ago(0), 'recorded')).toEqual([['STOCK', 6]]);
  const value = async (moment: string) =>
    (await admin.get(`/warehouse/value-as-of?${at(moment, `&product_id=${product.id}`)}`)).body;
  expect(await value(ago(30))).toMatchObject({
    total_value: '30.00',
    rows: [{ area_code: 'MAIN', quantity: 10, value: '30.00' }],
  });
  expect(await value(ago(0))).toMatchObject({ by: 'effective', truncated: false, total_value: '18.00' });
  const hold = await admin.get(
    `/warehouse/stock-as-of?${at(ago(0), `&below=${place['HOLD']}&product_id=${product.id}`)}`,
  );
  expect(hold.body.rows).toEqual([]);
  expect((await admin.get('/warehouse/stock-as-of')).status).toBe(400);
});

it('tells how old stock is, by the receipts that it must be from', async () => {
  const product = await aProduct(app);
  for (const [days, quantity] of [
    [400, 10],
    [100, 5],
    [10, 3],
  ] as const)
    await made(app, '/warehouse/receipts', {
      effective_at: ago(days),
      lines: [{ product_id: product.id, quantity, unit_cost: '1', to_location_id: place['STOCK'] }],
    });
  await made(app, '/warehouse/issues', {
    lines: [{ product_id: product.id, quantity: 7, from_location_id: place['STOCK'] }],
  });
  // eleven are left: three of ten days ago, five of a hundred, three of the ten of four hundred
  expect((await admin.get(`/warehouse/ageing?product_id=${product.id}`)).body).toMatchObject([
    { on_hand: 11, value: '11.00', days_0_30: 3, days_31_90: 0, days_91_180: 5, days_181_365: 0, older: 3 },
  ]);
});

it('tells what nobody uses, and keeps it to those who may see it', async () => {
  const [used, idle] = [await aProduct(app), await aProduct(app)];
  for (const product of [used, idle])
    await made(app, '/warehouse/receipts', {
      effective_at: ago(200),
      lines: [{ product_id: product.id, quantity: 5, unit_cost: '100', to_location_id: place['STOCK'] }],
    });
  await made(app, '/warehouse/issues', {
    effective_at: ago(100),
    lines: [{ product_id: idle.id, quantity: 1, from_location_id: place['STOCK'] }],
  });
  await made(app, '/warehouse/issues', {
    lines: [{ product_id: used.id, quantity: 1, from_location_id: place['STOCK'] }],
  });
  const { body } = await admin.get('/warehouse/slow-movers?days=90');
  const of = (product: any) => body.find((row: any) => row.product_id === product.id);
  expect(of(idle)).toMatchObject({ on_hand: 4, value: '400.00', last_used_at: expect.any(String) });
  expect(of(used)).toBeUndefined();
  const company = await made(app, '/companies', { code: unique('C'), name: 'Other', currency_code: 'IDR' });
  const stranger = app.as(await app.actor({ role: 'warehouse_manager', companies: [company.id] }));
  expect((await stranger.get('/warehouse/slow-movers')).body).toEqual([]);
  expect((await stranger.get(`/warehouse/ageing?company_id=${app.company_id}`)).status).toBe(404);
  expect((await stranger.get(`/warehouse/stock-as-of?${at(ago(0))}`)).body.rows).toEqual([]);
  expect((await stranger.get(`/warehouse/value-as-of?${at(ago(0))}`)).body).toMatchObject({
    total_value: '0.00',
    rows: [],
  });
  const keeper = app.as(await app.actor({ role: 'warehouse' }));
  expect((await keeper.get('/warehouse/slow-movers')).status).toBe(403);
});
