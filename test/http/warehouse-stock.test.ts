import { randomUUID } from 'node:crypto';
import { Database } from '../../src/kernel/database/index.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aLocation, aProduct, aReceipt, placesOf } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
});
afterAll(() => app.close());

describe('stock of a product', () => {
  it('has zero of everything before anything moved, and is 404 where there is no product', async () => {
    const { id, sku } = await aProduct(app);
    expect((await admin.get(`/warehouse/stock/${id}`)).body).toMatchObject({
      product_id: id,
      sku,
      on_hand: 0,
      available: 0,
      locations: [],
    });
    expect((await admin.get(`/warehouse/stock/${randomUUID()}`)).status).toBe(404);
    expect((await admin.get('/warehouse/stock/no-uuid')).status).toBe(400);
  });

  it('is read with one statement', async () => {
    const { id } = await aProduct(app);
    await aReceipt(app, id, 3);
    await admin.get(`/warehouse/stock/${id}`);
    const asked = jest.spyOn(app.nest.get(Database, { strict: false }), 'query');
    await admin.get(`/warehouse/stock/${id}`);
    // Who asks is read anew every three seconds; that statement is not the posting's.
    const own = asked.mock.calls.filter(([sql]) => !sql.includes('auth_session_actor'));
    expect(own).toHaveLength(1);
    asked.mockRestore();
  });

  it('is posted with one statement, however many lines', async () => {
    const products = [];
    for (let n = 0; n < 20; n++) products.push((await aProduct(app)).id);
    const lines = products.map((product_id) => ({ product_id, quantity: 1, to_location_id: place['STOCK'] }));
    await admin.post('/warehouse/receipts', { lines });
    const asked = jest.spyOn(app.nest.get(Database, { strict: false }), 'query');
    await admin.post('/warehouse/receipts', { lines });
    // Who asks is read anew every three seconds; that statement is not the posting's.
    const own = asked.mock.calls.filter(([sql]) => !sql.includes('auth_session_actor'));
    expect(own).toHaveLength(1);
    asked.mockRestore();
  });
});

describe('lists', () => {
  it('page through the ledger without repeating or skipping, newest first', async () => {
    const { id } = await aProduct(app);
    for (let n = 1; n <= 7; n++) await aReceipt(app, id, n);
    const quantities: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: any = await admin.get(
        `/warehouse/ledger?product_id=${id}&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      quantities.push(...body.data.map((row: any) => row.quantity));
      cursor = body.next_cursor;
    }
    expect(quantities).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('filter by product, place, subtree, movement, type and day', async () => {
    const { id, sku } = await aProduct(app);
    const bin = await aLocation(app);
    const receipt = await aReceipt(app, id, 5, '2.00', bin.id);
    await admin.post('/warehouse/transfers', {
      lines: [{ product_id: id, quantity: 2, from_location_id: bin.id, to_location_id: place['HOLD'] }],
    });
    const rows = async (path: string) => (await admin.get(path)).body.data;
    expect(await rows(`/warehouse/stock?product_id=${id}`)).toHaveLength(2);
    expect(await rows(`/warehouse/stock?below=${place['STOCK']}&product_id=${id}`)).toMatchObject([
      { sku, location_code: bin.code, on_hand: 3 },
    ]);
    expect(await rows(`/warehouse/stock?q=${sku}&in_stock=false`)).toEqual([]);
    expect(await rows(`/warehouse/ledger?movement_id=${receipt.id}`)).toMatchObject([
      { quantity: 5, value: '10.00', to_location_code: bin.code },
    ]);
    expect(await rows(`/warehouse/ledger?location_id=${bin.id}`)).toHaveLength(2);
    expect(await rows(`/warehouse/ledger?product_id=${id}&type=transfer`)).toHaveLength(1);
    expect(await rows(`/warehouse/ledger?product_id=${id}&recorded_to=2020-01-01`)).toEqual([]);
    const today = new Date(Date.now() + 7 * 3600 * 1000).toISOString().slice(0, 10);
    expect(
      await rows(
        `/warehouse/ledger?product_id=${id}&effective_from=${today}&recorded_from=${today}&recorded_to=${today}`,
      ),
    ).toHaveLength(2);
    expect(await rows(`/warehouse/movements?location_id=${bin.id}&type=receipt`)).toMatchObject([{ id: receipt.id }]);
  });

  it.each(['stock', 'ledger', 'movements', 'valuations', 'reservations'])(
    'refuse an unknown filter, sort key and a huge page: %s',
    async (list) => {
      for (const query of ['colour=red', 'sort=colour', 'limit=100000', 'product_id=x']) {
        expect((await admin.get(`/warehouse/${list}?${query}`)).status).toBe(400);
      }
    },
  );
});

describe('reservations', () => {
  it('hold stock for their source alone, until an issue uses them up', async () => {
    const { id } = await aProduct(app);
    await aReceipt(app, id, 10);
    const { status, body } = await admin.post('/warehouse/reservations', {
      lines: [{ product_id: id, quantity: 6, within_location_id: place['WH'] }],
    });
    expect(status).toBe(201);
    expect(body.reserved).toMatchObject([
      { product_id: id, quantity: 6, location_id: place['STOCK'], source_type: 'manual' },
    ]);
    expect((await admin.get(`/warehouse/stock/${id}`)).body).toMatchObject({ on_hand: 10, reserved: 6, available: 4 });
    const take = (quantity: number, reserved_for?: string) =>
      admin.post('/warehouse/issues', {
        lines: [{ product_id: id, quantity, from_location_id: place['STOCK'], reserved_for }],
      });
    expect((await take(5)).body.shortages).toMatchObject([{ requested: 5, available: 4 }]);
    expect((await take(5, body.source_id)).status).toBe(201);
    expect((await admin.get(`/warehouse/reservations?source_id=${body.source_id}`)).body.data).toMatchObject([
      { quantity: 6, consumed_quantity: 5, open_quantity: 1, state: 'open' },
    ]);
    const released = await admin.post(`/warehouse/reservations/${body.reserved[0].id}/release`);
    expect(released).toMatchObject({ status: 200, body: { open_quantity: 0, released_quantity: 1, state: 'closed' } });
    expect((await admin.get(`/warehouse/stock/${id}`)).body).toMatchObject({ on_hand: 5, reserved: 0, available: 5 });
  });

  it('are all or nothing, unless part will do', async () => {
    const { id } = await aProduct(app);
    await aReceipt(app, id, 2);
    const lines = [{ product_id: id, quantity: 3, within_location_id: place['WH'] }];
    expect(await admin.post('/warehouse/reservations', { lines })).toMatchObject({
      status: 409,
      body: { error_code: 'INSUFFICIENT_STOCK' },
    });
    const { body } = await admin.post('/warehouse/reservations', { partial: true, lines });
    expect(body).toMatchObject({ reserved: [{ quantity: 2 }], shortages: [{ requested: 3, available: 2 }] });
  });

  it('need a place that the caller may see', async () => {
    const { id } = await aProduct(app);
    const { status, body } = await admin.post('/warehouse/reservations', {
      lines: [{ product_id: id, quantity: 1, within_location_id: randomUUID() }],
    });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/lines/0/within_location_id', code: 'REFERENCE_NOT_FOUND' }]);
  });
});
