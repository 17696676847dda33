import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { PASSWORD, bearer, login } from '../support/people.js';

/** A factory's first day, and the day somebody leaves. */
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast', BOOTSTRAP_KEY: 'the-key-of-the-first-day' } });
  await app.db.query(`delete from erp.users where kind = 'person'`);
});
afterAll(() => app.close());

const session = async (username: string, password: string): Promise<{ authorization: string }> =>
  bearer((await login(app, username, password)).body.access_token);

test('from an empty system to a storekeeper at work, to the day he leaves', async () => {
  const nobody = app.as(null);

  // The operator makes the first administrator with the key of the server.
  const first = await nobody.post('/auth/bootstrap-admin', {
    username: 'ratna',
    password: PASSWORD,
    bootstrap_key: 'the-key-of-the-first-day',
  });
  expect(first.status).toBe(201);
  const ratna = await session('ratna', PASSWORD);

  // She makes a personnel administrator, who makes the storekeeper.
  const temporary = 'sementara, ganti besok pagi';
  const agus = await nobody.post('/auth/users', { username: 'agus', password: temporary, roles: ['admin'] }, ratna);
  expect(agus.body.company_ids).toEqual(first.body.company_ids);
  const agusFirst = await session('agus', temporary);
  expect((await nobody.get('/auth/users', agusFirst)).body.error_code).toBe('PASSWORD_CHANGE_REQUIRED');
  const own = 'gajah duduk di atas pohon';
  const change = { current_password: temporary, new_password: own };
  expect((await nobody.post('/auth/change-password', change, agusFirst)).status).toBe(204);
  const budi = await nobody.post(
    '/auth/users',
    { username: 'budi', password: temporary, must_change_password: false, roles: ['warehouse'] },
    agusFirst,
  );
  expect(budi.status).toBe(201);

  // Budi works; for the month end he may close a period, for an hour.
  const atWork = await session('budi', temporary);
  const me = await nobody.get('/auth/me', atWork);
  expect(me.body.permissions).toContain('master_data.products.read');
  expect(me.body.permissions).not.toContain('master_data.currencies.update');
  const grant = await nobody.post(
    `/auth/users/${budi.body.id}/grants`,
    { permission: 'master_data.currencies.update', valid_until: new Date(Date.now() + 3_600_000).toISOString() },
    agusFirst,
  );
  expect(grant.status).toBe(201);
  expect((await nobody.get('/auth/me', atWork)).body.permissions).toContain('master_data.currencies.update');

  // Budi tries to become an administrator, and Agus to become Ratna.
  expect((await nobody.put(`/auth/users/${budi.body.id}/roles`, { roles: ['super_admin'] }, atWork)).status).toBe(403);
  expect((await nobody.post(`/auth/users/${first.body.id}/reset-password`, { password: own }, agusFirst)).status).toBe(
    403,
  );

  // Budi leaves: his session ends at once, his name stays in the log.
  await nobody.post(`/auth/users/${budi.body.id}/deactivate`, { reason: 'Left the factory' }, agusFirst);
  expect((await nobody.get('/auth/me', atWork)).status).toBe(401);
  expect((await login(app, 'budi', temporary)).status).toBe(401);
  const trace = await nobody.get(`/auth/events?user_id=${budi.body.id}&sort=created_at`, ratna);
  expect(
    trace.body.data.map(({ event, succeeded }: { event: string; succeeded: boolean }) => [event, succeeded]),
  ).toEqual([
    ['user_created', true],
    ['roles_changed', true],
    ['scope_changed', true],
    ['login', true],
    ['grant_given', true],
    ['user_deactivated', true],
    ['login', false],
  ]);
});
