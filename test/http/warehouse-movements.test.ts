import { randomUUID } from 'node:crypto';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aCompany, aLocation, aProduct, aReceipt, made, placesOf, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
});
afterAll(() => app.close());

const stockOf = async (productId: string) => (await admin.get(`/warehouse/stock/${productId}`)).body;
const codes = (body: any): string[] => body.errors.map(({ pointer, code }: any) => `${pointer} ${code}`);

describe('receipts', () => {
  it('bring stock in from the supplier side at cost, and show it at once', async () => {
    const [a, b] = [await aProduct(app), await aProduct(app)];
    const { status, body } = await admin.post('/warehouse/receipts', {
      reference: 'DN-1',
      reason: 'first delivery',
      lines: [
        { product_id: a.id, quantity: 10, unit_cost: '2.50', to_location_id: place['STOCK'] },
        { product_id: b.id, quantity: 3, value: '10.00', to_location_id: place['STOCK'] },
      ],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      type: 'receipt',
      reference: 'DN-1',
      reason: 'first delivery',
      source_type: 'manual',
      source_id: body.id,
      company_id: app.company_id,
      created_by: app.admin.id,
      reverses_id: null,
    });
    expect(body.number).toMatch(/^SM-\d{9}$/);
    expect(body.recorded_at).toMatch(/\+07:00$/);
    expect(body.lines).toMatchObject([
      {
        line_no: 1,
        product_id: a.id,
        quantity: 10,
        value: '25.00',
        from_location_id: place['SUPPLIER'],
        to_location_id: place['STOCK'],
      },
      { line_no: 2, product_id: b.id, quantity: 3, value: '10.00' },
    ]);
    expect(await stockOf(a.id)).toMatchObject({
      product_id: a.id,
      on_hand: 10,
      qty_on_hand: 10,
      reserved: 0,
      available: 10,
      held: 0,
    });
  });

  it('take a document of a thousand lines, and one more is a fault of its own', async () => {
    const product = await aProduct(app);
    const line = { product_id: product.id, quantity: 1, unit_cost: '0.10', to_location_id: place['STOCK'] };
    const full = await admin.post('/warehouse/receipts', { lines: Array.from({ length: 1000 }, () => line) });
    expect(full.status).toBe(201);
    expect(await stockOf(product.id)).toMatchObject({ on_hand: 1000 });

    const more = await admin.post('/warehouse/receipts', { lines: Array.from({ length: 1001 }, () => line) });
    expect([more.status, codes(more.body)]).toEqual([422, ['/lines TOO_MANY']]);
  });

  it('are one transaction with the stored answer: the same key again changes nothing', async () => {
    const { id } = await aProduct(app);
    const body = { lines: [{ product_id: id, quantity: 4, to_location_id: place['STOCK'] }] };
    const headers = { 'idempotency-key': randomUUID() };
    const first = await admin.post('/warehouse/receipts', body, headers);
    const again = await admin.post('/warehouse/receipts', body, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await stockOf(id)).on_hand).toBe(4);
    const other = await admin.post('/warehouse/receipts', { ...body, reference: 'x' }, headers);
    expect(other.status).toBe(422);
  });

  it('run dry: the real answer, and nothing is kept, not even a number', async () => {
    const { id } = await aProduct(app);
    const body = { lines: [{ product_id: id, quantity: 4, to_location_id: place['STOCK'] }] };
    const dry = await admin.post('/warehouse/receipts?dry_run=true', body);
    expect(dry).toMatchObject({ status: 201, body: { lines: [{ quantity: 4 }] } });
    expect((await stockOf(id)).on_hand).toBe(0);
    expect((await admin.get(`/warehouse/movements/${dry.body.id}`)).status).toBe(404);
  });
});

describe('issues', () => {
  it('take stock from a place, or from anywhere in one, at the average', async () => {
    const { id } = await aProduct(app);
    const bin = await aLocation(app);
    await aReceipt(app, id, 2, '100.00', bin.id);
    await aReceipt(app, id, 2, '200.00');
    const { status, body } = await admin.post('/warehouse/issues', {
      lines: [{ product_id: id, quantity: 3, pick_within: place['WH'] }],
    });
    expect(status).toBe(201);
    expect(body.lines).toMatchObject([
      { from_location_id: bin.id, quantity: 2, value: '300.00', to_location_id: place['CUSTOMER'] },
      { from_location_id: place['STOCK'], quantity: 1, value: '150.00' },
    ]);
  });

  it('list every short product at once and post nothing', async () => {
    const [a, b, c] = [await aProduct(app), await aProduct(app), await aProduct(app)];
    await aReceipt(app, a.id, 5);
    await aReceipt(app, b.id, 5);
    const line = (product_id: string, quantity: number) => ({ product_id, quantity, from_location_id: place['STOCK'] });
    const { status, body } = await admin.post('/warehouse/issues', {
      lines: [line(a.id, 6), line(b.id, 5), line(c.id, 1)],
    });
    expect(status).toBe(409);
    expect(body).toMatchObject({ error_code: 'INSUFFICIENT_STOCK' });
    expect(body.shortages).toHaveLength(2);
    expect(body.shortages).toEqual(
      expect.arrayContaining([
        {
          product_id: a.id,
          sku: a.sku,
          location_id: place['STOCK'],
          location_code: 'STOCK',
          requested: 6,
          available: 5,
        },
        {
          product_id: c.id,
          sku: c.sku,
          location_id: place['STOCK'],
          location_code: 'STOCK',
          requested: 1,
          available: 0,
        },
      ]),
    );
    expect((await stockOf(b.id)).on_hand).toBe(5);
  });

  it('need a place to take from, and not two', async () => {
    const { id } = await aProduct(app);
    const { status, body } = await admin.post('/warehouse/issues', {
      lines: [
        { product_id: id, quantity: 1 },
        { product_id: id, quantity: 1, from_location_id: place['STOCK'], pick_within: place['WH'] },
      ],
    });
    expect(status).toBe(422);
    expect(codes(body).sort()).toEqual(['/lines/0/from_location_id REQUIRED', '/lines/1/pick_within EXCLUSIVE']);
  });
});

describe('transfers and adjustments', () => {
  it('move stock without moving value', async () => {
    const { id } = await aProduct(app);
    const bin = await aLocation(app);
    await aReceipt(app, id, 10, '3.00');
    const { body } = await admin.post('/warehouse/transfers', {
      lines: [{ product_id: id, quantity: 4, from_location_id: place['STOCK'], to_location_id: bin.id }],
    });
    expect(body.lines).toMatchObject([{ value: '0.00' }]);
    expect((await stockOf(id)).locations).toMatchObject([
      { location_code: bin.code, on_hand: 4 },
      { location_code: 'STOCK', on_hand: 6 },
    ]);
    const { body: worth } = await admin.get(`/warehouse/valuations?product_id=${id}`);
    expect(worth.data).toMatchObject([{ quantity: 10, value: '30.00', unit_cost: '3.000000', area_code: 'MAIN' }]);
  });

  it('hold what lies in quarantine back from what is available', async () => {
    const { id } = await aProduct(app);
    await aReceipt(app, id, 10);
    await admin.post('/warehouse/transfers', {
      lines: [{ product_id: id, quantity: 3, from_location_id: place['STOCK'], to_location_id: place['HOLD'] }],
    });
    expect(await stockOf(id)).toMatchObject({ on_hand: 10, available: 7, held: 3 });
  });

  it('correct stock up and down, with a reason', async () => {
    const { id } = await aProduct(app);
    await aReceipt(app, id, 10, '3.00');
    const line = { product_id: id, location_id: place['STOCK'] };
    const { body } = await admin.post('/warehouse/adjustments', {
      reason: 'counted',
      lines: [
        { ...line, direction: 'decrease', quantity: 2 },
        { ...line, direction: 'increase', quantity: 1 },
      ],
    });
    expect(body.lines).toMatchObject([
      { quantity: 2, value: '6.00', to_location_id: place['ADJUSTMENT'] },
      { quantity: 1, value: '3.00', from_location_id: place['ADJUSTMENT'] },
    ]);
    const silent = await admin.post('/warehouse/adjustments', {
      lines: [{ ...line, direction: 'decrease', quantity: 1 }],
    });
    expect(codes(silent.body)).toEqual(['/reason REQUIRED']);
  });
});

describe('reversal', () => {
  it('takes a movement back once, and both know of each other', async () => {
    const { id } = await aProduct(app);
    const receipt = await aReceipt(app, id, 10, '3.00');
    const path = `/warehouse/movements/${receipt.id}/reverse`;
    const { status, body } = await admin.post(path, { reason: 'wrong product' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      type: 'reversal',
      reverses_id: receipt.id,
      lines: [{ quantity: 10, value: '30.00', to_location_id: place['SUPPLIER'] }],
    });
    expect((await admin.get(`/warehouse/movements/${receipt.id}`)).body).toMatchObject({
      reversed_by_id: body.id,
      lines: [{ from_location_code: 'SUPPLIER', to_location_code: 'STOCK' }],
    });
    expect((await stockOf(id)).on_hand).toBe(0);
    expect(await admin.post(path, { reason: 'again' })).toMatchObject({
      status: 409,
      body: { error_code: 'MOVEMENT_ALREADY_REVERSED' },
    });
    expect((await admin.post(`/warehouse/movements/${body.id}/reverse`, { reason: 'back' })).status).toBe(422);
  });

  it('is refused when the stock has moved on', async () => {
    const { id } = await aProduct(app);
    const receipt = await aReceipt(app, id, 10);
    await admin.post('/warehouse/issues', {
      lines: [{ product_id: id, quantity: 1, from_location_id: place['STOCK'] }],
    });
    const { status, body } = await admin.post(`/warehouse/movements/${receipt.id}/reverse`, { reason: 'wrong' });
    expect(status).toBe(409);
    expect(body.shortages).toMatchObject([{ requested: 10, available: 9 }]);
  });
});

describe('bad input', () => {
  it.each([
    ['a fraction', { quantity: 1.5 }, '/lines/0/quantity'],
    ['zero', { quantity: 0 }, '/lines/0/quantity'],
    ['a text', { quantity: '5' }, '/lines/0/quantity'],
    ['more than a JSON number holds', { quantity: 9007199254740993 }, ''],
    ['a float as money', { unit_cost: 1.5 }, '/lines/0/unit_cost'],
    ['seven decimals', { unit_cost: '1.0000001' }, '/lines/0/unit_cost'],
    ['an exponent', { unit_cost: '1e3' }, '/lines/0/unit_cost'],
    ['a negative cost', { unit_cost: '-1' }, '/lines/0/unit_cost'],
    ['an id that is none', { product_id: 'x' }, '/lines/0/product_id'],
    ['a field that there is not', { colour: 'red' }, '/lines/0/colour'],
    ['a product that there is not', { product_id: randomUUID() }, '/lines/0/product_id'],
    ['a virtual place to put it', { to_location_id: 'CUSTOMER' }, '/lines/0/to_location_id'],
  ])('refuses %s as 422 with its place, and leaves no trace', async (_, wrong, pointer) => {
    const { id } = await aProduct(app);
    const line: Record<string, unknown> = { product_id: id, quantity: 1, to_location_id: place['STOCK'], ...wrong };
    if (typeof line['to_location_id'] === 'string' && line['to_location_id'] in place)
      line['to_location_id'] = place[line['to_location_id']];
    const { status, body } = await admin.post('/warehouse/receipts', { lines: [line] });
    expect(status).toBe(422);
    expect(body.errors.map((fault: any) => fault.pointer)).toContain(pointer);
    expect((await stockOf(id)).on_hand).toBe(0);
  });

  it('refuses more than a balance can hold, and more value than an amount can', async () => {
    const { id } = await aProduct(app);
    const MAX = Number.MAX_SAFE_INTEGER;
    await aReceipt(app, id, MAX, '0');
    const line = { product_id: id, to_location_id: place['STOCK'] };
    expect(await admin.post('/warehouse/receipts', { lines: [{ ...line, quantity: 1 }] })).toMatchObject({
      status: 422,
      body: { error_code: 'STOCK_OVERFLOW' },
    });
    const other = await aProduct(app);
    const dear = { product_id: other.id, to_location_id: place['STOCK'], quantity: MAX, unit_cost: '9999999' };
    expect(await admin.post('/warehouse/receipts', { lines: [dear] })).toMatchObject({
      status: 422,
      body: { error_code: 'VALUE_OUT_OF_RANGE' },
    });
  });

  it('refuses the future and a closed month', async () => {
    const { id } = await aProduct(app);
    const post = (effective_at: string) =>
      admin.post('/warehouse/receipts', {
        effective_at,
        lines: [{ product_id: id, quantity: 1, to_location_id: place['STOCK'] }],
      });
    expect(codes((await post('2999-01-01T00:00:00+07:00')).body)).toEqual(['/effective_at EFFECTIVE_IN_FUTURE']);
    const period = await made(app, '/warehouse/periods', { month: '2025-03' });
    await admin.post(`/warehouse/periods/${period.id}/close`, {});
    // The end of March in Jakarta is still the 31st in UTC: the factory's own calendar counts.
    expect(await post('2025-03-31T23:59:59+07:00')).toMatchObject({
      status: 409,
      body: { error_code: 'PERIOD_CLOSED' },
    });
    expect((await post('2025-03-31T23:59:59+00:00')).status).toBe(201);
  });
});

describe('who may', () => {
  it('refuses a role without the permission, and shows a stranger nothing', async () => {
    const { id } = await aProduct(app);
    const receipt = await aReceipt(app, id, 1);
    const reader = app.as(await app.actor({ permissions: ['warehouse.stock.read'] }));
    for (const path of ['receipts', 'issues', 'transfers', 'adjustments', `movements/${receipt.id}/reverse`]) {
      expect((await reader.post(`/warehouse/${path}`, {})).status).toBe(403);
    }
    expect((await reader.get('/warehouse/valuations')).status).toBe(403);
    expect((await app.as(null).get('/warehouse/stock')).status).toBe(401);

    const company = await aCompany(app);
    const stranger = app.as(await app.actor({ role: 'warehouse_manager', companies: [company.id] }));
    expect((await stranger.get(`/warehouse/movements/${receipt.id}`)).status).toBe(404);
    expect((await stranger.get(`/warehouse/stock/${id}`)).body).toMatchObject({ on_hand: 0, locations: [] });
    for (const list of ['stock', 'ledger', 'movements', 'reservations']) {
      expect((await stranger.get(`/warehouse/${list}?include_total=true`)).body).toMatchObject({ data: [], total: 0 });
    }
    const line = { product_id: id, quantity: 1, to_location_id: place['STOCK'] };
    const smuggled = await stranger.post('/warehouse/receipts', { lines: [line] });
    expect(codes(smuggled.body)).toEqual(['/lines/0/to_location_id LOCATION_IN_OTHER_COMPANY']);
    expect((await stranger.post('/warehouse/receipts', { company_id: app.company_id, lines: [line] })).status).toBe(
      404,
    );
  });

  it('keeps a storekeeper to his warehouse', async () => {
    const { id } = await aProduct(app);
    const far = await made(app, '/warehouse/locations', { code: unique('W'), name: 'Far', type: 'warehouse' });
    await aReceipt(app, id, 5);
    await aReceipt(app, id, 7, '1.00', far.id);
    const keeper = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [far.id] }));
    expect((await keeper.get(`/warehouse/stock/${id}`)).body).toMatchObject({ on_hand: 7 });
    expect((await keeper.get(`/warehouse/ledger?product_id=${id}`)).body.data).toHaveLength(1);
    expect((await keeper.get(`/warehouse/movements?product_id=${id}`)).body.data).toHaveLength(1);
    const take = (from: string) =>
      keeper.post('/warehouse/issues', { lines: [{ product_id: id, quantity: 1, from_location_id: from }] });
    expect(codes((await take(place['STOCK']!)).body)).toEqual(['/lines/0/from_location_id REFERENCE_NOT_FOUND']);
    expect((await take(far.id)).status).toBe(201);
  });
});
