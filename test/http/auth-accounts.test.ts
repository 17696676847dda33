import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { cloneDatabase } from '../support/database.js';
import { PASSWORD, login } from '../support/people.js';

const KEY = 'the-bootstrap-key-of-the-tests';
const FIRST = { username: 'pertama', password: PASSWORD, full_name: 'The first', bootstrap_key: KEY };
const error = ({ status, body }: Answer): [number, string] => [status, body?.error_code];

/** The application on a database without any person. */
async function emptyApp(env: Record<string, string>): Promise<TestApp> {
  const app = await startTestApp({ env: { PASSWORD_HASHING: 'fast', ...env } });
  await app.db.query(`delete from erp.users where kind = 'person'`);
  return app;
}

describe('the first administrator', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await emptyApp({ BOOTSTRAP_KEY: KEY });
  });
  afterAll(() => app.close());

  test('is refused without the key, with a wrong one, and with a weak password, and leaves nothing behind', async () => {
    const { bootstrap_key: _key, ...keyless } = FIRST;
    expect(error(await app.as(null).post('/auth/bootstrap-admin', keyless))).toEqual([403, 'BOOTSTRAP_KEY_REFUSED']);
    expect(error(await app.as(null).post('/auth/bootstrap-admin', { ...FIRST, bootstrap_key: `${KEY}x` }))).toEqual([
      403,
      'BOOTSTRAP_KEY_REFUSED',
    ]);
    expect(error(await app.as(null).post('/auth/bootstrap-admin', { ...FIRST, password: 'Password1234' }))).toEqual([
      422,
      'VALIDATION_FAILED',
    ]);
    expect((await app.db.query(`select 1 from erp.users where kind = 'person'`)).rowCount).toBe(0);
  });

  test('is made once, however many ask at the same moment, and may do everything in the first company', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        app.as(null).post('/auth/bootstrap-admin', { ...FIRST, username: `pertama-${n}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    const made = answers.find(({ status }) => status === 201)!.body;
    expect(made).toMatchObject({ roles: ['super_admin'], must_change_password: false, company_ids: [app.company_id] });
    const token = (await login(app, made.username)).body.access_token;
    const me = await app.as(null).get('/auth/me', { authorization: `Bearer ${token}` });
    expect(me.body.company_ids).toEqual([app.company_id]);
    expect(me.body.permissions).toContain('auth.sessions.revoke_all');
  });

  test('is closed afterwards, also with the key in the header', async () => {
    const { bootstrap_key: _key, ...keyless } = FIRST;
    const answer = await app.as(null).post('/auth/bootstrap-admin', keyless, { 'x-bootstrap-key': KEY });
    expect(error(answer)).toEqual([409, 'BOOTSTRAP_CLOSED']);
  });
});

test('a server without a bootstrap key makes no administrator, whatever is sent', async () => {
  const app = await emptyApp({});
  for (const bootstrap_key of ['undefined', 'null', KEY]) {
    expect(error(await app.as(null).post('/auth/bootstrap-admin', { ...FIRST, bootstrap_key }))).toEqual([
      403,
      'BOOTSTRAP_KEY_REFUSED',
    ]);
  }
  await app.close();
});

test('further administrators by key only where the operator allows it', async () => {
  const app = await startTestApp({
    env: { PASSWORD_HASHING: 'fast', BOOTSTRAP_KEY: KEY, ALLOW_BOOTSTRAP_WHEN_USERS_EXIST: 'true' },
  });
  expect((await app.as(null).post('/auth/bootstrap-admin', FIRST)).status).toBe(201);
  expect(error(await app.as(null).post('/auth/bootstrap-admin', FIRST))).toEqual([409, 'DUPLICATE']);
  await app.close();
});

describe('registration', () => {
  const SITI = { username: 'Siti', password: PASSWORD, email: 'siti@boneka.example' };

  test('is closed unless the operator opens it', async () => {
    const app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
    expect(error(await app.as(null).post('/auth/register', SITI))).toEqual([403, 'REGISTRATION_CLOSED']);
    await app.close();
  });

  test('makes a viewer who can log in, and never more than a viewer', async () => {
    const app = await startTestApp({ env: { PASSWORD_HASHING: 'fast', ALLOW_REGISTRATION: 'true' } });
    const answer = await app.as(null).post('/auth/register', SITI);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ username: 'siti', roles: ['viewer'], is_active: true });
    expect((await login(app, 'siti')).status).toBe(200);
    for (const more of [
      { roles: ['super_admin'] },
      { is_active: true },
      { company_ids: [] },
      { must_change_password: false },
    ]) {
      expect(
        error(await app.as(null).post('/auth/register', { ...SITI, username: 'siti2', email: null, ...more })),
      ).toEqual([422, 'VALIDATION_FAILED']);
    }
    await app.close();
  });
});

describe('no secret is stored with an answer', () => {
  test('a request that holds a password leaves no trace under its Idempotency-Key', async () => {
    const database = await cloneDatabase();
    const app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' }, database });
    const headers = { 'idempotency-key': 'a-key-for-a-user' };
    const body = { username: 'kunci', password: PASSWORD };
    expect((await app.as(app.admin).post('/auth/users', body, headers)).status).toBe(201);
    expect(error(await app.as(app.admin).post('/auth/users', body, headers))).toEqual([409, 'DUPLICATE']);
    await app.as(null).post('/auth/login', { username: 'kunci', password: PASSWORD }, headers);
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    await app
      .as(app.admin)
      .post('/auth/api-keys', { name: 'k', permissions: ['auth.users.read'], expires_at }, headers);
    expect((await app.db.query('select 1 from erp.idempotency_keys')).rowCount).toBe(0);
    await app.close();
    await database.drop();
  });
});
