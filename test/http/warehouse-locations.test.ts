import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aCompany, made, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let stock: { id: string; warehouse_id: string; code: string };

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  stock = (await admin.get('/warehouse/locations?code=stock')).body.data[0];
});
afterAll(() => app.close());

describe('the locations that every company starts with', () => {
  test('are a warehouse with three zones, transit and the virtual sides', async () => {
    const { body } = await admin.get('/warehouse/locations?include_total=true');
    expect(body.data.map(({ code }: { code: string }) => code)).toEqual([
      'ADJUSTMENT',
      'CONVERSION',
      'CUSTOMER',
      'HOLD',
      'PRODUCTION',
      'SCRAP',
      'STOCK',
      'SUPPLIER',
      'TRANSIT',
      'WH',
    ]);
    expect(body.total).toBe(10);
  });

  test('come with a new company too', async () => {
    const company = await aCompany(app);
    const { rows } = await app.db.query('select count(*)::int as n from erp.locations where company_id = $1', [
      company.id,
    ]);
    expect(rows[0].n).toBe(10);
  });

  test.each(['patch', 'deactivate', 'delete'])('are virtual sides that stay as they are: %s', async (change) => {
    const side = (await admin.get('/warehouse/locations?type=supplier')).body.data[0];
    const path = `/warehouse/locations/${side.id}`;
    const answer =
      change === 'patch'
        ? await admin.patch(path, { name: 'Mine' })
        : change === 'delete'
          ? await admin.delete(path)
          : await admin.post(`${path}/deactivate`);
    expect(answer).toMatchObject({ status: 409, body: { error_code: 'LOCATION_IS_VIRTUAL' } });
  });
});

describe('the tree', () => {
  test('a bin knows its warehouse and depth, and is found below every ancestor', async () => {
    const rack = await made(app, '/warehouse/locations', {
      code: unique('R'),
      name: 'Rack',
      type: 'rack',
      parent_id: stock.id,
    });
    const bin = await made(app, '/warehouse/locations', {
      code: unique('B'),
      name: 'Bin',
      type: 'bin',
      parent_id: rack.id,
    });
    expect(bin).toMatchObject({
      warehouse_code: 'WH',
      parent_code: rack.code,
      depth: 3,
      is_available: true,
      version: 1,
    });
    const below = await admin.get(`/warehouse/locations?below=${stock.warehouse_id}&limit=500`);
    expect(below.body.data.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([rack.id, bin.id]));
    const direct = await admin.get(`/warehouse/locations?parent_id=${stock.id}`);
    expect(direct.body.data.map(({ id }: { id: string }) => id)).toContain(rack.id);
    expect(direct.body.data.map(({ id }: { id: string }) => id)).not.toContain(bin.id);
  });

  test('what stands below quarantine cannot be promised', async () => {
    const hold = (await admin.get('/warehouse/locations?code=HOLD')).body.data[0];
    const bin = await made(app, '/warehouse/locations', {
      code: unique('Q'),
      name: 'Held',
      type: 'bin',
      parent_id: hold.id,
    });
    expect(bin.is_available).toBe(false);
  });

  test('a branch moves with everything below it', async () => {
    const a = await made(app, '/warehouse/locations', {
      code: unique('A'),
      name: 'A',
      type: 'rack',
      parent_id: stock.id,
    });
    const b = await made(app, '/warehouse/locations', {
      code: unique('B'),
      name: 'B',
      type: 'rack',
      parent_id: stock.id,
    });
    const bin = await made(app, '/warehouse/locations', { code: unique('C'), name: 'C', type: 'bin', parent_id: a.id });
    expect((await admin.patch(`/warehouse/locations/${a.id}`, { parent_id: b.id })).status).toBe(200);
    const below = await admin.get(`/warehouse/locations?below=${b.id}`);
    expect(below.body.data.map(({ id }: { id: string }) => id).sort()).toEqual([a.id, b.id, bin.id].sort());
    expect(await admin.patch(`/warehouse/locations/${b.id}`, { parent_id: bin.id })).toMatchObject({
      status: 422,
      body: { error_code: 'LOCATION_PARENT_REFUSED' },
    });
  });

  test('a warehouse stands alone and a bin does not', async () => {
    expect(
      (
        await admin.post('/warehouse/locations', {
          code: unique('W'),
          name: 'W',
          type: 'warehouse',
          parent_id: stock.id,
        })
      ).body.error_code,
    ).toBe('LOCATION_PARENT_REFUSED');
    expect(
      (await admin.post('/warehouse/locations', { code: unique('B'), name: 'B', type: 'bin' })).body.error_code,
    ).toBe('LOCATION_PARENT_REFUSED');
  });
});

describe('addresses from a pattern', () => {
  const request = (zone: string): object => ({
    parent_id: stock.id,
    pattern: '{zone}-{rack}-{shelf}-{level}-{side}',
    parts: [
      { name: 'zone', values: [zone] },
      { name: 'rack', from: 'A', to: 'B' },
      { name: 'shelf', from: '1', to: '3' },
      { name: 'level', values: ['F'] },
      { name: 'side', values: ['Left', 'Right'] },
    ],
  });

  test('are made once; the second time they are there already; a dry run makes none', async () => {
    const zone = unique('Z');
    const tried = await admin.post('/warehouse/locations/generate?dry_run=true', request(zone));
    expect(tried.body).toMatchObject({ created: 12, existing: 0 });
    const first = await admin.post('/warehouse/locations/generate', request(zone));
    expect(first.body).toMatchObject({ created: 12, existing: 0 });
    expect(first.body.codes[0]).toBe(`${zone}-A-1-F-Left`);
    expect((await admin.post('/warehouse/locations/generate', request(zone))).body).toEqual({
      created: 0,
      existing: 12,
      codes: [],
    });
  });

  test('tell every fault of the pattern at once', async () => {
    const answer = await admin.post('/warehouse/locations/generate', {
      parent_id: stock.id,
      pattern: '{x}-{y}',
      parts: [
        { name: 'x', from: '2', to: '1' },
        { name: 'z', values: ['1'] },
      ],
    });
    expect(answer).toMatchObject({ status: 422, body: { error_code: 'VALIDATION_FAILED', errors_total: 3 } });
  });
});

describe('what a location refuses', () => {
  test('a code that is taken, a field that is unknown, a wrong role, a stale version', async () => {
    expect(
      await admin.post('/warehouse/locations', {
        code: 'STOCK',
        name: 'Again',
        type: 'zone',
        parent_id: stock.warehouse_id,
      }),
    ).toMatchObject({
      status: 409,
      body: { error_code: 'DUPLICATE' },
    });
    expect(
      (
        await admin.post('/warehouse/locations', {
          code: 'X',
          name: 'X',
          type: 'bin',
          parent_id: stock.id,
          path: '/hack/',
        })
      ).body.errors,
    ).toEqual([expect.objectContaining({ pointer: '/path', code: 'UNKNOWN_FIELD' })]);
    const viewer = app.as(await app.actor({ permissions: ['warehouse.locations.read'] }));
    expect(
      (await viewer.post('/warehouse/locations', { code: 'X', name: 'X', type: 'bin', parent_id: stock.id })).status,
    ).toBe(403);
    const stale = await admin.patch(`/warehouse/locations/${stock.id}`, { name: 'Main stock' }, { 'if-match': '"99"' });
    expect(stale).toMatchObject({ status: 412, body: { current: { code: 'STOCK' } } });
  });

  test('a stranger sees no location of another company or warehouse', async () => {
    const company = await aCompany(app);
    const stranger = app.as(await app.actor({ permissions: ['warehouse.locations.*'], companies: [company.id] }));
    expect((await stranger.get(`/warehouse/locations/${stock.id}`)).status).toBe(404);
    expect((await stranger.get('/warehouse/locations?code=STOCK')).body.data).toHaveLength(1);
    const limited = app.as(
      await app.actor({ permissions: ['warehouse.locations.*'], warehouses: [stock.warehouse_id] }),
    );
    expect((await limited.get(`/warehouse/locations/${stock.id}`)).status).toBe(200);
    const other = await made(app, '/warehouse/locations', { code: unique('W'), name: 'Other', type: 'warehouse' });
    expect((await limited.get(`/warehouse/locations/${other.id}`)).status).toBe(404);
    expect(
      (await limited.post('/warehouse/locations', { code: unique('B'), name: 'B', type: 'bin', parent_id: other.id }))
        .status,
    ).toBe(404);
  });

  test('deleting a location that something stands in names what', async () => {
    const rack = await made(app, '/warehouse/locations', {
      code: unique('R'),
      name: 'R',
      type: 'rack',
      parent_id: stock.id,
    });
    const bin = await made(app, '/warehouse/locations', {
      code: unique('B'),
      name: 'B',
      type: 'bin',
      parent_id: rack.id,
    });
    expect(await admin.delete(`/warehouse/locations/${rack.id}`)).toMatchObject({
      status: 409,
      body: { error_code: 'IN_USE' },
    });
    expect((await admin.delete(`/warehouse/locations/${bin.id}`)).status).toBe(204);
    expect((await admin.delete(`/warehouse/locations/${rack.id}`)).status).toBe(204);
  });

  test('an external id is taken twice without a change', async () => {
    const code = unique('X');
    const body = { code, name: 'Known elsewhere', type: 'bin', parent_id: stock.id };
    const first = await admin.put(`/warehouse/locations/by-external-id/legacy/${code}`, body);
    expect(first.status).toBe(201);
    const second = await admin.put(`/warehouse/locations/by-external-id/legacy/${code}`, body);
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id, version: 1 } });
  });
});
