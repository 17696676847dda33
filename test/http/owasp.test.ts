import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { seedDemo } from '../../src/seed/index.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestActor, TestApp } from '../support/app.js';

/**
 * Sweeps over every operation of the OpenAPI document, on a factory that works: a route that is added later is held to them without a
 * line here. SECURITY.md says which item of the OWASP API Security Top 10 each of them stands for.
 */
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly body: { readonly properties?: Record<string, any> } | null;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}

const SOME_ID = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';

let app: TestApp;
let admin: Caller;
/** Somebody of another company who may do everything there. */
let stranger: TestActor;
let operations: Operation[];

beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
  app.checkContract = false;
  await seedDemo(app.nest, () => undefined);
  admin = app.as(app.admin);
  const { rows } = await app.db.query(
    `insert into erp.companies (code, name, currency_code) values ('ELSEWHERE', 'Another company', 'IDR') returning id`,
  );
  stranger = await app.actor({ role: 'super_admin', companies: [rows[0].id] });
  const document = (await app.nest.inject({ method: 'GET', url: '/openapi.json' })).json();
  const resolve = (schema: any): any => {
    const name = schema?.$ref?.split('/').at(-1);
    return name ? document.components.schemas[name] : schema;
  };
  operations = Object.entries<Record<string, any>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/^\/api\/v1/, ''),
      permission: operation['x-permission'],
      body: resolve(operation.requestBody?.content?.['application/json']?.schema) ?? null,
      parameters: operation.parameters ?? [],
    })),
  );
});
afterAll(() => app.close());

/** One answer, also of a stream that has no end. */
async function send(
  actor: TestActor,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: any }> {
  const response = await app.nest.inject({
    method: method as 'GET',
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${actor.token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { payload: JSON.stringify(body) }),
    payloadAsStream: true,
  });
  const stream = response.stream();
  const json = String(response.headers['content-type'] ?? '').includes('json');
  const payload = json ? await text(stream) : '';
  stream.destroy();
  return { status: response.statusCode, body: payload ? JSON.parse(payload) : undefined };
}

/** Lists without a parameter in their path, which answer pages of rows with ids. */
async function lists(): Promise<{ path: string; rows: any[] }[]> {
  const found = [];
  for (const { method, path } of operations) {
    if (method !== 'GET' || path.includes('{') || /^\/(audit|reports)\b|stream|export/.test(path)) continue;
    const { status, body } = await send(app.admin, 'GET', path);
    if (status === 200 && Array.isArray(body?.data) && typeof body.data[0]?.id === 'string')
      found.push({ path, rows: body.data as any[] });
  }
  return found;
}

/** Number of rows and newest change of every table, but for what the server writes down about its own works. */
async function footprint(): Promise<string> {
  const { rows } = await app.db.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'erp'::regnamespace and c.relkind = 'r' and c.relname <> 'periodic_works' order by 1`,
  );
  const counts = [];
  for (const { name } of rows) {
    const sum = await app.db.query(`select count(*) as n, max(xmin::text::bigint) as x from erp.${name}`);
    counts.push(`${name} ${sum.rows[0].n} ${sum.rows[0].x}`);
  }
  return counts.join('\n');
}

describe('API1: objects of others', () => {
  test('are in no list, not found by id, and changed by no operation, whatever the stranger may do at home', async () => {
    const aggregates = [];
    for (const { path, rows } of await lists()) {
      const own = rows.filter(({ company_id, company_ids }) =>
        company_ids ? company_ids.includes(app.company_id) : company_id === app.company_id,
      );
      if (own.length === 0 || path === '/companies') continue;
      const ids = new Set(own.map(({ id }) => id));
      const theirs = await send(stranger, 'GET', path);
      expect([path, theirs.status]).toEqual([path, 200]);
      expect([path, theirs.body.data.filter(({ id }: any) => ids.has(id))]).toEqual([path, []]);
      const before = await footprint();
      const concerned = operations.filter((each) => new RegExp(`^${path}/\\{\\w*id\\}(/|$)`).test(each.path));
      for (const { method, path: template } of concerned) {
        const url = template.replace(/\{[^}]+\}/, own[0].id).replace(/\{[^}]+\}/g, SOME_ID);
        const answer = await send(stranger, method, url, ['GET', 'DELETE'].includes(method) ? undefined : {});
        // A body or query that is refused before anything is looked up tells nothing either.
        const itself = template.endsWith('}') && ['GET', 'DELETE'].includes(method);
        const allowed = itself ? [404] : [404, 422, 400];
        expect([method, url, answer.body?.error_code, allowed.includes(answer.status)]).toEqual([
          method,
          url,
          answer.body?.error_code,
          true,
        ]);
      }
      expect(await footprint()).toBe(before);
      aggregates.push(path);
    }
    expect(aggregates.length).toBeGreaterThanOrEqual(8);
    expect(aggregates).toEqual(
      expect.arrayContaining([
        '/ppic/manufacturing-orders',
        '/warehouse/movements',
        '/ppic/kanban/cards',
        '/auth/users',
      ]),
    );
  });
});

describe('API3: properties', () => {
  const FOREIGN = [
    'is_admin',
    'is_system',
    'access_version',
    'password_hash',
    'approved_by',
    'approved_at',
    'created_by',
    'created_at',
    'updated_at',
    'id',
    'version',
    'state',
    'number',
    'balance',
    'on_hand',
    'average_cost',
    'total_value',
    'roles',
    'permissions',
    'company_ids',
  ];

  test('that an operation does not take are refused by name, all of them, and nothing is written', async () => {
    const before = await footprint();
    let refused = 0;
    for (const { method, path, body } of operations) {
      if (!body?.properties || method === 'GET') continue;
      const foreign = FOREIGN.filter((name) => !(name in body.properties!));
      const given = Object.fromEntries(foreign.map((name) => [name, 1]));
      const answer = await send(app.admin, method, path.replace(/\{[^}]+\}/g, SOME_ID), given);
      expect([method, path, answer.status]).toEqual([method, path, 422]);
      const pointers = (answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
      expect([method, path, foreign.filter((name) => !pointers.includes(`/${name}`))]).toEqual([method, path, []]);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(100);
    expect(await footprint()).toBe(before);
  });

  test('that are nobody’s business are in no answer', async () => {
    const HIDDEN = /hash$|secret|password(?!s)|sealed|encrypted|token|access_version|last_step/;
    const SAID = new Set(['must_change_password']);
    const shown = new Set<string>();
    const look = (value: unknown, where: string): void => {
      if (Array.isArray(value)) return value.slice(0, 20).forEach((each) => look(each, where));
      if (value === null || typeof value !== 'object') return;
      for (const [name, inner] of Object.entries(value)) {
        if (HIDDEN.test(name) && !SAID.has(name)) shown.add(`${where}: ${name}`);
        look(inner, where);
      }
    };
    for (const { path, rows } of await lists()) {
      look(rows, path);
      if (operations.some((each) => each.method === 'GET' && each.path === `${path}/{id}`))
        look((await send(app.admin, 'GET', `${path}/${rows[0].id}`)).body, `${path}/{id}`);
    }
    expect([...shown]).toEqual([]);
  });
});

describe('API4: resources', () => {
  test('no list hands out more than its limit, however it is asked', async () => {
    let asked = 0;
    for (const { method, path, parameters } of operations) {
      if (method !== 'GET' || !parameters.some((each) => each.in === 'query' && each.name === 'limit')) continue;
      const url = path.replace(/\{[^}]+\}/g, SOME_ID);
      for (const limit of ['1000000', '-1', '0', '1e9', 'all']) {
        const { status } = await send(app.admin, 'GET', `${url}?limit=${limit}`);
        expect([path, limit, [400, 404, 422].includes(status)]).toEqual([path, limit, true]);
      }
      asked += 1;
    }
    expect(asked).toBeGreaterThan(30);
  });
});

describe('API8: refusals', () => {
  test('say nothing of the inside, whatever breaks', async () => {
    const INSIDE =
      /node_modules|\bat .*\.[jt]s:\d|erp\.|select |insert into|pg_|SQLSTATE|violates|relation "|postgres/i;
    const odd = ["' or 1=1 --", '%00', '../../etc/passwd', '${7*7}', '{{7*7}}', '\u202e', '9'.repeat(40)];
    for (const { method, path } of operations) {
      if (method !== 'GET' || path.includes('{')) continue;
      const value = odd[path.length % odd.length]!;
      for (const name of ['cursor', 'sort', 'q', 'from']) {
        const { status, body } = await send(app.admin, 'GET', `${path}?${name}=${encodeURIComponent(value)}`);
        expect([path, name, status < 500 && status !== 401]).toEqual([path, name, true]);
        if (status >= 400)
          expect([path, name, INSIDE.exec(String(body?.detail))?.[0]]).toEqual([path, name, undefined]);
      }
    }
  });
});

test('API2: a stranger without a token, and one with a token that has ended, get nothing from anywhere', async () => {
  const gone = await app.actor({ role: 'super_admin' });
  await app.db.query(`update erp.sessions set revoked_at = now(), revoked_reason = 'revoked' where id = $1`, [
    gone.session_id,
  ]);
  for (const { method, path, permission } of operations) {
    if (permission === 'public') continue;
    const url = path.replace(/\{[^}]+\}/g, SOME_ID);
    const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
    expect([method, path, (await send(gone, method, url, body)).status]).toEqual([method, path, 401]);
    expect([method, path, (await app.as(null).request(method, url, body)).status]).toEqual([method, path, 401]);
  }
  expect((await admin.get('/auth/me')).status).toBe(200);
});

describe('API7: addresses in what is sent', () => {
  const ENDS_SESSIONS = /^\/auth\/(login|logout|refresh|sessions\/revoke-all|users\/force-password-change)/;

  test('are fetched by nothing', async () => {
    let called = 0;
    const trap = createServer((_request, response) => {
      called += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;
    try {
      for (const { method, path, body } of operations) {
        if (ENDS_SESSIONS.test(path)) continue;
        const target = path.replace(/\{[^}]+\}/g, encodeURIComponent(url));
        if (method === 'GET') await send(app.admin, 'GET', target);
        if (!body?.properties || method === 'GET') continue;
        const given = Object.fromEntries(
          Object.entries(body.properties).map(([name, schema]) => [
            name,
            schema.type === 'string' ? url : schema.example,
          ]),
        );
        const { status } = await send(app.admin, method, path.replace(/\{[^}]+\}/g, SOME_ID), given);
        expect([method, path, status === 401]).toEqual([method, path, false]);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(called).toBe(0);
    } finally {
      await new Promise((resolve) => trap.close(resolve));
    }
  });
});
