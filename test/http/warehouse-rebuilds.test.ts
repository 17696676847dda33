import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { IntegrityService } from '../../src/operations/index.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, aReceipt } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let product: string;
let stock: string;
const PATH = '/warehouse/balance-rebuilds';

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  product = (await aProduct(app)).id;
  const receipt = await aReceipt(app, product, 20, '10');
  stock = receipt.lines[0].to_location_id;
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

const balance = async (): Promise<any> =>
  (
    await app.db.query(
      `select on_hand::int, reserved::int, updated_at, id from erp.stock_balances where product_id = $1 and location_id = $2`,
      [product, stock],
    )
  ).rows[0];
const violated = async (): Promise<string[]> =>
  (await app.nest.get(IntegrityService, { strict: false }).check())
    .filter(({ violations }) => violations > 0)
    .map(({ name }) => name);
const tamper = async (): Promise<void> => {
  await app.db.query('update erp.stock_balances set on_hand = 25, reserved = 3 where product_id = $1', [product]);
  await app.db.query('update erp.stock_valuations set value = 150 where product_id = $1', [product]);
};

it('a balance that the owner bent is named, shown by a dry run, and made right by a rebuild that touches nothing else', async () => {
  const other = (await aProduct(app)).id;
  await aReceipt(app, other, 5, '2');
  const untouched = (await app.db.query('select xmin::text, * from erp.stock_balances where product_id = $1', [other]))
    .rows;
  await tamper();
  expect(await violated()).toEqual(
    expect.arrayContaining(['balance_equals_ledger', 'valuation_equals_ledger', 'reserved_equals_reservations']),
  );
  const changes = [
    {
      kind: 'balance',
      product_id: product,
      location_id: stock,
      lot_id: null,
      area_id: null,
      quantity_before: 25,
      quantity_after: 20,
      reserved_before: 3,
      reserved_after: 0,
      value_before: null,
      value_after: null,
    },
    {
      kind: 'valuation',
      product_id: product,
      location_id: null,
      lot_id: null,
      area_id: expect.any(String),
      quantity_before: 20,
      quantity_after: 20,
      reserved_before: null,
      reserved_after: null,
      value_before: '150.00',
      value_after: '200.00',
    },
  ];
  const dry = await admin.post(`${PATH}?dry_run=true`, { reason: 'To see' });
  expect(dry).toMatchObject({ status: 201, body: { changed: 2, product_id: null, changes } });
  expect(await balance()).toMatchObject({ on_hand: 25, reserved: 3 });
  expect((await admin.get(PATH)).body.data).toEqual([]);

  const done = await admin.post(PATH, { reason: 'Bent by hand' });
  expect(done).toMatchObject({ status: 201, body: { changed: 2, reason: 'Bent by hand', changes } });
  expect(await balance()).toMatchObject({ on_hand: 20, reserved: 0 });
  expect(await violated()).toEqual([]);
  const after = (await app.db.query('select xmin::text, * from erp.stock_balances where product_id = $1', [other]))
    .rows;
  expect(after).toEqual(untouched);

  const [kept] = (await admin.get(PATH)).body.data;
  expect(kept).toMatchObject({ id: done.body.id, created_by: app.admin.id, changed: 2 });
  expect((await admin.get(`${PATH}/${kept.id}`)).body).toEqual(done.body);
  await expect(app.db.query('delete from erp.balance_rebuild_changes')).rejects.toMatchObject({ code: 'PB409' });
});

it('makes rows that were deleted, and empties those that should not be', async () => {
  const ghost = (await aProduct(app)).id;
  await app.db.query('delete from erp.stock_balances where product_id = $1', [product]);
  await app.db.query('delete from erp.stock_valuations where product_id = $1', [product]);
  await app.db.query('insert into erp.stock_balances (product_id, location_id, on_hand) values ($1, $2, 7)', [
    ghost,
    stock,
  ]);
  expect((await admin.post(PATH, { reason: 'Lost', product_id: product })).body).toMatchObject({
    changed: 2,
    product_id: product,
  });
  expect(await balance()).toMatchObject({ on_hand: 20 });
  expect(await violated()).toEqual(expect.arrayContaining(['balance_equals_ledger']));
  expect((await admin.post(PATH, { reason: 'A ghost' })).body.changed).toBe(1);
  expect((await admin.post(PATH, { reason: 'Again' })).body).toMatchObject({ changed: 0, changes: [] });
});

it('loses nothing of what is posted and reserved at the same time', async () => {
  await tamper();
  const work: Promise<{ status: number }>[] = [];
  for (let n = 0; n < 24; n++) {
    if (n % 6 === 3) work.push(admin.post(PATH, { reason: `Round ${n}` }));
    work.push(aReceipt(app, product, 1, '10').then(() => ({ status: 201 })));
  }
  expect((await Promise.all(work)).map(({ status }) => status)).toEqual(work.map(() => 201));
  expect(await balance()).toMatchObject({ on_hand: 44, reserved: 0 });
  expect(await violated()).toEqual([]);
});

it('wants a permission and a reason, and a product that is there', async () => {
  const nobody = app.as(await app.actor({ permissions: ['warehouse.balances.read'] }));
  expect((await nobody.post(PATH, { reason: 'x' })).status).toBe(403);
  expect((await nobody.get(PATH)).status).toBe(200);
  expect((await app.as(null).post(PATH, { reason: 'x' })).status).toBe(401);
  for (const body of [{}, { reason: '' }, { reason: 'x', product_id: '00000000-0000-7000-8000-00000000dead' }])
    expect((await admin.post(PATH, body)).status).toBe(422);
  expect((await admin.get(`${PATH}/00000000-0000-7000-8000-00000000dead`)).status).toBe(404);
});
