import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
import { aCategory, aProduct, aSupplier, made, unique, unitId } from '../support/makers.js';

let app: TestApp;
let ea: string;
let clerk: TestActor;
let reader: TestActor;

beforeAll(async () => {
  app = await startTestApp();
  ea = await unitId(app, 'EA');
  clerk = await app.actor({ permissions: ['master_data.*.*'] });
  reader = await app.actor({ permissions: ['master_data.products.read'] });
});
afterAll(() => app?.close());

const body = (given: object = {}): object => ({
  sku: unique('SKU'),
  name: 'Teddy bear',
  type: 'finished_good',
  unit_id: ea,
  ...given,
});
const codesOf = (problem: { errors: { pointer: string; code: string }[] }): string[] =>
  problem.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort();

describe('a product', () => {
  it('is added with the defaults of a factory, and shown with its ETag', async () => {
    const created = await app.as(clerk).post('/products', body({ sku: 'TEDDY-30', list_price: '89000' }));
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      sku: 'TEDDY-30',
      unit_code: 'EA',
      costing_method: 'moving_average',
      standard_cost: '0.000000',
      list_price: '89000.000000',
      safety_stock: 0,
      reorder_policy: 'mrp',
      lot_sizing: 'lot_for_lot',
      tracking: 'none',
      is_active: true,
      attributes: {},
      version: 1,
    });
    expect(created.body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00$/);
    const shown = await app.as(reader).get(`/products/${created.body.id}`);
    expect(shown.status).toBe(200);
    expect(shown.headers['etag']).toBe('"1"');
    expect(shown.body).toEqual(created.body);
  });

  it('has a SKU that is unique whatever its case', async () => {
    await aProduct(app, { sku: 'Panda-20' });
    const twin = await app.as(clerk).post('/products', body({ sku: 'PANDA-20' }));
    expect(twin.status).toBe(409);
    expect(twin.body).toMatchObject({ error_code: 'DUPLICATE', errors: [{ pointer: '/sku', code: 'DUPLICATE' }] });
  });

  it('is refused with every fault at once, and leaves nothing behind', async () => {
    const before = await app.db.query('select count(*) from erp.products');
    const answer = await app.as(clerk).post('/products', {
      sku: '  ',
      name: 'x'.repeat(201),
      type: 'toy',
      unit_id: 'pieces',
      safety_stock: 1.5,
      reorder_point: -1,
      list_price: 12.5,
      standard_cost: '1.1234567',
      lead_time_days: '7',
      is_sold: 'yes',
      attributes: [],
      colour: 'brown',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.error_code).toBe('VALIDATION_FAILED');
    expect(codesOf(answer.body)).toEqual([
      '/attributes INVALID_TYPE',
      '/colour UNKNOWN_FIELD',
      '/is_sold INVALID_TYPE',
      '/lead_time_days INVALID_TYPE',
      '/list_price INVALID_TYPE',
      '/name TOO_LONG',
      '/reorder_point TOO_SMALL',
      '/safety_stock NOT_WHOLE',
      '/sku REQUIRED',
      '/standard_cost INVALID_DECIMAL',
      '/type NOT_ALLOWED',
      '/unit_id INVALID_UUID',
    ]);
    expect((await app.db.query('select count(*) from erp.products')).rows).toEqual(before.rows);
  });

  it.each([
    ['a unit that does not exist', { unit_id: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' }, 'REFERENCE_NOT_FOUND'],
    ['a fixed lot without its size', { lot_sizing: 'fixed' }, 'INVALID_VALUE'],
    ['bounds the wrong way round', { lot_minimum: 10, lot_maximum: 5 }, 'INVALID_VALUE'],
    ['specific cost without lots', { costing_method: 'specific' }, 'INVALID_VALUE'],
    ['a service that is tracked', { type: 'service', tracking: 'lot' }, 'INVALID_VALUE'],
  ])('is refused with %s', async (_words, given, code) => {
    const answer = await app.as(clerk).post('/products', body(given));
    expect({ status: answer.status, code: answer.body.error_code }).toEqual({ status: 422, code });
  });

  it('refuses NaN, exponents and infinity as prices, and quantities past 2^53 - 1', async () => {
    for (const list_price of ['NaN', '1e3', 'Infinity', '-1', '.5', '12345678901234.5']) {
      expect((await app.as(clerk).post('/products', body({ list_price }))).status).toBe(422);
    }
    const tooMuch = await app
      .as(clerk)
      .post('/products', JSON.stringify(body()).replace('}', ',"safety_stock":9007199254740993}'), {
        'content-type': 'application/json',
      });
    expect(tooMuch.status).toBe(422);
    expect((await app.as(clerk).post('/products', body({ safety_stock: Number.MAX_SAFE_INTEGER }))).status).toBe(201);
  });

  it('is hidden from nobody who may read, and kept from those who may not', async () => {
    const product = await aProduct(app);
    const stranger = await app.actor({ permissions: ['master_data.suppliers.read'] });
    expect((await app.as(null).get(`/products/${product.id}`)).status).toBe(401);
    expect((await app.as(stranger).get(`/products/${product.id}`)).status).toBe(403);
    expect((await app.as(reader).post('/products', body())).status).toBe(403);
    expect((await app.as(reader).patch(`/products/${product.id}`, { name: 'Mine' })).status).toBe(403);
    expect((await app.as(reader).delete(`/products/${product.id}`)).status).toBe(403);
    expect((await app.as(reader).get('/products/0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59')).body.error_code).toBe(
      'NOT_FOUND',
    );
    expect((await app.as(reader).get('/products/7')).status).toBe(400);
  });
});

describe('changing a product', () => {
  it('touches only the fields that are sent, and counts the version', async () => {
    const product = await aProduct(app, { description: 'soft', safety_stock: 5 });
    const changed = await app.as(clerk).patch(`/products/${product.id}`, { safety_stock: 8, description: null });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ safety_stock: 8, description: null, name: product.name, version: 2 });
    expect(changed.headers['etag']).toBe('"2"');
  });

  it('changes nothing when the values are there already: neither the version nor the time', async () => {
    const product = await aProduct(app, { list_price: '10', attributes: { a: 1, b: [2] } });
    const again = await app
      .as(clerk)
      .patch(`/products/${product.id}`, { list_price: '10.00', attributes: { b: [2], a: 1 }, name: product.name });
    expect(again.body).toEqual(product);
    expect((await app.as(clerk).patch(`/products/${product.id}`, {})).body).toEqual(product);
  });

  it('is refused on a stale version, with the row as it is now', async () => {
    const product = await aProduct(app);
    const url = `/products/${product.id}`;
    expect((await app.as(clerk).patch(url, { name: 'Second' }, { 'if-match': '"1"' })).status).toBe(200);
    const stale = await app.as(clerk).patch(url, { name: 'Third' }, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ error_code: 'STALE_VERSION', current: { name: 'Second', version: 2 } });
    expect((await app.as(clerk).delete(url, { 'if-match': '"1"' })).status).toBe(412);
  });

  it('cannot take a required field away, nor give it null', async () => {
    const product = await aProduct(app);
    expect((await app.as(clerk).patch(`/products/${product.id}`, { name: null })).status).toBe(422);
    expect((await app.as(clerk).patch(`/products/${product.id}`, { version: 7 })).status).toBe(422);
    expect((await app.as(clerk).patch(`/products/${product.id}`, { is_active: false })).status).toBe(422);
  });
});

describe('a retry', () => {
  it('with the same key makes one product and repeats the answer; with another body it is refused', async () => {
    const sent = body();
    const headers = { 'idempotency-key': unique('key') };
    const first = await app.as(clerk).post('/products', sent, headers);
    const second = await app.as(clerk).post('/products', sent, headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
    const other = await app.as(clerk).post('/products', { ...sent, name: 'Other' }, headers);
    expect({ status: other.status, code: other.body.error_code }).toEqual({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});

describe('the list of products', () => {
  let category: { id: string };
  let branch: { id: string };
  beforeAll(async () => {
    category = await aCategory(app);
    branch = await aCategory(app, { parent_id: category.id });
    for (let i = 0; i < 5; i++) {
      await aProduct(app, {
        sku: `LIST-${i}`,
        name: `Listed ${4 - i}`,
        category_id: i < 2 ? category.id : branch.id,
        type: i % 2 ? 'part' : 'material',
        attributes: { colour: i === 3 ? 'red' : 'blue', size: { cm: i } },
      });
    }
  });
  const skus = async (query: string): Promise<string[]> => {
    const answer = await app.as(reader).get(`/products?${query}`);
    expect(answer.status).toBe(200);
    return answer.body.data.map((row: { sku: string }) => row.sku);
  };

  it('pages by key without repeating or skipping, also while products are added', async () => {
    const first = await app.as(reader).get(`/products?category_id=${category.id}&limit=2&sort=sku&include_total=true`);
    expect(first.body).toMatchObject({ data: [{ sku: 'LIST-0' }, { sku: 'LIST-1' }], total: 5 });
    await aProduct(app, { sku: 'LIST-0A', category_id: category.id });
    const cursor = encodeURIComponent(first.body.next_cursor);
    expect(await skus(`category_id=${category.id}&limit=2&sort=sku&cursor=${cursor}`)).toEqual(['LIST-2', 'LIST-3']);
    await app.db.query(`delete from erp.products where sku = 'LIST-0A'`);
  });

  it('sorts both ways and searches names and codes', async () => {
    expect(await skus(`category_id=${category.id}&sort=-name`)).toEqual([
      'LIST-0',
      'LIST-1',
      'LIST-2',
      'LIST-3',
      'LIST-4',
    ]);
    expect(await skus('q=listed%203')).toEqual(['LIST-1']);
    expect(await skus('q=list-3')).toEqual(['LIST-3']);
    expect(await skus('q=%25')).toEqual([]);
  });

  it('filters by type, category with all below it, SKU in any case, and attributes it contains', async () => {
    expect(await skus(`category_id=${category.id}&type=part`)).toEqual(['LIST-1', 'LIST-3']);
    expect(await skus(`category_id=${branch.id}`)).toEqual(['LIST-2', 'LIST-3', 'LIST-4']);
    expect(await skus('sku=list-4')).toEqual(['LIST-4']);
    expect(await skus(`attributes=${encodeURIComponent('{"colour":"red"}')}`)).toEqual(['LIST-3']);
    expect(await skus(`attributes=${encodeURIComponent('{"size":{"cm":2}}')}`)).toEqual(['LIST-2']);
  });

  it('finds what a supplier offers', async () => {
    const supplier = await aSupplier(app);
    const product = await aProduct(app);
    await made(app, '/supplier-prices', { supplier_id: supplier.id, product_id: product.id, price: '5' });
    expect(await skus(`supplier_id=${supplier.id}`)).toEqual([product.sku]);
  });

  it.each([
    ['an unknown filter', 'colour=red'],
    ['an unknown sort key', 'sort=price'],
    ['a page that is too large', 'limit=501'],
    ['a page of nothing', 'limit=0'],
    ['a cursor of its own making', 'cursor=abc'],
    ['a type that does not exist', 'type=toy'],
    ['attributes that are not JSON', 'attributes=red'],
    ['a category that is not an id', 'category_id=toys'],
    ['the same filter twice', 'type=part&type=wip'],
  ])('refuses %s', async (_words, query) => {
    const answer = await app.as(reader).get(`/products?${query}`);
    expect({ status: answer.status, code: answer.body.error_code }).toEqual({
      status: 400,
      code: 'UNKNOWN_QUERY_PARAMETER',
    });
  });

  it('is not moved by SQL in a search or filter', async () => {
    for (const text of ["' or 1=1 --", "%' union select null --", '$1', '\\']) {
      expect(await skus(`q=${encodeURIComponent(text)}`)).toEqual([]);
      expect(await skus(`sku=${encodeURIComponent(text)}`)).toEqual([]);
    }
  });
});

describe('letting go of a product', () => {
  it('deactivates it and takes it back, with a dry run that leaves no trace', async () => {
    const product = await aProduct(app);
    const dry = await app.as(clerk).post(`/products/${product.id}/deactivate?dry_run=true`);
    expect(dry.body).toMatchObject({ is_active: false });
    expect((await app.as(reader).get(`/products/${product.id}`)).body.is_active).toBe(true);
    const off = await app.as(clerk).post(`/products/${product.id}/deactivate`);
    expect({ status: off.status, active: off.body.is_active, version: off.body.version }).toEqual({
      status: 200,
      active: false,
      version: 2,
    });
    expect((await app.as(clerk).post(`/products/${product.id}/deactivate`)).body.version).toBe(2);
    expect((await app.as(clerk).post(`/products/${product.id}/activate`)).body).toMatchObject({
      is_active: true,
      version: 3,
    });
  });

  it('deletes it while nothing refers to it', async () => {
    const product = await aProduct(app);
    expect((await app.as(clerk).delete(`/products/${product.id}`)).status).toBe(204);
    expect((await app.as(reader).get(`/products/${product.id}`)).status).toBe(404);
    expect((await app.as(clerk).delete(`/products/${product.id}`)).status).toBe(404);
  });

  it('refuses while it is used, and says by what', async () => {
    const product = await aProduct(app);
    const [first, second] = [await aSupplier(app), await aSupplier(app)];
    for (const supplier of [first, second]) {
      await made(app, '/supplier-prices', { supplier_id: supplier.id, product_id: product.id, price: '5' });
    }
    await made(app, '/customer-prices', { product_id: product.id, price: '9' });
    const answer = await app.as(clerk).delete(`/products/${product.id}`);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      error_code: 'IN_USE',
      used_by: [
        { resource: 'customer-prices', used: 1 },
        { resource: 'supplier-prices', used: 2 },
      ],
    });
    expect((await app.as(reader).get(`/products/${product.id}`)).status).toBe(200);
  });
});

describe('a product by the name of another system', () => {
  const url = (name: string): string => `/products/by-external-id/shopfloor/${encodeURIComponent(name)}`;

  it('is added by the first call, changed by the second, and not touched by the same again', async () => {
    const name = unique('ART / 10');
    const sent = body({ list_price: '5' });
    const first = await app.as(clerk).put(url(name), sent);
    expect({ status: first.status, version: first.body.version }).toEqual({ status: 201, version: 1 });
    const same = await app.as(clerk).put(url(name), sent);
    expect(same.status).toBe(200);
    expect(same.body).toEqual(first.body);
    const changed = await app.as(clerk).put(url(name), { ...sent, list_price: '6' });
    expect(changed.body).toMatchObject({ id: first.body.id, list_price: '6.000000', version: 2 });
    expect((await app.as(reader).get(url(name))).body).toEqual(changed.body);
    expect((await app.as(reader).get(url('unheard-of'))).status).toBe(404);
  });

  it('replays its own status', async () => {
    const headers = { 'idempotency-key': unique('key') };
    const sent = body();
    const name = unique('REPLAY');
    expect((await app.as(clerk).put(url(name), sent, headers)).status).toBe(201);
    const replayed = await app.as(clerk).put(url(name), sent, headers);
    expect({ status: replayed.status, replayed: replayed.headers['idempotent-replayed'] }).toEqual({
      status: 201,
      replayed: 'true',
    });
  });

  it('is the one with the same SKU, when the name is new', async () => {
    const known = await aProduct(app);
    const answer = await app.as(clerk).put(url(unique('ART')), body({ sku: known.sku.toLowerCase(), name: 'Renamed' }));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: known.id, name: 'Renamed' });
    const second = await app.as(clerk).put(url(unique('ART')), body({ sku: known.sku }));
    expect({ status: second.status, code: second.body.error_code }).toEqual({ status: 409, code: 'DUPLICATE' });
  });

  it('is made once when sixteen callers make it at once', async () => {
    const sent = body();
    const name = unique('RACE');
    const answers = await Promise.all(Array.from({ length: 16 }, () => app.as(clerk).put(url(name), sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(15).fill(200), 201]);
    expect(new Set(answers.map((answer) => `${answer.body.id} ${answer.body.version}`)).size).toBe(1);
  });

  it('needs the permission to add besides that to change', async () => {
    const editor = await app.actor({ permissions: ['master_data.products.update'] });
    expect((await app.as(editor).put(url(unique('ART')), body())).status).toBe(403);
    const known = await aProduct(app);
    expect((await app.as(editor).put(url(unique('ART')), body({ sku: known.sku }))).status).toBe(200);
  });

  it('is forgotten with the product', async () => {
    const name = unique('GONE');
    const { body: product } = await app.as(clerk).put(url(name), body());
    expect((await app.as(clerk).delete(`/products/${product.id}`)).status).toBe(204);
    expect((await app.as(reader).get(url(name))).status).toBe(404);
    expect((await app.as(clerk).put(url(name), body())).status).toBe(201);
  });

  it('refuses names that cannot be kept', async () => {
    expect((await app.as(reader).get(url('a\u0007b'))).status).toBe(400);
    expect((await app.as(reader).get(url('x'.repeat(201)))).status).toBe(400);
  });
});

describe('many products at once', () => {
  const rows = (): object[] => [
    body({ sku: unique('OK') }),
    body({ sku: '', safety_stock: 1.5 }),
    body({ sku: unique('OK'), unit_id: app.company_id }),
  ];

  it('are all refused in atomic mode when one is bad, each fault under its row', async () => {
    const sent = rows();
    const answer = await app.as(clerk).post('/products/bulk?mode=atomic', { items: sent });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      error_code: 'BULK_REFUSED',
      results: [
        { index: 1, error_code: 'VALIDATION_FAILED' },
        { index: 2, error_code: 'REFERENCE_NOT_FOUND' },
      ],
    });
    expect(codesOf(answer.body)).toEqual([
      '/items/1/safety_stock NOT_WHOLE',
      '/items/1/sku REQUIRED',
      '/items/2/unit_id REFERENCE_NOT_FOUND',
    ]);
    const kept = await app.db.query('select from erp.products where sku = $1', [(sent[0] as { sku: string }).sku]);
    expect(kept.rowCount).toBe(0);
  });

  it('are kept one by one in partial mode', async () => {
    const sent = rows();
    const answer = await app.as(clerk).post('/products/bulk?mode=partial', { items: sent });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ mode: 'partial', created: 1, refused: 2 });
    expect(answer.body.results.map((r: { status: string }) => r.status)).toEqual(['created', 'refused', 'refused']);
    expect((await app.as(reader).get(`/products/${answer.body.results[0].id}`)).body.sku).toBe(
      (sent[0] as { sku: string }).sku,
    );
  });

  it('are all kept in atomic mode when all are good, 1,000 of them, and not one more', async () => {
    const prefix = unique('BULK');
    const items = Array.from({ length: 1000 }, (_, i) => body({ sku: `${prefix}-${i}` }));
    const answer = await app.as(clerk).post('/products/bulk', { items });
    expect({ status: answer.status, created: answer.body.created }).toEqual({ status: 200, created: 1000 });
    const tooMany = await app.as(clerk).post('/products/bulk', { items: [...items, body()] });
    expect(tooMany.status).toBe(422);
  });

  it.each([
    ['no list', {}],
    ['an empty list', { items: [] }],
    ['a list of texts', { items: ['TEDDY'] }],
  ])('are refused as %s', async (_words, sent) => {
    expect((await app.as(clerk).post('/products/bulk', sent)).status).toBe(422);
  });

  it('refuses an unknown mode', async () => {
    expect((await app.as(clerk).post('/products/bulk?mode=maybe', { items: [body()] })).status).toBe(400);
  });
});
