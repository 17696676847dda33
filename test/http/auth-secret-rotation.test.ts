import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { aPerson, bearer, login } from '../support/people.js';
import type { Person } from '../support/people.js';

/** Three servers on one database: before, during and after the change of JWT_SECRET. */
const OLD = 'the-secret-before-the-rotation-9876543210-zyx';
const NEW = 'the-secret-after-the-rotation-0123456789-abc';

let database: TestDatabase;
let before: TestApp;
let during: TestApp;
let after: TestApp;
let person: Person;

beforeAll(async () => {
  database = await cloneDatabase();
  const start = (env: Record<string, string>): Promise<TestApp> =>
    startTestApp({ database, env: { PASSWORD_HASHING: 'fast', ...env } });
  before = await start({ JWT_SECRET: OLD });
  during = await start({ JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: OLD });
  after = await start({ JWT_SECRET: NEW });
  person = await aPerson(before);
});
afterAll(async () => {
  for (const app of [before, during, after]) await app?.close();
  await database.drop();
});

const me = async (app: TestApp, token: string): Promise<number> =>
  (await app.as(null).get('/auth/me', bearer(token))).status;
const refresh = (app: TestApp, refresh_token: string): Promise<Answer> =>
  app.as(null).post('/auth/refresh', { refresh_token });
const keyId = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;

test('a token signed with the old secret works while that is named, and no longer', async () => {
  const { body } = await login(before, person.username);
  expect(await me(before, body.access_token)).toBe(200);
  expect(await me(during, body.access_token)).toBe(200);
  expect(await me(after, body.access_token)).toBe(401);
});

test('new tokens are signed with the new secret, which a server before the change does not know', async () => {
  const { body } = await login(during, person.username);
  expect(keyId(body.access_token)).not.toBe(keyId((await login(before, person.username)).body.access_token));
  expect([await me(during, body.access_token), await me(after, body.access_token)]).toEqual([200, 200]);
  expect(await me(before, body.access_token)).toBe(401);
});

test('a refresh logs nobody out: old session, new secret, also once the old one is gone', async () => {
  const first = (await login(before, person.username)).body;
  const second = await refresh(during, first.refresh_token);
  expect(second.status).toBe(200);
  expect(await me(after, second.body.access_token)).toBe(200);
  const third = await refresh(after, second.body.refresh_token);
  expect(third.status).toBe(200);
  const straight = (await login(before, person.username)).body;
  expect((await refresh(after, straight.refresh_token)).status).toBe(200);
});

test('tabs that race each other over servers with the old and the new secret are given the same successor', async () => {
  const { refresh_token } = (await login(before, person.username)).body;
  const [one, other] = [await refresh(before, refresh_token), await refresh(during, refresh_token)];
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(other.body.refresh_token).toBe(one.body.refresh_token);
  expect((await refresh(during, one.body.refresh_token)).status).toBe(200);
});
