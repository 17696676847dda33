import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromBase32, hotp, stepAt } from '../../src/auth/mfa/totp.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { PASSWORD, aPerson, bearer, login } from '../support/people.js';
import { secretsIn } from '../support/secrets-in-logs.js';

const ENVIRONMENT = {
  JWT_SECRET: 'the-secret-of-the-log-tests-0123456789-abcdefgh',
  DATA_ENCRYPTION_KEY: 'the-key-of-the-log-tests-9876543210-qwertzuiop',
};

let app: TestApp;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pabrik-logs-'));
  const env = { ...ENVIRONMENT, LOG_FILE: join(folder, 'pabrik.log'), LOG_LEVEL: 'trace', PASSWORD_HASHING: 'fast' };
  app = await startTestApp({ env });
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const written = (): string => readFileSync(join(folder, 'pabrik.log'), 'utf8');

/** The lines of one request, once its access line is on the disk. */
async function linesOf(answer: Answer): Promise<Record<string, any>[]> {
  const id = answer.headers['x-request-id']!;
  for (let tries = 0; tries < 200; tries++) {
    const lines = written().split('\n').slice(0, -1);
    const events = lines.map((line) => JSON.parse(line)).filter((event) => event.request_id === id);
    if (events.some(({ msg }) => msg === 'request')) return events;
    await sleep(20);
  }
  throw new Error(`Nothing was written of ${id}: ${answer.status} ${answer.text.slice(0, 600)}`);
}

const isWaiting = async (): Promise<boolean> =>
  (
    await app.db.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`,
    )
  ).rowCount! > 0;

/** Texts that would end a line, begin another, move a terminal's cursor, or break what reads the log. */
const HOSTILE: readonly string[] = [
  ...['\n', '\r', '\r\n', '\n\n', '\u0085', '\u2028', '\u2029', '\v', '\f', '\0'],
  ...['\u001b[31m', '\u001b[2J\u001b[H', '\u001b]0;title\u0007', '\u009b2J', '\b\b\b\b', '\t', '\u007f', '\u0007'],
  ...[
    '"',
    '\\',
    '\\"',
    '"}\n{"level":"fatal","msg":"forged"}',
    '\r\n{"level":"info","msg":"request","status":200}',
    "'",
  ],
  ...['\\n{"a":1}', '%0d%0a', '${jndi:ldap://x}', '<script>', '\ud800', '\udfff\ud83d', '\u202e', 'x'.repeat(6_000)],
];

describe('the access log', () => {
  it('says of each request who asked for what, how it went and how long it took', async () => {
    const before = performance.now();
    const answer = await app.as(app.admin).get('/products?limit=1');
    const [event, ...more] = await linesOf(answer);
    const took = performance.now() - before;
    expect(more).toEqual([]);
    expect(event).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      request_id: answer.headers['x-request-id'],
      method: 'GET',
      path: '/api/v1/products',
      status: 200,
      response_time_ms: expect.any(Number),
      user_id: app.admin.id,
      ip: '127.0.0.1',
      msg: 'request',
    });
    expect(event!['response_time_ms']).toBeGreaterThan(0);
    expect(event!['response_time_ms']).toBeLessThanOrEqual(Math.round(took * 10) / 10 + 0.1);
  });

  it('measures until the answer is given, as a statement that waits shows', async () => {
    const locked = await app.db.connect();
    try {
      await locked.query('begin');
      await locked.query('select from erp.companies where id = $1 for update', [app.company_id]);
      const waiting = app.as(app.admin).patch(`/companies/${app.company_id}`, { name: 'Main' });
      while (!(await isWaiting())) await sleep(10);
      const began = performance.now();
      await sleep(300);
      const waited = performance.now() - began;
      await locked.query('rollback');
      const events = await linesOf(await waiting);
      expect(events.at(-1)!['response_time_ms']).toBeGreaterThan(waited);
    } finally {
      locked.release();
    }
  });
});

describe('what a caller sends', () => {
  it('never becomes a line of its own, whichever way it gets into the log', async () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(30);
    app.checkContract = false;
    const answers: Answer[] = [];
    const nobody = app.as(null);
    for (const text of HOSTILE) {
      const header = { 'user-agent': text, 'x-request-id': text, 'x-forwarded-for': text, host: text };
      answers.push(await nobody.get(`/products/${encodable(text)}`, header));
      answers.push(await nobody.post('/auth/login', { username: text, password: text }, { 'user-agent': text }));
      answers.push(await app.as(app.admin).post('/units', { code: text, name: text, dimension: text }));
      answers.push(await app.as(app.admin).post('/units', text, { 'content-type': text, 'idempotency-key': text }));
    }
    app.checkContract = true;
    const requests = new Set<string>();
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      const events = await linesOf(answer);
      expect(events.filter(({ msg }) => msg === 'request')).toHaveLength(1);
      requests.add(events[0]!['request_id']);
    }
    expect(requests.size).toBe(answers.length);
    const lines = written().split('\n').slice(0, -1);
    for (const line of lines) {
      // No character that a terminal or a reader of lines would act upon; JSON escapes them.
      expect(line).not.toMatch(/[\u0000-\u001f]/);
      expect(Object.keys(JSON.parse(line))).toEqual(expect.arrayContaining(['level', 'time', 'msg']));
    }
    expect(lines.filter((line) => JSON.parse(line).msg === 'forged')).toEqual([]);
  });
});

/** In a path: as it stands where HTTP lets it through, else with percent signs; half a pair of surrogates has no such form. */
function encodable(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

describe('secrets', () => {
  it('of those who log in, change, confirm and prove who they are stand in no line', async () => {
    const person = await aPerson(app);
    const chosen = 'another password of this very test';
    const wrong = 'a wrong password that somebody typed';
    const { body: session } = await login(app, person.username);
    await login(app, person.username, wrong);
    const refreshed = await app.as(null).post('/auth/refresh', { refresh_token: session.refresh_token });
    const header = bearer(refreshed.body.access_token);
    const nobody = app.as(null);
    const { body: key } = await app.as(app.admin).post('/auth/api-keys', {
      name: 'Log reader',
      permissions: ['auth.roles.read'],
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect((await nobody.get('/auth/roles', bearer(key.key))).status).toBe(200);
    const { body: factor } = await nobody.post('/auth/mfa/enrol', { current_password: PASSWORD }, header);
    const code = hotp(fromBase32(factor.secret), stepAt(Date.now() / 1000));
    const { body: confirmed } = await nobody.post('/auth/mfa/confirm', { code }, header);
    expect(confirmed.recovery_codes).toHaveLength(10);
    const { body: challenge } = await login(app, person.username);
    await nobody.post('/auth/login/mfa', { mfa_token: challenge.mfa_token, code: confirmed.recovery_codes[0] });
    // Sent where they do not belong: in a path, a query, a field that is refused, and to a route that is not there.
    await nobody.get(`/products?token=${session.refresh_token}`, header);
    await nobody.post('/auth/login', { username: person.username, password: PASSWORD, passwd: wrong });
    await nobody.post(`/nowhere?password=${encodeURIComponent(PASSWORD)}`, { password: PASSWORD });
    const changed = await nobody.post(
      '/auth/change-password',
      { current_password: PASSWORD, new_password: chosen },
      header,
    );
    expect(changed.status).toBeLessThan(300);
    await linesOf(changed);
    const known = {
      ...ENVIRONMENT,
      'the password': PASSWORD,
      'the new password': chosen,
      'a wrong password': wrong,
      'an access token': session.access_token,
      'a refresh token': session.refresh_token,
      'an API key': key.key,
      'the second factor': factor.secret,
      'a recovery code': confirmed.recovery_codes[0],
      'a challenge': challenge.mfa_token,
    };
    expect(Object.values(known).every((secret) => typeof secret === 'string' && secret.length > 7)).toBe(true);
    expect(secretsIn(written(), known)).toEqual([]);
  });

  it('would be found if they stood there', () => {
    const [jwt, hash] = [`eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl`, '$argon2id$v=19$m=19456'];
    for (const text of [jwt, hash, 'postgresql://erp:pass@db/erp', `Bearer ${'a'.repeat(24)}`, `pbr_${'b'.repeat(43)}`])
      expect(secretsIn(`{"msg":"${text}"}`)).not.toEqual([]);
    expect(secretsIn('a b%20c', { known: 'b c' })).toEqual(['known']);
    expect(secretsIn('{"msg":"request"}', { known: 'b c' })).toEqual([]);
  });
});
