import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { PASSWORD, aPerson, bearer, loggedIn, login } from '../support/people.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
});
afterAll(() => app.close());

const error = ({ status, body }: Answer): [number, string] => [status, body?.error_code];
/** Ends the failure window of every account, as if its time had passed. */
const openDoors = (): Promise<unknown> => app.db.query('delete from erp.login_attempts');

describe('login', () => {
  test('answers a bearer token of 15 minutes and a refresh token, and the token works', async () => {
    const person = await aPerson(app, { roles: ['viewer'] });
    const answer = await login(app, person.username.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^ey/),
      refresh_token: expect.stringMatching(/^pbr_/),
      token_type: 'bearer',
      expires_in: 900,
      must_change_password: false,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    const me = await app.as(null).get('/auth/me', bearer(answer.body.access_token));
    expect(me.status).toBe(200);
    expect(me.body).toMatchObject({
      id: person.id,
      username: person.username,
      roles: ['viewer'],
      company_ids: [app.company_id],
      api_key_id: null,
    });
  });

  test('a wrong password, an unknown name and an inactive account are refused in the same words', async () => {
    const person = await aPerson(app);
    const gone = await aPerson(app);
    await app.as(app.admin).post(`/auth/users/${gone.id}/deactivate`, {});
    const answers = [
      await login(app, person.username, 'not the password at all'),
      await login(app, 'nobody-here'),
      await login(app, gone.username),
    ];
    for (const answer of answers) {
      expect(error(answer)).toEqual([401, 'INVALID_CREDENTIALS']);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="pabrik"');
    }
    const words = answers.map(({ body: { request_id: _id, timestamp: _time, ...rest } }) => rest);
    expect(words[1]).toEqual(words[0]);
    expect(words[2]).toEqual(words[0]);
  });

  test.each([
    [{ username: 'x' }, '/password'],
    [{ password: 'x' }, '/username'],
    [{ username: 'x', password: 'y', role: 'super_admin' }, '/role'],
    [{ username: { $ne: null }, password: 'y' }, '/username'],
  ])('the body %j is refused at %s', async (body, pointer) => {
    const answer = await app.as(null).post('/auth/login', body);
    expect(error(answer)).toEqual([422, 'VALIDATION_FAILED']);
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
  });

  test('the system user cannot log in', async () => {
    expect(error(await login(app, 'system'))).toEqual([401, 'INVALID_CREDENTIALS']);
  });

  test('the tenth failure within five minutes is 429 with Retry-After, then even the right password, until an administrator unlocks', async () => {
    const person = await aPerson(app);
    const failures: Answer[] = [];
    for (let n = 1; n <= 10; n += 1) failures.push(await login(app, person.username, `wrong password ${n}`));
    expect(failures.map(({ status }) => status)).toEqual([...Array(9).fill(401), 429]);
    expect(failures[9]!.headers['retry-after']).toBe('30');
    expect(error(await login(app, person.username))).toEqual([429, 'TOO_MANY_FAILED_LOGINS']);
    const unlocked = await app.as(app.admin).post(`/auth/users/${person.id}/unlock`);
    expect(unlocked.body).toEqual({ count: 1 });
    expect((await login(app, person.username)).status).toBe(200);
  });

  test('the right password at the tenth attempt is no failure', async () => {
    const person = await aPerson(app);
    for (let n = 1; n <= 9; n += 1) await login(app, person.username, `wrong password ${n}`);
    expect((await login(app, person.username)).status).toBe(200);
    expect((await login(app, person.username, 'wrong again')).status).toBe(401);
  });

  test('an unknown name is throttled like a known one', async () => {
    const statuses: number[] = [];
    for (let n = 1; n <= 11; n += 1) statuses.push((await login(app, 'never-existed', `wrong password ${n}`)).status);
    expect(statuses).toEqual([...Array(9).fill(401), 429, 429]);
  });

  test('a forged X-Forwarded-For does not open the door, since no proxy is trusted', async () => {
    const person = await aPerson(app);
    for (let n = 1; n <= 10; n += 1)
      await login(app, person.username, 'wrong password', { 'x-forwarded-for': `203.0.113.${n}` });
    expect((await login(app, person.username, PASSWORD, { 'x-forwarded-for': '203.0.113.99' })).status).toBe(429);
  });

  test('failures and logins are in the log, without the password', async () => {
    const person = await aPerson(app);
    await login(app, person.username, 'the wrong passphrase');
    await login(app, person.username);
    const events = await app.as(app.admin).get(`/auth/events?user_id=${person.id}&event=login`);
    expect(
      events.body.data.map((event: { succeeded: boolean; details: object }) => [event.succeeded, event.details]),
    ).toEqual([
      [true, {}],
      [false, { reason: 'wrong_password' }],
    ]);
    expect(events.text).not.toContain('passphrase');
  });
});

describe('refresh', () => {
  test('hands on a new pair each time', async () => {
    const person = await aPerson(app);
    const first = await login(app, person.username);
    const second = await app.as(null).post('/auth/refresh', { refresh_token: first.body.refresh_token });
    const third = await app.as(null).post('/auth/refresh', { refresh_token: second.body.refresh_token });
    expect([second.status, third.status]).toEqual([200, 200]);
    expect(new Set([first, second, third].map(({ body }) => body.refresh_token)).size).toBe(3);
    expect((await app.as(null).get('/auth/me', bearer(third.body.access_token))).status).toBe(200);
  });

  test('20 tabs that refresh at the same moment are all given the one successor', async () => {
    const person = await aPerson(app);
    for (let round = 1; round <= 10; round += 1) {
      const { refresh_token } = (await login(app, person.username)).body;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => app.as(null).post('/auth/refresh', { refresh_token })),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const successors = new Set(answers.map(({ body }) => body.refresh_token));
      expect(successors.size).toBe(1);
      expect((await app.as(null).post('/auth/refresh', { refresh_token: [...successors][0] })).status).toBe(200);
    }
  });

  test('a token that comes back after the grace ends the whole session at once', async () => {
    const person = await aPerson(app);
    const first = await login(app, person.username);
    const second = await app.as(null).post('/auth/refresh', { refresh_token: first.body.refresh_token });
    await app.db.query(
      `update erp.refresh_tokens set used_at = used_at - interval '11 seconds' where used_at is not null`,
    );
    const stolen = await app.as(null).post('/auth/refresh', { refresh_token: first.body.refresh_token });
    expect(error(stolen)).toEqual([401, 'INVALID_REFRESH_TOKEN']);
    expect((await app.as(null).post('/auth/refresh', { refresh_token: second.body.refresh_token })).status).toBe(401);
    const write = await app.as(null).post('/auth/logout-everywhere', undefined, bearer(second.body.access_token));
    expect(error(write)).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('an access token is no refresh token, and a refresh token no access token', async () => {
    const person = await aPerson(app);
    const { access_token, refresh_token } = (await login(app, person.username)).body;
    expect(error(await app.as(null).post('/auth/refresh', { refresh_token: access_token }))).toEqual([
      401,
      'INVALID_REFRESH_TOKEN',
    ]);
    expect(error(await app.as(null).get('/auth/me', bearer(refresh_token)))).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('logout', () => {
  test('ends this session and no other', async () => {
    const person = await aPerson(app);
    const [here, there] = [await login(app, person.username), await login(app, person.username)];
    expect((await app.as(null).post('/auth/logout', undefined, bearer(here.body.access_token))).status).toBe(204);
    expect((await app.as(null).get('/auth/me', bearer(here.body.access_token))).status).toBe(401);
    expect((await app.as(null).post('/auth/refresh', { refresh_token: here.body.refresh_token })).status).toBe(401);
    expect((await app.as(null).get('/auth/me', bearer(there.body.access_token))).status).toBe(200);
  });

  test('everywhere ends all', async () => {
    const person = await aPerson(app);
    const [here, there] = [await loggedIn(app, person), await loggedIn(app, person)];
    expect((await app.as(null).post('/auth/logout-everywhere', undefined, here)).status).toBe(204);
    expect((await app.as(null).get('/auth/me', here)).status).toBe(401);
    expect((await app.as(null).get('/auth/me', there)).status).toBe(401);
  });

  test('one can list his sessions and end one, but not that of another', async () => {
    const person = await aPerson(app);
    const [here, there] = [await loggedIn(app, person), await loggedIn(app, person)];
    const list = await app.as(null).get('/auth/sessions', here);
    expect(list.body.data).toHaveLength(2);
    const other = list.body.data.find((session: { is_current: boolean }) => !session.is_current);
    expect(other).toMatchObject({ user_id: person.id, is_open: true, revoked_at: null });
    expect(error(await app.as(app.admin).post(`/auth/sessions/${other.id}/revoke`))).toEqual([404, 'NOT_FOUND']);
    expect((await app.as(null).post(`/auth/sessions/${other.id}/revoke`, undefined, here)).status).toBe(204);
    expect((await app.as(null).get('/auth/me', there)).status).toBe(401);
    expect((await app.as(null).get('/auth/me', here)).status).toBe(200);
  });
});

describe('passwords', () => {
  test('a changed password ends the other sessions and keeps this one', async () => {
    const person = await aPerson(app);
    const [here, there] = [await loggedIn(app, person), await loggedIn(app, person)];
    const change = { current_password: PASSWORD, new_password: 'tujuh belas layang-layang merah' };
    expect((await app.as(null).post('/auth/change-password', change, here)).status).toBe(204);
    expect((await app.as(null).get('/auth/me', here)).status).toBe(200);
    expect((await app.as(null).get('/auth/me', there)).status).toBe(401);
    expect((await login(app, person.username)).status).toBe(401);
    expect((await login(app, person.username, change.new_password)).status).toBe(200);
    const events = await app.as(app.admin).get(`/auth/events?user_id=${person.id}&event=password_changed`);
    expect(events.body.data[0]).toMatchObject({ actor_id: person.id, details: { sessions_ended: 1 } });
  });

  test.each([
    [
      'a wrong current one',
      { current_password: 'not this one at all', new_password: 'tujuh belas layang-layang merah' },
      '/current_password',
      'WRONG_PASSWORD',
    ],
    ['the same again', { current_password: PASSWORD, new_password: PASSWORD }, '/new_password', 'PASSWORD_UNCHANGED'],
    ['a short one', { current_password: PASSWORD, new_password: 'short' }, '/new_password', 'PASSWORD_TOO_SHORT'],
    [
      'a common one',
      { current_password: PASSWORD, new_password: 'P@ssw0rd!20242025' },
      '/new_password',
      'PASSWORD_COMMON',
    ],
  ])('%s is refused', async (_, body, pointer, code) => {
    const person = await aPerson(app);
    const answer = await app.as(null).post('/auth/change-password', body, await loggedIn(app, person));
    expect(error(answer)).toEqual([422, 'VALIDATION_FAILED']);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code })]);
  });

  test('a stolen session is no way to guess the password: it is throttled like a login', async () => {
    const person = await aPerson(app);
    const session = await loggedIn(app, person);
    const guess = (n: number): Promise<Answer> =>
      app
        .as(null)
        .post(
          '/auth/change-password',
          { current_password: `guess number ${n}`, new_password: 'tujuh belas layang-layang merah' },
          session,
        );
    const statuses: number[] = [];
    for (let n = 1; n <= 11; n += 1) statuses.push((await guess(n)).status);
    expect(statuses).toEqual([...Array(9).fill(422), 429, 429]);
  });

  test('until a demanded change is made, nothing else is allowed, and afterwards everything again', async () => {
    const person = await aPerson(app, { must_change_password: true, roles: ['super_admin'] });
    const answer = await login(app, person.username);
    expect(answer.body.must_change_password).toBe(true);
    const session = bearer(answer.body.access_token);
    for (const path of ['/auth/me', '/auth/users', '/auth/sessions']) {
      expect(error(await app.as(null).get(path, session))).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    }
    expect(
      error(await app.as(null).post('/auth/roles', { code: 'mine', name: 'Mine', permissions: ['*'] }, session)),
    ).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    const change = { current_password: PASSWORD, new_password: 'tujuh belas layang-layang merah' };
    expect((await app.as(null).post('/auth/change-password', change, session)).status).toBe(204);
    expect((await app.as(null).get('/auth/users', session)).status).toBe(200);
  });

  test('demanded of everybody, it holds for sessions that are open', async () => {
    const person = await aPerson(app, { roles: ['viewer'] });
    const session = await loggedIn(app, person);
    const spare = await app.actor({ role: 'super_admin' });
    const answer = await app.as(spare).post('/auth/users/force-password-change', { reason: 'Leaked backup' });
    expect(answer.status).toBe(200);
    expect(answer.body.count).toBeGreaterThan(2);
    expect(error(await app.as(null).get('/auth/me', session))).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    await app.db.query('update erp.users set must_change_password = false');
    await new Promise((resolve) => setTimeout(resolve, 3100));
    expect((await app.as(app.admin).get('/auth/me')).status).toBe(200);
  });

  test('an administrator gives a new one, which ends all sessions of that user and is to be changed', async () => {
    const person = await aPerson(app);
    const session = await loggedIn(app, person);
    const reset = await app
      .as(app.admin)
      .post(`/auth/users/${person.id}/reset-password`, { password: 'sementara, ganti besok pagi' });
    expect(reset.body).toMatchObject({ id: person.id, must_change_password: true });
    expect(JSON.stringify(reset.body)).not.toMatch(/hash|argon/);
    expect((await app.as(null).get('/auth/me', session)).status).toBe(401);
    expect((await login(app, person.username, 'sementara, ganti besok pagi')).body.must_change_password).toBe(true);
  });
});

describe('secrets', () => {
  test('no answer about a user, session, key or event holds a hash or a password', async () => {
    await openDoors();
    const person = await aPerson(app);
    await login(app, person.username);
    const paths = [
      '/auth/users',
      `/auth/users/${person.id}`,
      '/auth/me',
      '/auth/sessions',
      '/auth/events',
      '/auth/api-keys',
      '/auth/roles',
    ];
    for (const path of paths) {
      const { text, status } = await app.as(app.admin).get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toMatch(/argon2|password_hash|token_hash|secret_hash|access_version|pbr_/);
    }
  });
});
