import { text } from 'node:stream/consumers';
import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';

/**
 * The written matrix is the roles' patterns against the permission that each operation declares. Every operation of every
 * module is found in the OpenAPI document, so a route that is added later is held to it without a line here.
 */
let app: TestApp;
let operations: { method: string; path: string; permission: string }[];
let roles: { code: string; patterns: string[]; actor: TestActor }[];

beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
  app.checkContract = false;
  const document = (await app.nest.inject({ method: 'GET', url: '/openapi.json' })).json();
  operations = Object.entries<Record<string, { 'x-permission': string }>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      permission: operation['x-permission'],
    })),
  );
  const { rows } = await app.db.query(
    `select r.code, array_agg(p.pattern) as patterns from erp.roles r join erp.role_permissions p on p.role_id = r.id where r.is_system group by r.code`,
  );
  roles = await Promise.all(
    rows.map(async ({ code, patterns }) => ({ code, patterns, actor: await app.actor({ role: code }) })),
  );
});
afterAll(() => app.close());

/** Written anew here on purpose: the guard's own reading of patterns is what is being tested. */
const covers = (pattern: string, permission: string): boolean =>
  pattern === '*' ||
  new RegExp(
    `^${pattern
      .split('.')
      .map((part) => (part === '*' ? '[^.]+' : part))
      .join('\\.')}$`,
  ).test(permission);

const url = (path: string): string => path.replace(/\{[^}]+\}/g, '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59');
const inject = async (
  method: string,
  path: string,
  token?: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; code?: string }> => {
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
  const response = await app.nest.inject({
    method: method as 'GET',
    url: url(path),
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(hasBody && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(hasBody && { payload: '{}' }),
    // A stream of events has no end: its head says whether the caller was let in.
    payloadAsStream: true,
  });
  const stream = response.stream();
  const json = String(response.headers['content-type'] ?? '').includes('json');
  const payload = json ? await text(stream) : '';
  stream.destroy();
  return {
    status: response.statusCode,
    code: payload === '' ? undefined : (JSON.parse(payload) as { error_code?: string }).error_code,
  };
};

/** What the tables hold and when it was last written; but for what the server writes down about its own works every minute. */
async function footprint(): Promise<string> {
  const { rows } = await app.db.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'erp' and c.relkind = 'r' and c.relname <> 'periodic_works' order by 1`,
  );
  const counts = await Promise.all(
    rows.map(
      async ({ name }) =>
        `${name} ${(await app.db.query(`select count(*) as n, max(xmin::text::bigint) as x from erp.${name}`)).rows.map((r) => `${r.n} ${r.x}`)[0]}`,
    ),
  );
  return counts.join('\n');
}

test('every operation says who may use it', () => {
  expect(operations.length).toBeGreaterThan(40);
  expect(
    operations.filter(({ permission }) => !/^(public|authenticated|[a-z_]+\.[a-z_]+\.[a-z_]+)$/.test(permission ?? '')),
  ).toEqual([]);
});

test('without a token every operation that is not public is 401, and writes nothing', async () => {
  const before = await footprint();
  for (const { method, path, permission } of operations) {
    if (permission === 'public') continue;
    expect([method, path, (await inject(method, path)).status]).toEqual([method, path, 401]);
  }
  expect(await footprint()).toBe(before);
});

test('with each role, what the role does not cover is 403 and writes nothing', async () => {
  const before = await footprint();
  let refused = 0;
  for (const { code, patterns, actor } of roles) {
    for (const { method, path, permission } of operations) {
      if (['public', 'authenticated'].includes(permission) || patterns.some((pattern) => covers(pattern, permission)))
        continue;
      const answer = await inject(method, path, actor.token);
      expect([code, method, path, answer.status, answer.code]).toEqual([code, method, path, 403, 'FORBIDDEN']);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(200);
  expect(await footprint()).toBe(before);
});

test('with each role, what the role covers is let in', async () => {
  for (const { code, patterns, actor } of roles) {
    for (const { method, path, permission } of operations) {
      if (
        method !== 'GET' ||
        permission === 'public' ||
        !(permission === 'authenticated' || patterns.some((pattern) => covers(pattern, permission)))
      )
        continue;
      const { status } = await inject(method, path, actor.token);
      expect([code, path, status === 401 || status === 403]).toEqual([code, path, false]);
    }
  }
});

test('HEAD, OPTIONS, override headers and other spellings open nothing', async () => {
  const { token } = roles.find(({ code }) => code === 'viewer')!.actor;
  const before = await footprint();
  expect((await inject('HEAD', '/api/v1/auth/users', token)).status).toBe(403);
  expect((await inject('OPTIONS', '/api/v1/auth/users', token)).status).not.toBe(200);
  for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
    expect((await inject('POST', '/api/v1/auth/users', token, { [name]: 'GET' })).status).toBe(403);
  }
  for (const name of ['x-original-url', 'x-rewrite-url']) {
    expect((await inject('GET', '/api/v1/auth/users', token, { [name]: '/api/v1/errors' })).status).toBe(403);
  }
  for (const path of [
    '/api/v1/auth/users/',
    '/api/v1/auth/./users',
    '/api/v1//auth/users',
    '/api/v1/auth%2fusers',
    '/api/v1/auth/%75sers',
    '/API/V1/AUTH/USERS',
    '/api/v1/errors/../auth/users',
    '/api/v1/auth/users;x=1',
    '/api/v1/auth/users%00',
    '/api/v1/auth/users?_method=DELETE',
  ]) {
    const { status } = await inject('GET', path, token);
    expect([path, [400, 403, 404].includes(status)]).toEqual([path, true]);
  }
  expect(await footprint()).toBe(before);
});
