import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestActor, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, made } from '../support/makers.js';
import { SealsService } from '../../src/audit/index.js';

let app: TestApp;
let auditor: Caller;

beforeAll(async () => {
  app = await startTestApp();
  auditor = app.as(await app.actor({ role: 'auditor' }));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const error = ({ status, body }: Answer): [number, string] => [status, body?.error_code];

describe('a change over HTTP', () => {
  test('is told with who, from where and for which request; all of one request can be found', async () => {
    const product = await aProduct(app, { name: 'Bear' });
    const answer = await app
      .as(app.admin)
      .patch(
        `/products/${product.id}`,
        { name: 'Brown bear' },
        { 'user-agent': 'a browser', 'x-request-id': 'req-of-the-bear' },
      );
    expect(answer.status).toBe(200);
    const request = answer.headers['x-request-id']!;
    const { body } = await auditor.get(`/audit/logs?request_id=${request}&table_name=products`);
    expect(body.data).toEqual([
      {
        id: expect.any(String),
        recorded_at: expect.any(String),
        table_name: 'products',
        entity_id: product.id,
        action: 'update',
        company_id: null,
        actor_id: app.admin.id,
        actor_username: app.admin.username,
        session_id: app.admin.session_id,
        request_id: request,
        ip: '127.0.0.1',
        user_agent: 'a browser',
        db_role: 'erp_app',
        old_values: { name: 'Bear', version: 1 },
        new_values: { name: 'Brown bear', version: 2 },
        changed_fields: ['name', 'version'],
      },
    ]);
  });

  test('that was a dry run or was refused leaves nothing', async () => {
    const product = await aProduct(app);
    const before = (await auditor.get(`/audit/entities/products/${product.id}`)).body.data.length;
    expect((await app.as(app.admin).patch(`/products/${product.id}`, { unit_id: 'x' })).status).toBe(422);
    await app.as(app.admin).post('/warehouse/receipts?dry_run=true', {});
    expect((await auditor.get(`/audit/entities/products/${product.id}`)).body.data).toHaveLength(before);
  });

  test('that is repeated under its Idempotency-Key is told once', async () => {
    const body = { code: `AUD${Date.now() % 100000}`, name: 'Twice', dimension: 'count' };
    const headers = { 'idempotency-key': `audit-${Date.now()}` };
    const [first, second] = [
      await app.as(app.admin).post('/units', body, headers),
      await app.as(app.admin).post('/units', body, headers),
    ];
    expect([first.status, second.body.id]).toEqual([201, first.body.id]);
    expect((await auditor.get(`/audit/entities/units/${first.body.id}`)).body.data).toHaveLength(1);
  });
});

describe('search', () => {
  test.each([
    ['table_name=products', (row: any) => row.table_name === 'products'],
    ['action=insert', (row: any) => row.action === 'insert'],
    ['field=name', (row: any) => row.changed_fields?.includes('name')],
  ])('by %s', async (query, holds) => {
    await app.as(app.admin).patch(`/products/${(await aProduct(app)).id}`, { name: 'Found' });
    const { status, body } = await auditor.get(`/audit/logs?${query}&limit=200`);
    expect(status).toBe(200);
    expect(body.data.length).toBeGreaterThan(0);
    expect(body.data.filter((row: any) => !holds(row))).toEqual([]);
  });

  test('by entity, actor and time, page by page, the newest first, stable while more is written', async () => {
    const writer = await app.actor({ role: 'admin' });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++)
      ids.push(
        (await app.as(writer).post('/units', { code: `PG${Date.now() % 10000}${n}`, name: 'P', dimension: 'count' }))
          .body.id,
      );
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await auditor.get(
        `/audit/logs?actor_id=${writer.id}&table_name=units&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...body.data.map((row: any) => row.entity_id));
      cursor = body.next_cursor ?? '';
      await app
        .as(writer)
        .post('/units', { code: `PX${Date.now() % 10000}${seen.length}`, name: 'P', dimension: 'count' });
    } while (cursor);
    expect(seen).toEqual([...ids].reverse());
    const [oldest] = (await auditor.get(`/audit/logs?entity_id=${ids[0]}`)).body.data;
    const at = encodeURIComponent(oldest.recorded_at);
    const later = new Date(Date.parse(oldest.recorded_at) + 1).toISOString();
    expect((await auditor.get(`/audit/logs?entity_id=${ids[0]}&to=${at}`)).body.data).toEqual([]);
    expect((await auditor.get(`/audit/logs?entity_id=${ids[0]}&from=${at}&to=${later}`)).body.data).toHaveLength(1);
  });

  test('says all that is wrong with it at once', async () => {
    const { status, body } = await auditor.get('/audit/logs?actor_id=me&action=eat&from=yesterday&limit=0');
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '?action',
      '?actor_id',
      '?from',
      '?limit',
    ]);
    expect(error(await auditor.get('/audit/logs?colour=red'))[0]).toBe(400);
    expect(error(await auditor.get('/audit/logs?cursor=abc'))[0]).toBe(400);
    const range = 'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z';
    for (const path of ['logs', 'export', 'summary', `users/${app.admin.id}/activity`, 'entities/units/x'])
      expect(error(await auditor.get(`/audit/${path}?${range}`))).toEqual([422, 'VALIDATION_FAILED']);
  });
});

describe('the trail of one entity', () => {
  test('goes on after it was deleted', async () => {
    const { id } = await made(app, '/units', { code: `TR${Date.now() % 100000}`, name: 'T', dimension: 'count' });
    await app.as(app.admin).patch(`/units/${id}`, { name: 'U' });
    expect((await app.as(app.admin).delete(`/units/${id}`)).status).toBe(204);
    const { body } = await auditor.get(`/audit/entities/units/${id}`);
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual(['delete', 'update', 'insert']);
    expect((await auditor.get(`/audit/entities/units/${id}?action=update&field=name`)).body.data).toHaveLength(1);
    expect((await auditor.get(`/audit/entities/units/${id}?field=code`)).body.data).toEqual([]);
  });

  test('of what was never there is not found, whatever it is called', async () => {
    for (const path of [
      'units/0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59',
      `no_table/1`,
      `units/${encodeURIComponent(`'; drop`)}`,
    ])
      expect(error(await auditor.get(`/audit/entities/${path}`))).toEqual([404, 'NOT_FOUND']);
  });
});

test('one user and what he changed', async () => {
  const writer = await app.actor({ role: 'admin' });
  await app.as(writer).post('/units', { code: `AC${Date.now() % 100000}`, name: 'A', dimension: 'count' });
  const { body } = await auditor.get(`/audit/users/${writer.id}/activity?table_name=units`);
  expect(body.data).toMatchObject([{ actor_id: writer.id, action: 'insert' }]);
  expect((await auditor.get(`/audit/users/${writer.id}/activity?action=delete`)).body.data).toEqual([]);
});

test('security events', async () => {
  const { body } = await auditor.get('/audit/security-events?include_total=true');
  expect(body.total).toBeGreaterThanOrEqual(0);
  await app.as(null).post('/auth/login', { username: 'nobody-at-all', password: 'a wrong password' });
  const failed = await auditor.get('/audit/security-events?event=login&succeeded=false');
  expect(failed.body.data[0]).toMatchObject({
    event: 'login',
    succeeded: false,
    username: null,
    details: { reason: expect.any(String) },
  });
});

describe('figures', () => {
  test('by table and by person, and what came past the server', async () => {
    const writer = await app.actor({ role: 'admin' });
    const from = new Date().toISOString();
    await app.as(writer).post('/units', { code: `SU${Date.now() % 100000}`, name: 'S', dimension: 'count' });
    await app.db.query(`update erp.companies set name = name || '.' where id = $1`, [app.company_id]);
    const { body } = await auditor.get(`/audit/summary?from=${from}`);
    expect(body).toMatchObject({ changes: 2, past_the_server: 1 });
    expect(body.tables).toEqual([
      { table_name: 'companies', inserts: 0, updates: 1, deletes: 0 },
      { table_name: 'units', inserts: 1, updates: 0, deletes: 0 },
    ]);
    expect(body.actors).toContainEqual({
      actor_id: writer.id,
      actor_username: writer.username,
      changes: 1,
      last_at: expect.any(String),
    });
    expect((await auditor.get('/audit/summary')).body.changes).toBeGreaterThan(2);
  });
});

describe('the file', () => {
  test('has all rows of the search, more than a page, in the columns of the answer', async () => {
    await app.db.query(
      `insert into erp.units (code, name, dimension) select 'CSV' || n, 'with "quotes", and commas', 'count' from generate_series(1, 1100) n`,
    );
    const answer = await auditor.get('/audit/export?table_name=units&action=insert');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('text/csv');
    const lines = answer.text.trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'id,recorded_at,table_name,entity_id,action,company_id,actor_id,actor_username,session_id,request_id,ip,user_agent,db_role,changed_fields,old_values,new_values',
    );
    expect(lines.filter((line) => line.includes('""code"":""CSV') || line.includes('CSV'))).toHaveLength(1100);
    expect(new Set(lines.slice(1).map((line) => line.slice(0, 36))).size).toBe(lines.length - 1);
    expect(lines.some((line) => line.includes('with \\""quotes\\"", and commas'))).toBe(true);
  });

  test('of nothing is its heading', async () => {
    const answer = await auditor.get('/audit/export?table_name=no_table');
    expect(answer.text.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('who may', () => {
  const paths = ['logs', 'export', 'summary', 'security-events', 'seals', 'seals/head'];
  const each = async (actor: TestActor | null): Promise<number[]> =>
    Promise.all(
      [...paths, `users/${app.admin.id}/activity`, 'entities/units/x'].map(
        async (path) => (await app.as(actor).get(`/audit/${path}`)).status,
      ),
    );

  test('is the auditor; nobody without the permission, and nobody at all', async () => {
    expect(new Set(await each(await app.actor({ role: 'warehouse_manager' })))).toEqual(new Set([403]));
    expect(new Set(await each(null))).toEqual(new Set([401]));
    const reader = await app.actor({ permissions: ['audit.logs.read'] });
    expect((await app.as(reader).get('/audit/logs')).status).toBe(200);
    expect((await app.as(reader).get('/audit/export')).status).toBe(403);
  });

  test('sees his own companies, and what belongs to none', async () => {
    const other = await aCompany(app);
    const theirs = app.as(await app.actor({ role: 'super_admin', companies: [other.id] }));
    const department = await theirs.post('/departments', {
      code: `D${Date.now() % 100000}`,
      name: 'Theirs',
      company_id: other.id,
    });
    expect(department.status).toBe(201);
    const ours = app.as(await app.actor({ role: 'auditor' }));
    expect(error(await ours.get(`/audit/entities/departments/${department.body.id}`))).toEqual([404, 'NOT_FOUND']);
    expect((await ours.get(`/audit/logs?company_id=${other.id}`)).body.data).toEqual([]);
    expect((await ours.get(`/audit/export?entity_id=${department.body.id}`)).text.trimEnd().split('\n')).toHaveLength(
      1,
    );
    expect((await theirs.get(`/audit/entities/departments/${department.body.id}`)).body.data).toHaveLength(1);
    expect((await ours.get('/audit/logs?table_name=units')).body.data.length).toBeGreaterThan(0);
  });
});

test('the head of the chain and its batches', async () => {
  const seals = app.nest.get(SealsService, { strict: false });
  for (let tries = 0; tries < 100 && (await seals.head()).batches === 0; tries++) {
    await seals.seal(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { body: head } = await auditor.get('/audit/seals/head');
  expect(head).toMatchObject({ batch_id: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const { body } = await auditor.get('/audit/seals?limit=1');
  expect(body.data).toMatchObject([{ id: head.batch_id, digest: head.digest }]);
  expect((await auditor.get('/audit/seals?stream=audit_logs')).body.data.length).toBeGreaterThan(0);
});

test('a server seals by itself', async () => {
  const server = await startTestApp({ env: { AUDIT_SEAL_SECONDS: '1' } });
  try {
    const reader = server.as(await server.actor({ role: 'auditor' }));
    let batches = 0;
    for (let tries = 0; tries < 60 && batches === 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      batches = (await reader.get('/audit/seals/head')).body.batches;
    }
    expect(batches).toBeGreaterThan(0);
  } finally {
    await server.close();
  }
});
