import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { findings, importFile } from '../support/imports.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, aReceipt, placesOf } from '../support/makers.js';

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

const transfer = (product: any, quantity: number, to: any) =>
  admin.post('/warehouse/transfers', {
    lines: [{ product_id: product.id, quantity, from_location_id: place['STOCK'], to_location_id: to.id }],
  });

it('a bin takes what it has space for, and says how much was too much', async () => {
  const [bear, bin] = [await aProduct(app, { space_units: 4 }), await aLocation(app, { capacity: 10 })];
  expect(bear.space_units).toBe(4);
  expect(bin).toMatchObject({ capacity: 10, one_product_only: false, is_receiving: false });
  await aReceipt(app, bear.id, 5);
  const { status, body } = await transfer(bear, 3, bin);
  expect([status, body.error_code]).toEqual([409, 'LOCATION_FULL']);
  expect(body.locations).toEqual([{ location_id: bin.id, code: bin.code, capacity: 10, occupied: 12, excess: 2 }]);
  expect((await transfer(bear, 2, bin)).status).toBe(201);
  expect((await admin.get(`/warehouse/locations/${bin.id}`)).body).toMatchObject({ capacity: 10, occupied: 8 });
  expect((await transfer(await stocked(), 3, bin)).body.error_code).toBe('LOCATION_FULL');
});

it('limits are changed where what lies there keeps them', async () => {
  const [reel, bin] = [await aProduct(app, { space_units: 2 }), await aLocation(app)];
  await aReceipt(app, reel.id, 6, '1.00', bin.id);
  await aReceipt(app, (await aProduct(app)).id, 1, '1.00', bin.id);
  const change = (patch: object) => admin.patch(`/warehouse/locations/${bin.id}`, patch);
  expect((await change({ capacity: 12 })).body).toMatchObject({
    error_code: 'LOCATION_FULL',
    locations: [{ occupied: 13, excess: 1 }],
  });
  expect((await change({ one_product_only: true })).body.error_code).toBe('LOCATION_HOLDS_OTHER_PRODUCT');
  expect((await change({ capacity: 0 })).status).toBe(422);
  expect((await change({ capacity: 13 })).body).toMatchObject({ capacity: 13, version: 2 });
  const space = (space_units: number) => admin.patch(`/products/${reel.id}`, { space_units });
  // 6 reels of 3 and the other piece would be 19 of 13
  expect((await space(3)).body).toMatchObject({ error_code: 'PRODUCT_DOES_NOT_FIT', locations: [{ excess: 6 }] });
  expect((await space(1)).status).toBe(200);
  expect((await space(0)).status).toBe(422);
  expect((await change({ capacity: 7 })).status).toBe(200);
  expect((await change({ capacity: null, is_receiving: true })).body).toMatchObject({
    capacity: null,
    is_receiving: true,
  });
  expect((await admin.get('/warehouse/locations?is_receiving=true')).body.data.map((l: any) => l.id)).toEqual([bin.id]);
});

it('bins come with their limits by import, and none below what lies there', async () => {
  const [bin, ok] = [await aLocation(app), await aLocation(app)];
  for (let n = 0; n < 2; n++) await aReceipt(app, (await aProduct(app, { space_units: 3 })).id, 2, '1.00', bin.id);
  const file = (...rows: string[]) =>
    importFile(app, 'locations', `code,name,type,parent,capacity,one_product_only,is_receiving\n${rows.join('\n')}\n`);
  // two products of 2 pieces at 3: 12
  const refused = await file(`${bin.code},Bin,bin,STOCK,11,true,false`);
  expect(refused.body.status).toBe('failed');
  expect((await findings(app, refused.body.id)).map(({ field, code }) => [field, code])).toEqual([
    ['capacity', 'LOCATION_FULL'],
    ['one_product_only', 'LOCATION_HOLDS_OTHER_PRODUCT'],
  ]);
  const { body } = await file(`${bin.code},Bin,bin,STOCK,12,false,false`, `${ok.code},Dock,bin,STOCK,,true,true`);
  expect(body.status).toBe('succeeded');
  expect((await admin.get(`/warehouse/locations/${bin.id}`)).body).toMatchObject({ capacity: 12 });
  expect((await admin.get(`/warehouse/locations/${ok.id}`)).body).toMatchObject({
    capacity: null,
    one_product_only: true,
    is_receiving: true,
  });
});

it('bins of a pattern, and those of another system, come with their limits', async () => {
  const zone = await aLocation(app, { type: 'zone' });
  const pattern = {
    parent_id: zone.id,
    type: 'bin',
    pattern: `${zone.code}-{n}`,
    parts: [{ name: 'n', from: '1', to: '2' }],
  };
  expect(
    (await admin.post('/warehouse/locations/generate', { ...pattern, capacity: 30, one_product_only: true })).status,
  ).toBe(200);
  const { data } = (await admin.get(`/warehouse/locations?parent_id=${zone.id}`)).body;
  expect(data).toMatchObject([1, 2].map(() => ({ capacity: 30, one_product_only: true, occupied: 0 })));
  await aReceipt(app, (await aProduct(app)).id, 20, '1.00', data[0].id);
  const upsert = (capacity: number) =>
    admin.put('/warehouse/locations/by-external-id/wms/BIN-1', {
      code: data[0].code,
      name: 'Bin',
      type: 'bin',
      parent_id: zone.id,
      capacity,
    });
  expect((await upsert(19)).body.error_code).toBe('LOCATION_FULL');
  expect((await upsert(20)).body).toMatchObject({ capacity: 20, occupied: 20 });
});

it('a limit set among postings waits for them and they for it, without a deadlock', async () => {
  const bins: any[] = [];
  for (let n = 0; n < 4; n++) bins.push(await aLocation(app));
  const products: any[] = [];
  for (let n = 0; n < 8; n++) products.push(await stocked());
  const deadlocks = async (): Promise<number> => {
    await app.db.query('select pg_stat_clear_snapshot()');
    const { rows } = await app.db.query('select deadlocks from pg_stat_database where datname = current_database()');
    return Number(rows[0].deadlocks);
  };
  const before = await deadlocks();
  // each of 8 products moves one piece into each of 4 bins, which are limited to 5 pieces meanwhile
  const answers = await Promise.all([
    ...products.flatMap((product) => bins.map((bin) => transfer(product, 1, bin))),
    ...bins.map(({ id }) => admin.patch(`/warehouse/locations/${id}`, { capacity: 5 })),
  ]);
  for (const { status, body } of answers)
    if (status >= 400) expect([status, body.error_code]).toEqual([409, 'LOCATION_FULL']);
  expect((await deadlocks()) - before).toBe(0);
});

async function stocked(): Promise<any> {
  const product = await aProduct(app);
  await aReceipt(app, product.id, 10);
  return product;
}
