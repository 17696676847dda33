import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { PASSWORD, aPerson, bearer, loggedIn } from '../support/people.js';

/** Two servers on one database: what one of them changes, the other one learns only from the database. */
let here: TestApp;
let there: TestApp;
beforeAll(async () => {
  here = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
  there = await startTestApp({ env: { PASSWORD_HASHING: 'fast' }, database: here.database });
});
afterAll(async () => {
  await there.close();
  await here.close();
});

const READ = '/auth/roles';
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let numbered = 0;
const write = (app: TestApp, actor: TestActor | null, headers?: Record<string, string>): Promise<Answer> =>
  app
    .as(actor)
    .post('/auth/roles', { code: `made_${++numbered}`, name: 'Made', permissions: ['auth.roles.read'] }, headers);

/** Somebody whom the other server knows by heart. */
async function known(): Promise<TestActor> {
  const actor = await here.actor({ permissions: ['auth.roles.*'] });
  expect((await there.as(actor).get(READ)).status).toBe(200);
  expect((await write(there, actor)).status).toBe(201);
  return actor;
}

const CHANGES: [string, number, (actor: TestActor) => Promise<unknown>][] = [
  ['a demotion', 403, (actor) => here.as(here.admin).put(`/auth/users/${actor.id}/roles`, { roles: ['viewer'] })],
  ['a deactivation', 401, (actor) => here.as(here.admin).post(`/auth/users/${actor.id}/deactivate`, {})],
  ['a revocation of sessions', 401, (actor) => here.as(here.admin).post(`/auth/users/${actor.id}/revoke-sessions`)],
  [
    'a password reset',
    401,
    (actor) => here.as(here.admin).post(`/auth/users/${actor.id}/reset-password`, { password: PASSWORD }),
  ],
  [
    'a demanded password change',
    403,
    (actor) => here.as(here.admin).post(`/auth/users/${actor.id}/force-password-change`),
  ],
  ['a logout', 401, (actor) => here.as(actor).post('/auth/logout')],
  ['a logout everywhere', 401, (actor) => here.as(actor).post('/auth/logout-everywhere')],
  [
    'a role that allows less',
    403,
    (actor) =>
      here.db.query(
        `delete from erp.role_permissions p using erp.user_roles ur where ur.role_id = p.role_id and ur.user_id = $1`,
        [actor.id],
      ),
  ],
];

test.each(CHANGES)('%s on one server refuses writes on the other at once (%i)', async (_, status, change) => {
  const actor = await known();
  await change(actor);
  const before = await here.db.query('select count(*)::int as n from erp.roles');
  const answer = await write(there, actor);
  expect(answer.status).toBe(status);
  expect((await here.db.query('select count(*)::int as n from erp.roles')).rows).toEqual(before.rows);
});

test('each of these refuses reads on the other server within 5 seconds, without a write to remind it', async () => {
  const actors: [string, number, TestActor][] = [];
  for (const [name, status, change] of CHANGES) {
    const actor = await known();
    await change(actor);
    actors.push([name, status, actor]);
  }
  await wait(3500);
  for (const [name, status, actor] of actors)
    expect([name, (await there.as(actor).get(READ)).status]).toEqual([name, status]);
});

test('on the server that made the change reads are refused at once too', async () => {
  const actor = await here.actor({ permissions: ['auth.roles.read'] });
  expect((await here.as(actor).get(READ)).status).toBe(200);
  await here.as(here.admin).put(`/auth/users/${actor.id}/roles`, { roles: [] });
  expect((await here.as(actor).get(READ)).status).toBe(403);
});

test('who was promoted notices nothing but that it works', async () => {
  const actor = await known();
  const held = await here.as(here.admin).get(`/auth/users/${actor.id}`);
  await here.as(here.admin).put(`/auth/users/${actor.id}/roles`, { roles: [...held.body.roles, 'viewer'] });
  expect((await write(there, actor)).status).toBe(201);
});

test('a key retried after a demotion is not answered from memory', async () => {
  const actor = await known();
  const key = { 'idempotency-key': 'the-same-key' };
  const body = { code: 'kept_answer', name: 'Kept', permissions: ['auth.roles.read'] };
  expect((await there.as(actor).post('/auth/roles', body, key)).status).toBe(201);
  expect((await there.as(actor).post('/auth/roles', body, key)).headers['idempotent-replayed']).toBe('true');
  await here.as(here.admin).put(`/auth/users/${actor.id}/roles`, { roles: [] });
  expect((await there.as(actor).post('/auth/roles', body, key)).status).toBe(403);
});

test('a password can be changed on a server that has not yet heard that it must be', async () => {
  const person = await aPerson(here, { roles: ['viewer'] });
  const session = await loggedIn(there, person);
  expect((await there.as(null).get('/auth/me', session)).status).toBe(200);
  await here.as(here.admin).post(`/auth/users/${person.id}/force-password-change`);
  const change = { current_password: PASSWORD, new_password: 'tujuh belas layang-layang merah' };
  expect((await there.as(null).post('/auth/change-password', change, session)).status).toBe(204);
});

test('an API key whose owner is demoted stops writing at once', async () => {
  const owner = await here.actor({ permissions: ['auth.roles.*', 'auth.api_keys.create'] });
  const made = await here.as(owner).post('/auth/api-keys', {
    name: 'k',
    permissions: ['auth.roles.*'],
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const key = bearer(made.body.key);
  expect((await write(there, null, key)).status).toBe(201);
  await here.as(here.admin).put(`/auth/users/${owner.id}/roles`, { roles: ['viewer'] });
  expect((await write(there, null, key)).status).toBe(403);
});

test('every session of everybody ends', async () => {
  const [one, two] = [await known(), await known()];
  const answer = await here.as(here.admin).post('/auth/sessions/revoke-all', { reason: 'Stolen laptop' });
  expect(answer.body.count).toBeGreaterThanOrEqual(3);
  expect((await write(there, one)).status).toBe(401);
  expect((await write(there, two)).status).toBe(401);
  expect((await here.as(here.admin).get('/auth/me')).status).toBe(401);
});
