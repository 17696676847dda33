import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { bearer } from '../support/people.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
});
afterAll(() => app.close());

const error = ({ status, body }: Answer): [number, string] => [status, body?.error_code];
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const make = (owner: TestActor, fields: Record<string, unknown> = {}): Promise<Answer> =>
  app
    .as(owner)
    .post('/auth/api-keys', { name: 'Web shop', permissions: ['auth.roles.read'], expires_at: inAnHour(), ...fields });

test('a key is shown once, works, and is known by its prefix', async () => {
  const made = await make(app.admin);
  expect(made.status).toBe(201);
  expect(made.body.key).toMatch(/^pbk_[a-z0-9]{8}_[\w-]{43}$/);
  expect(made.body.key.startsWith(`${made.body.prefix}_`)).toBe(true);
  const me = await app.as(null).get('/auth/me', bearer(made.body.key));
  expect(me.body).toMatchObject({
    id: app.admin.id,
    api_key_id: made.body.id,
    session_id: null,
    permissions: ['auth.roles.read'],
  });
  const list = await app.as(app.admin).get('/auth/api-keys');
  expect(list.text).not.toContain(made.body.key.slice(13));
  expect(list.body.data[0]).toMatchObject({
    prefix: made.body.prefix,
    is_usable: true,
    last_used_at: expect.any(String),
  });
  const stored = await app.db.query(
    `select count(*)::int as n from erp.api_key_secrets where secret_hash = sha256($1)`,
    [Buffer.from(made.body.key)],
  );
  expect(stored.rows[0].n).toBe(1);
});

test('a key does what both it and its owner may do', async () => {
  const owner = await app.actor({ permissions: ['auth.roles.*', 'auth.api_keys.create'] });
  const wide = bearer((await make(owner, { permissions: ['auth.roles.*'] })).body.key);
  const narrow = bearer((await make(owner, { permissions: ['auth.roles.read'] })).body.key);
  const role = (code: string): object => ({ code, name: code, permissions: ['auth.roles.read'] });
  expect((await app.as(null).post('/auth/roles', role('by_key'), wide)).status).toBe(201);
  expect(error(await app.as(null).post('/auth/roles', role('by_key_too'), narrow))).toEqual([403, 'FORBIDDEN']);
  await app.as(app.admin).put(`/auth/users/${owner.id}/roles`, { roles: [] });
  expect((await app.as(null).get('/auth/roles', wide)).status).toBe(403);
});

test('nobody makes a key that may do more than he may', async () => {
  const owner = await app.actor({ permissions: ['auth.api_keys.create'] });
  expect(error(await make(owner))).toEqual([403, 'PERMISSION_NOT_HELD']);
});

test.each([
  ['revoked', (id: string) => app.as(app.admin).post(`/auth/api-keys/${id}/revoke`)],
  [
    'expired',
    (id: string) =>
      app.db.query(
        `update erp.api_keys set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = $1`,
        [id],
      ),
  ],
])('a key that is %s is 401', async (_, end) => {
  const { id, key } = (await make(app.admin)).body;
  await end(id);
  const answer = await app.as(null).get('/auth/roles', bearer(key));
  expect(error(answer)).toEqual([401, 'UNAUTHENTICATED']);
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
});

test('a key that is revoked while it is in use stops at once', async () => {
  const { id, key } = (await make(app.admin)).body;
  expect((await app.as(null).get('/auth/roles', bearer(key))).status).toBe(200);
  expect((await app.as(app.admin).post(`/auth/api-keys/${id}/revoke`)).body).toMatchObject({ is_usable: false });
  expect((await app.as(null).get('/auth/roles', bearer(key))).status).toBe(401);
});

test('a key ends with its owner', async () => {
  const owner = await app.actor({ permissions: ['auth.roles.read', 'auth.api_keys.create'] });
  const { key } = (await make(owner)).body;
  await app.as(app.admin).post(`/auth/users/${owner.id}/deactivate`, {});
  expect((await app.as(null).get('/auth/roles', bearer(key))).status).toBe(401);
});

test('a key is no person: it has no session, password or keys of its own', async () => {
  const key = bearer((await make(app.admin, { permissions: ['*'] })).body.key);
  const refused = [
    await app.as(null).post('/auth/logout', undefined, key),
    await app.as(null).post('/auth/logout-everywhere', undefined, key),
    await app.as(null).post('/auth/change-password', { current_password: 'x', new_password: 'y' }, key),
    await app.as(null).get('/auth/api-keys', key),
    await app
      .as(null)
      .post('/auth/api-keys', { name: 'k', permissions: ['auth.roles.read'], expires_at: inAnHour() }, key),
  ];
  expect(refused.map(error)).toEqual(Array(5).fill([403, 'SESSION_REQUIRED']));
});

test('the keys of another are neither seen nor revoked without the permission', async () => {
  const owner = await app.actor({ permissions: ['auth.roles.read', 'auth.api_keys.create'] });
  const other = await app.actor({ permissions: ['auth.roles.read', 'auth.api_keys.create'] });
  const { id } = (await make(owner)).body;
  expect(error(await app.as(other).get(`/auth/api-keys?user_id=${owner.id}`))).toEqual([403, 'FORBIDDEN']);
  expect(error(await app.as(other).post(`/auth/api-keys/${id}/revoke`))).toEqual([404, 'NOT_FOUND']);
  expect((await app.as(app.admin).get(`/auth/api-keys?user_id=${owner.id}`)).body.data).toHaveLength(1);
  expect((await app.as(app.admin).post(`/auth/api-keys/${id}/revoke`)).status).toBe(200);
});

test.each([
  ['an unknown permission', { permissions: ['auth.roles.fly'] }, '/permissions/0'],
  ['no permission', { permissions: [] }, '/permissions'],
  ['a time that is over', { expires_at: '2020-01-01T00:00:00Z' }, '/expires_at'],
  ['no end', { expires_at: '2099-01-01T00:00:00Z' }, '/expires_at'],
  ['an owner', { user_id: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' }, '/user_id'],
])('%s is refused', async (_, fields, pointer) => {
  const answer = await make(app.admin, fields);
  expect(answer.status).toBe(422);
  expect(answer.body.errors[0].pointer).toBe(pointer);
});

test('made-up keys are 401', async () => {
  const { key } = (await make(app.admin)).body;
  for (const text of [
    'pbk_abcdefgh',
    `pbk_abcdefgh_${'x'.repeat(43)}`,
    `${key.slice(0, -1)}!`,
    `${key}x`,
    key.toUpperCase(),
  ]) {
    expect([text, (await app.as(null).get('/auth/roles', bearer(text))).status]).toEqual([text, 401]);
  }
});
