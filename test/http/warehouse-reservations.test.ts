import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, aReceipt, made, placesOf } from '../support/makers.js';
import { Reservations } from '../../src/warehouse/index.js';
import { Database } from '../../src/kernel/database/index.js';
import { RequestContext, systemActor } from '../../src/kernel/security/index.js';

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

const line = (product: any, quantity: number, more: object = {}) => ({
  product_id: product.id,
  quantity,
  within_location_id: place['WH'],
  ...more,
});
const reserve = (product: any, quantity: number, more: object = {}) =>
  admin.post('/warehouse/reservations', { lines: [line(product, quantity)], ...more });
const stockOf = async (product: any): Promise<any> => (await admin.get(`/warehouse/stock/${product.id}`)).body;
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Lets every reservation of a product run out a moment ago. */
const expire = (product: any) =>
  app.db.query(`update erp.stock_reservations set expires_at = now() - interval '1 second' where product_id = $1`, [
    product.id,
  ]);

describe('the last pieces', () => {
  it('forty sessions reserving the last ten from different documents end exact', async () => {
    const product = await aProduct(app);
    const bins = [await aLocation(app), await aLocation(app)];
    for (const bin of bins) await aReceipt(app, product.id, 5, '1', bin.id);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => reserve(product, 1, { source_id: uuid(n) })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.error_code === 'INSUFFICIENT_STOCK')).toHaveLength(30);
    expect(await stockOf(product)).toMatchObject({ on_hand: 10, reserved: 10, available: 0 });
  });

  it('twenty wanting one serial: one has it, and only he may issue it', async () => {
    const product = await aProduct(app, { tracking: 'serial' });
    const { lines } = await made(app, '/warehouse/receipts', {
      lines: [{ product_id: product.id, quantity: 1, unit_cost: '1', to_location_id: place['STOCK'], serials: ['S'] }],
    });
    const lot_id = lines[0].lot_id as string;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        admin.post('/warehouse/reservations', { source_id: uuid(n), lines: [line(product, 1, { lot_id })] }),
      ),
    );
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    expect(winners[0]!.body.reserved).toMatchObject([{ lot_id, quantity: 1, kind: 'hard' }]);
    const issue = (reserved_for: string) =>
      admin.post('/warehouse/issues', {
        lines: [{ product_id: product.id, quantity: 1, lot_id, from_location_id: place['STOCK'], reserved_for }],
      });
    const stranger = answers.findIndex(({ status }) => status !== 201);
    expect((await issue(uuid(stranger))).body.error_code).toBe('INSUFFICIENT_STOCK');
    expect((await issue(winners[0]!.body.source_id)).status).toBe(201);
  });
});

describe('lots', () => {
  it('are held by expiry, never on hold or past their day, and consumed by whoever holds them', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    const lots: Record<string, string> = {};
    for (const [code, expires_on] of [
      ['LATE', '2999-02-01'],
      ['SOON', '2999-01-01'],
      ['GONE', '2020-01-01'],
      ['HELD', '2998-01-01'],
    ] as const) {
      const { lines } = await made(app, '/warehouse/receipts', {
        lines: [
          {
            product_id: product.id,
            quantity: 5,
            unit_cost: '1',
            to_location_id: place['STOCK'],
            lot: { code, expires_on },
          },
        ],
      });
      lots[code] = lines[0].lot_id;
    }
    await admin.post(`/warehouse/lots/${lots['HELD']}/hold`, { reason: 'x' });
    const { body } = await reserve(product, 7);
    expect(body.reserved.map((r: any) => [r.lot_id, r.quantity])).toEqual([
      [lots['SOON'], 5],
      [lots['LATE'], 2],
    ]);
    expect((await reserve(product, 4)).body).toMatchObject({
      error_code: 'INSUFFICIENT_STOCK',
      shortages: [{ requested: 4, available: 3 }],
    });
    const issued = await made(app, '/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 6, pick_within: place['WH'], reserved_for: body.source_id }],
    });
    expect(issued.lines.map((l: any) => [l.lot_id, l.quantity])).toEqual([
      [lots['SOON'], 5],
      [lots['LATE'], 1],
    ]);
    expect(
      (await admin.get(`/warehouse/reservations?lot_id=${lots['LATE']}&state=open&kind=hard`)).body.data,
    ).toMatchObject([{ open_quantity: 1, priority: 5 }]);
    const wrong = await aProduct(app);
    expect(
      (await admin.post('/warehouse/reservations', { lines: [line(wrong, 1, { lot_id: lots['LATE'] })] })).status,
    ).toBe(422);
  });
});

describe('soft and hard', () => {
  it('a soft claim binds no piece until it is made firm', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 5);
    const { body } = await reserve(product, 8, { kind: 'soft', priority: 3, needed_at: '2999-01-01T00:00:00Z' });
    expect(body.reserved).toMatchObject([{ kind: 'soft', quantity: 8, location_id: place['WH'] }]);
    expect(await stockOf(product)).toMatchObject({ reserved: 0, available: 5 });
    const id = body.reserved[0].id as string;
    expect((await admin.post(`/warehouse/reservations/${id}/firm`, {})).body.error_code).toBe('INSUFFICIENT_STOCK');
    expect((await admin.get(`/warehouse/reservations/${id}`)).body).toMatchObject({
      state: 'open',
      kind: 'soft',
      priority: 3,
    });
    await aReceipt(app, product.id, 3);
    const tries = await Promise.all(
      Array.from({ length: 10 }, () => admin.post(`/warehouse/reservations/${id}/firm`, {})),
    );
    const [firm] = tries.filter(({ status }) => status === 201);
    expect(tries.filter(({ status }) => status === 409)).toHaveLength(9);
    expect(firm!.body.reserved).toMatchObject([{ kind: 'hard', quantity: 8, source_id: body.source_id }]);
    expect(await stockOf(product)).toMatchObject({ reserved: 8, available: 0 });
    expect((await admin.post(`/warehouse/reservations/${id}/firm`, {})).body.error_code).toBe('RESERVATION_NOT_SOFT');
    const claim = await reserve(product, 2, { kind: 'soft' });
    expect((await admin.post(`/warehouse/reservations/${claim.body.reserved[0].id}/release`)).body).toMatchObject({
      state: 'closed',
      released_quantity: 2,
    });
  });

  it('past its time it holds nothing: who reserves takes its pieces, and the timer gives the rest back', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 5);
    expect((await reserve(product, 1, { expires_at: '2020-01-01T00:00:00Z' })).status).toBe(422);
    await reserve(product, 5, { expires_at: '2999-01-01T00:00:00Z' });
    expect((await reserve(product, 1)).body.error_code).toBe('INSUFFICIENT_STOCK');
    await expire(product);
    expect((await reserve(product, 2)).status).toBe(201);
    expect(await stockOf(product)).toMatchObject({ reserved: 2, available: 3 });
    await expire(product);
    const actor = systemActor(new Set(), [app.company_id]);
    const reservations = app.nest.get(Reservations, { strict: false });
    const release = () => app.nest.get(Database, { strict: false }).transaction(() => reservations.releaseExpired());
    expect(await RequestContext.run(RequestContext.forSystem(actor, 'test'), release)).toBe(1);
    expect(await stockOf(product)).toMatchObject({ reserved: 0, available: 5 });
  });
});

describe('reallocation', () => {
  it('takes free stock, then from what weighs least and is needed last, and says from whom', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 10);
    const [low, later, same] = [
      await reserve(product, 3, { priority: 8 }),
      await reserve(product, 3, { priority: 4, needed_at: '2999-03-01T00:00:00Z' }),
      await reserve(product, 3, { priority: 4, needed_at: '2999-01-01T00:00:00Z' }),
    ].map(({ body }) => body);
    const body = { priority: 4, needed_at: '2999-02-01T00:00:00Z', reason: 'Export', lines: [line(product, 6)] };
    const tried = await admin.post('/warehouse/reservations/reallocate?dry_run=true', body);
    expect(tried.body.taken).toHaveLength(2);
    expect((await admin.get(`/warehouse/reservations/${low.reserved[0].id}`)).body.open_quantity).toBe(3);
    const { body: got } = await admin.post('/warehouse/reservations/reallocate', body);
    expect(got.taken.map((t: any) => [t.source_id, t.quantity])).toEqual([
      [low.source_id, 3],
      [later.source_id, 2],
    ]);
    expect(got.reserved.reduce((sum: number, r: any) => sum + r.quantity, 0)).toBe(6);
    expect((await admin.get(`/warehouse/reservations/${later.reserved[0].id}`)).body).toMatchObject({
      open_quantity: 1,
      released_quantity: 2,
    });
    expect((await admin.get(`/warehouse/reservations/${later.reserved[0].id}/reallocations`)).body).toMatchObject([
      { quantity: 2, reason: 'Export', from_source_id: later.source_id, to_source_id: got.source_id },
    ]);
    // what is left: one of `later`, three of `same` that are needed sooner
    const more = await admin.post('/warehouse/reservations/reallocate', { ...body, lines: [line(product, 2)] });
    expect(more.body).toMatchObject({ error_code: 'INSUFFICIENT_STOCK', shortages: [{ requested: 2, available: 1 }] });
    const some = await admin.post('/warehouse/reservations/reallocate', {
      ...body,
      partial: true,
      lines: [line(product, 2)],
    });
    expect(some.body).toMatchObject({
      taken: [{ source_id: later.source_id, quantity: 1 }],
      shortages: [{ requested: 2, available: 1 }],
    });
    expect((await admin.get(`/warehouse/reservations/${same.reserved[0].id}`)).body.open_quantity).toBe(3);
    const keeper = app.as(await app.actor({ permissions: ['warehouse.reservations.create'] }));
    expect((await keeper.post('/warehouse/reservations/reallocate', body)).status).toBe(403);
    expect((await admin.post('/warehouse/reservations/reallocate', { ...body, reason: '' })).status).toBe(422);
  });

  it('twenty at once never take a piece twice', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 10);
    await reserve(product, 10, { priority: 9 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        admin.post('/warehouse/reservations/reallocate', {
          source_id: uuid(n),
          priority: 1,
          reason: 'x',
          lines: [line(product, 1)],
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(await stockOf(product)).toMatchObject({ on_hand: 10, reserved: 10 });
  });
});
