import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let planner: Caller;
let anna: Caller;
let budi: Caller;
let chief: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  const counter = { permissions: ['warehouse.counts.read', 'warehouse.counts.count'] };
  anna = app.as(await app.actor(counter));
  budi = app.as(await app.actor(counter));
  planner = app.as(await app.actor({ role: 'warehouse_manager' }));
  chief = app.as(await app.actor({ role: 'warehouse_manager' }));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const path = (count: any, rest = ''): string => `/warehouse/counts/${count.id}${rest}`;
const enter = (who: Caller, count: any, entries: object[], more: object = {}) =>
  who.post(path(count, '/entries'), { entries, ...more });
const onHand = async (product: any): Promise<number> =>
  (await admin.get(`/warehouse/stock/${product.id}`)).body.on_hand;

/** A bin of its own with stock, and a count of it that has begun. */
async function counting(
  stock: [product: any, quantity: number, cost?: string][],
  given: object = {},
): Promise<{ bin: any; count: any }> {
  const bin = await aLocation(app);
  for (const [product, quantity, cost] of stock) await aReceipt(app, product.id, quantity, cost ?? '2.00', bin.id);
  const { body: count } = await planner.post('/warehouse/counts', { location_id: bin.id, ...given });
  const started = await planner.post(path(count, '/start'));
  expect(started).toMatchObject({ status: 200, body: { state: 'counting', lines: stock.length } });
  return { bin, count: started.body };
}

it('a counting day: two count blind, one line is counted again, another approves, and the difference is posted with its value', async () => {
  const [cloth, thread, eyes] = [await aProduct(app), await aProduct(app), await aProduct(app)];
  const { bin, count } = await counting(
    [
      [cloth, 100, '2.00'],
      [thread, 50, '0.50'],
      [eyes, 10, '0.10'],
    ],
    { tolerance_percent: '2' },
  );
  const { body: lines } = await anna.get(path(count, '/lines?sort=sku'));
  expect(lines.data).toHaveLength(3);
  expect(Object.keys(lines.data[0])).not.toContain('book_quantity');
  expect((await anna.get(path(count, '/differences'))).status).toBe(403);
  const at = (product: any, quantity: number) => ({ product_id: product.id, location_id: bin.id, quantity });
  // 99 of 100 are within 2 %, 40 of 50 are not; three eyes of another kind were not expected
  const found = await aProduct(app, { standard_cost: '4' });
  expect((await enter(anna, count, [at(cloth, 99), at(thread, 40), at(found, 3)])).body).toEqual({
    taken: 3,
    refused: [],
  });
  expect((await enter(anna, count, [at(cloth, 99)])).body.errors).toMatchObject([{ code: 'COUNTED_BY_SAME_PERSON' }]);
  expect((await planner.post(path(count, '/finish'), {})).body).toMatchObject({
    error_code: 'COUNT_INCOMPLETE',
    uncounted: 1,
  });
  // what leaves between two entries is no difference: two eyes are issued, eight are left, eight are found
  await made(app, '/warehouse/issues', { lines: [{ product_id: eyes.id, quantity: 2, from_location_id: bin.id }] });
  expect((await enter(budi, count, [at(eyes, 8)])).status).toBe(200);
  expect((await planner.post(path(count, '/finish'), {})).body).toMatchObject({ state: 'review', recount_lines: 2 });
  expect((await chief.post(path(count, '/approve'), {})).body).toMatchObject({
    error_code: 'COUNT_NEEDS_RECOUNT',
    recount: 2,
  });
  await planner.post(path(count, '/recount'), { reason: 'Thread and the unknown' });
  expect((await enter(anna, count, [at(thread, 41)])).body.errors).toMatchObject([{ code: 'COUNTED_BY_SAME_PERSON' }]);
  expect((await enter(budi, count, [at(cloth, 100)])).body.errors).toMatchObject([{ code: 'LINE_AGREED' }]);
  expect((await enter(budi, count, [at(thread, 40), at(found, 3)])).status).toBe(200);
  expect((await planner.post(path(count, '/finish'), {})).body).toMatchObject({
    state: 'review',
    recount_lines: 0,
    round: 2,
  });
  const { body: differences } = await planner.get(path(count, '/differences?sort=sku'));
  const of = (product: any) => differences.data.find((d: any) => d.product_id === product.id);
  expect(of(cloth)).toMatchObject({
    book_quantity: 100,
    counted_quantity: 99,
    variance_quantity: -1,
    variance_value: '-2.00',
    people: 1,
  });
  expect(of(thread)).toMatchObject({ variance_quantity: -10, variance_value: '-5.00', people: 2, state: 'agreed' });
  expect(of(eyes)).toMatchObject({ book_quantity: 10, counted_quantity: 8, variance_quantity: 0 });
  expect(of(found)).toMatchObject({ is_unexpected: true, variance_quantity: 3, variance_value: '12.00' });
  expect((await planner.post(path(count, '/approve'), {})).body.error_code).toBe('COUNT_APPROVER_MUST_DIFFER');
  expect((await chief.post(path(count, '/approve'), {})).body).toMatchObject({ state: 'approved' });
  expect((await chief.post(path(count, '/post?dry_run=true'))).body.state).toBe('posted');
  expect(await onHand(cloth)).toBe(100);
  const posts = await Promise.all(Array.from({ length: 5 }, () => chief.post(path(count, '/post'))));
  expect(posts.filter(({ status }) => status === 200)).toHaveLength(1);
  const { body: posted } = await chief.get(path(count));
  const movement = await admin.get(`/warehouse/movements/${posted.movement_id}`);
  expect(movement.body).toMatchObject({ type: 'adjustment', source_type: 'stock_count', reference: posted.number });
  expect(movement.body.lines.map((l: any) => l.value).sort()).toEqual(['12.00', '2.00', '5.00']);
  expect([await onHand(cloth), await onHand(thread), await onHand(eyes), await onHand(found)]).toEqual([99, 40, 8, 3]);
  expect((await chief.get(path(count, '/history'))).body.map((h: any) => h.event)).toEqual([
    'create',
    'start',
    'finish',
    'recount',
    'finish',
    'approve',
    'post',
  ]);
  const plan = await planner.get(`/warehouse/counts/plan?location_id=${bin.id}`);
  expect(plan.body.find((row: any) => row.product_id === cloth.id)).toMatchObject({
    is_due: false,
    on_hand: 99,
    last_counted_at: expect.any(String),
  });
});

describe('frozen stock', () => {
  it('stands still until the count is over, for postings that race with it too', async () => {
    const product = await aProduct(app);
    const { bin, count } = await counting([[product, 20]], { mode: 'freeze' });
    const issue = () =>
      admin.post('/warehouse/issues', { lines: [{ product_id: product.id, quantity: 1, from_location_id: bin.id }] });
    expect((await issue()).body).toMatchObject({ status: 409, error_code: 'STOCK_FROZEN', number: count.number });
    await enter(anna, count, [{ product_id: product.id, location_id: bin.id, quantity: 19 }]);
    await planner.post(path(count, '/finish'), {});
    await chief.post(path(count, '/approve'), { accept_differences: true });
    expect((await issue()).body.error_code).toBe('STOCK_FROZEN');
    expect((await chief.post(path(count, '/post'))).body).toMatchObject({ state: 'posted' });
    expect((await issue()).status).toBe(201);
    expect(await onHand(product)).toBe(18);
  });

  it('is either in the books before the count or refused', async () => {
    const product = await aProduct(app);
    const bin = await aLocation(app);
    await aReceipt(app, product.id, 40, '1.00', bin.id);
    const { body: count } = await planner.post('/warehouse/counts', { location_id: bin.id, mode: 'freeze' });
    const issue = () =>
      admin.post('/warehouse/issues', { lines: [{ product_id: product.id, quantity: 1, from_location_id: bin.id }] });
    const [start, ...issues] = await Promise.all([
      planner.post(path(count, '/start')),
      ...Array.from({ length: 20 }, issue),
    ]);
    expect(start!.status).toBe(200);
    const taken = issues.filter(({ status }) => status === 201).length;
    const { body } = await planner.get(path(count, '/differences'));
    expect(body.data).toMatchObject([{ book_quantity: 40 - taken }]);
    expect((await planner.post(path(count, '/cancel'), { reason: 'Only a try' })).body.state).toBe('cancelled');
    expect((await issue()).status).toBe(201);
  });
});

describe('entries', () => {
  it('are refused with every fault, or taken as far as they are right', async () => {
    const product = await aProduct(app);
    const lots = await aProduct(app, { tracking: 'lot' });
    const { bin, count } = await counting([[product, 5]]);
    const at = { product_id: product.id, location_id: bin.id };
    const entries = [
      { ...at, quantity: 5 },
      { ...at, quantity: 4 },
      { ...at, location_id: place['STOCK'], quantity: 1 },
      { product_id: lots.id, location_id: bin.id, quantity: 1 },
      { line_id: app.company_id, quantity: 1 },
    ];
    const refused = await enter(anna, count, entries);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual([
      '/entries/1/line_id DUPLICATE',
      '/entries/2/location_id REFERENCE_NOT_FOUND',
      '/entries/3/lot_id LOT_REQUIRED',
      '/entries/4/line_id REFERENCE_NOT_FOUND',
    ]);
    expect((await anna.get(path(count))).body.open_lines).toBe(1);
    const partly = await enter(anna, count, entries, { mode: 'partial' });
    expect(partly.body).toMatchObject({ taken: 1, refused: [{ index: 1 }, { index: 2 }, { index: 3 }, { index: 4 }] });
    expect((await anna.get(path(count))).body.open_lines).toBe(0);
    expect((await enter(anna, count, [{ ...at, quantity: -1 }])).status).toBe(422);
    expect((await enter(anna, count, [])).status).toBe(422);
  });

  it('of five thousand lines are taken in a handful of statements, and a fault in each is in one answer', async () => {
    const bin = await aLocation(app);
    await app.db.query(
      `insert into erp.products (sku, name, type, unit_id) select 'CNT-' || n, 'Counted ' || n, 'material', (select id from erp.units where code = 'EA') from generate_series(1, 5000) n`,
    );
    const { rows } = await app.db.query<{ id: string }>(`select id from erp.products where sku like 'CNT-%'`);
    for (let n = 0; n < 5000; n += 1000)
      await made(app, '/warehouse/receipts', {
        lines: rows
          .slice(n, n + 1000)
          .map(({ id }) => ({ product_id: id, quantity: 3, unit_cost: '1', to_location_id: bin.id })),
      });
    const { body: count } = await planner.post('/warehouse/counts', { location_id: bin.id });
    expect((await planner.post(path(count, '/start'))).body.lines).toBe(5000);
    const entries = rows.map(({ id }) => ({ product_id: id, location_id: bin.id, quantity: 2 }));
    const wrong = await enter(
      anna,
      count,
      entries.map((e) => ({ ...e, location_id: place['HOLD'] })),
      { mode: 'partial' },
    );
    expect(wrong.body.refused).toHaveLength(5000);
    expect((await enter(anna, count, entries)).body.taken).toBe(5000);
    expect((await planner.post(path(count, '/finish'), {})).body.recount_lines).toBe(5000);
    await chief.post(path(count, '/approve'), { accept_differences: true, reason: 'All of them' });
    expect((await chief.post(path(count, '/post'))).body.state).toBe('posted');
    const { body } = await admin.get(`/warehouse/stock?location_id=${bin.id}&limit=1&include_total=true&in_stock=true`);
    expect(body).toMatchObject({ total: 5000, data: [{ on_hand: 2 }] });
  }, 60_000);
});

describe('rules', () => {
  it('nothing to count, nothing that is not a place, uncounted as zero, and reserved pieces are short', async () => {
    const empty = await aLocation(app);
    const { body: none } = await planner.post('/warehouse/counts', { location_id: empty.id });
    expect((await planner.post(path(none, '/start'))).body.error_code).toBe('COUNT_EMPTY');
    expect((await planner.post('/warehouse/counts', { location_id: place['SUPPLIER'] })).status).toBe(422);
    expect((await planner.get(`/warehouse/counts/plan?location_id=${app.company_id}`)).status).toBe(404);
    const product = await aProduct(app);
    const { bin, count } = await counting([[product, 5]]);
    await made(app, '/warehouse/reservations', {
      lines: [{ product_id: product.id, quantity: 2, within_location_id: bin.id }],
    });
    expect((await planner.post(path(count, '/finish'), { uncounted_are_zero: true })).body).toMatchObject({
      state: 'review',
      open_lines: 0,
    });
    const other = app.as(await app.actor({ role: 'warehouse_manager' }));
    await other.post(path(count, '/approve'), { accept_differences: true });
    expect((await chief.post(path(count, '/post'))).body).toMatchObject({
      error_code: 'INSUFFICIENT_STOCK',
      shortages: [{ requested: 5, available: 3 }],
    });
    expect((await chief.get(path(count))).body.state).toBe('approved');
    expect(
      (await chief.get(path(count, '/transitions'))).body.filter((t: any) => t.allowed).map((t: any) => t.event),
    ).toEqual(['post', 'cancel']);
  });

  it('who counts does not start, who works elsewhere does not see, and a stale version is refused', async () => {
    const product = await aProduct(app);
    const { count } = await counting([[product, 5]]);
    expect((await anna.post(path(count, '/finish'), {})).status).toBe(403);
    const elsewhere = await made(app, '/warehouse/locations', {
      code: unique('WH'),
      name: 'Another',
      type: 'warehouse',
    });
    const stranger = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [elsewhere.id] }));
    expect((await stranger.get(path(count))).status).toBe(404);
    expect((await stranger.get('/warehouse/counts')).body.data).toEqual([]);
    expect((await planner.post(path(count, '/cancel'), {}, { 'if-match': '"1"' })).status).toBe(412);
    expect((await planner.get('/warehouse/counts?state=counting&q=SC')).body.data.length).toBeGreaterThan(0);
  });
});
