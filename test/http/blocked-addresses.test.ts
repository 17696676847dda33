import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { bearer } from '../support/people.js';

const ENV = {
  PASSWORD_HASHING: 'fast',
  TRUST_PROXY: 'true',
  BLOCK_AFTER_OFFENCES: '6',
  BLOCK_WINDOW_SECONDS: '60',
  BLOCK_MINUTES: '15',
  BLOCK_NEVER: '127.0.0.0/8,::1,198.51.100.0/24',
};
let app: TestApp;
/** A second server on the same database. */
let other: TestApp;
let keeper: TestActor;
beforeAll(async () => {
  app = await startTestApp({ env: ENV });
  other = await startTestApp({ env: ENV, database: app.database });
  keeper = await app.actor({ permissions: ['auth.blocked_addresses.*', 'auth.events.read'] });
});
afterAll(async () => {
  await expectIntegrity(app);
  await other.close();
  await app.close();
});

const BLOCKED = '/auth/blocked-addresses';
const from = (ip: string): Record<string, string> => ({ 'x-forwarded-for': ip });
const block = (address: string, more: object = {}, headers = {}): Promise<Answer> =>
  app.as(keeper).post(BLOCKED, { address, reason: 'Guesses passwords', ...more }, headers);
const unblock = (id: string, reason = 'It was a mistake'): Promise<Answer> =>
  app.as(keeper).post(`${BLOCKED}/${id}/unblock`, { reason });
const statusFrom = async (ip: string, at = app): Promise<number> => (await at.as(null).get('/errors', from(ip))).status;

/** What another server hears of within moments. */
async function eventually<T>(status: () => Promise<T>, wanted: T): Promise<void> {
  for (let n = 0; n < 100 && (await status()) !== wanted; n += 1) await sleep(50);
  expect(await status()).toBe(wanted);
}

async function offend(ip: string, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < times; n += 1)
    all.push((await app.as(null).get('/auth/me', { ...bearer('rubbish'), ...from(ip) })).status);
  return all;
}

describe('by hand', () => {
  test('an address is refused at once, on the other server within moments, and answered again when the block is ended', async () => {
    expect(await statusFrom('203.0.113.7')).toBe(200);
    const made = await block('203.0.113.7');
    expect(made).toMatchObject({
      status: 201,
      body: {
        network: '203.0.113.7/32',
        origin: 'manual',
        is_active: true,
        blocked_until: null,
        blocked_by: keeper.username,
      },
    });
    const refused = await app.as(null).get('/errors', from('203.0.113.7'));
    expect(refused).toMatchObject({ status: 403, body: { error_code: 'ADDRESS_BLOCKED' } });
    expect(refused.headers).not.toHaveProperty('retry-after');
    expect(await statusFrom('::ffff:203.0.113.7')).toBe(403);
    expect(await statusFrom('203.0.113.8')).toBe(200);
    await eventually(() => statusFrom('203.0.113.7', other), 403);

    expect(await unblock(made.body.id, 'Our own scanner')).toMatchObject({
      status: 200,
      body: { is_active: false, ended_by: keeper.username, end_reason: 'Our own scanner' },
    });
    expect(await statusFrom('203.0.113.7')).toBe(200);
    await eventually(() => statusFrom('203.0.113.7', other), 200);
    expect(await unblock(made.body.id)).toMatchObject({ status: 409, body: { error_code: 'INVALID_STATE' } });
  });

  test('a network is refused whole, for known users too, but not its probes and metrics', async () => {
    app.checkContract = false;
    const { body } = await block('192.0.2.77/24', { blocked_until: new Date(Date.now() + 90_000).toISOString() });
    expect(body.network).toBe('192.0.2.0/24');
    const refused = await app.as(keeper).get('/auth/me', from('192.0.2.200'));
    expect(refused.status).toBe(403);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(80);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(90);
    for (const path of ['//docs', '//openapi.json', '//board', '//nowhere', '/nowhere'])
      expect((await app.as(null).get(path, from('192.0.2.1'))).status).toBe(403);
    for (const path of ['//health/live', '//health/ready', '/health', '//metrics'])
      expect((await app.as(null).get(path, from('192.0.2.1'))).status).toBe(200);
    app.checkContract = true;
    await unblock(body.id);
  });

  test('an IPv6 network is one, and a block that runs out ends by itself', async () => {
    const { body } = await block('2001:db8:1::/48', { blocked_until: new Date(Date.now() + 3000).toISOString() });
    expect(await statusFrom('2001:db8:1:ffff::9')).toBe(403);
    expect(await statusFrom('2001:db8:2::9')).toBe(200);
    await eventually(() => statusFrom('2001:db8:1:ffff::9'), 200);
    // The server's list counts by its own clock, which may be some milliseconds before the database's.
    const shown = async (): Promise<any> => (await app.as(keeper).get(`${BLOCKED}/${body.id}`)).body;
    await eventually(async () => (await shown()).is_active, false);
    expect((await shown()).ended_at).toBeNull();
    // What ran out makes room for the next.
    const again = await block('2001:db8:1::/48');
    expect(again.status).toBe(201);
    expect((await app.as(keeper).get(`${BLOCKED}/${body.id}`)).body).toMatchObject({
      end_reason: 'It ran out',
      ended_by: null,
    });
    await unblock(again.body.id);
  });

  test('nobody blocks his own address, nor the same network twice, also with two at once', async () => {
    for (const own of ['127.0.0.1', '127.0.0.0/8'])
      expect(await block(own)).toMatchObject({ status: 409, body: { error_code: 'OWN_ADDRESS' } });
    expect(await block('203.0.113.0/24', {}, from('203.0.113.9'))).toMatchObject({
      body: { error_code: 'OWN_ADDRESS' },
    });
    const both = await Promise.all([block('203.0.113.60'), block('203.0.113.60/32')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)!.body.error_code).toBe('ADDRESS_ALREADY_BLOCKED');
    const { id } = both.find(({ status }) => status === 201)!.body;
    const ends = await Promise.all([unblock(id), unblock(id)]);
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('a repeated request with the same key blocks once', async () => {
    const headers = { 'idempotency-key': 'block-once' };
    const [one, two] = [await block('203.0.113.61', {}, headers), await block('203.0.113.61', {}, headers)];
    expect(two).toMatchObject({ status: 201, body: { id: one.body.id } });
    await unblock(one.body.id);
  });

  test('all faults are told at once', async () => {
    const wrong = await app
      .as(keeper)
      .post(BLOCKED, { address: '10.0.0.0/33', reason: 'Guesses', blocked_until: '2020-01-01T00:00:00Z' });
    expect(wrong).toMatchObject({ status: 422, body: { error_code: 'VALIDATION_FAILED' } });
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/address',
      '/blocked_until',
    ]);
    for (const wide of ['10.0.0.0/7', '2000::/3'])
      expect((await block(wide)).body.errors[0]).toMatchObject({ pointer: '/address', code: 'OUT_OF_RANGE' });
    const empty = await app.as(keeper).post(BLOCKED, { reason: 'x', color: 'red' });
    expect(empty.status).toBe(422);
    expect(empty.body.errors.length).toBe(3);
    expect((await app.as(keeper).get(`${BLOCKED}?address=nonsense`)).status).toBe(400);
    expect((await app.as(keeper).get(`${BLOCKED}/0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59`)).status).toBe(404);
    expect((await unblock('0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59')).status).toBe(404);
  });

  test('needs the permission', async () => {
    const viewer = await app.actor({ role: 'viewer' });
    expect((await app.as(viewer).get(BLOCKED)).status).toBe(403);
    expect((await app.as(viewer).post(BLOCKED, { address: '203.0.113.5', reason: 'Because' })).status).toBe(403);
    expect((await app.as(null).get(BLOCKED)).status).toBe(401);
    const admin = await app.actor({ role: 'admin' });
    expect((await app.as(admin).get(BLOCKED)).status).toBe(200);
  });
});

describe('by itself', () => {
  test('a stranger who is refused too often is blocked, each time for longer; everybody else is answered', async () => {
    expect(await offend('203.0.113.100', 6)).toEqual(Array(6).fill(401));
    await eventually(() => statusFrom('203.0.113.100'), 403);
    await eventually(() => statusFrom('203.0.113.100', other), 403);
    expect(await statusFrom('203.0.113.101')).toBe(200);
    const [first] = (await app.as(keeper).get(`${BLOCKED}?address=203.0.113.100&is_active=true`)).body.data;
    expect(first).toMatchObject({
      origin: 'automatic',
      reason: '6 refused requests within 60 seconds',
      blocked_by: null,
    });
    expect(minutesOf(first)).toBeCloseTo(15, 0);

    await unblock(first.id);
    expect(await statusFrom('203.0.113.100')).toBe(200);
    await offend('203.0.113.100', 1);
    await eventually(() => statusFrom('203.0.113.100'), 403);
    const [second] = (await app.as(keeper).get(`${BLOCKED}?address=203.0.113.100&is_active=true&origin=automatic`)).body
      .data;
    expect(minutesOf(second)).toBeCloseTo(30, 0);
    await unblock(second.id);
  });

  test('any address of an IPv6 network of 64 bits counts for it', async () => {
    for (let n = 1; n <= 6; n += 1) await offend(`2001:db8:9:9::${n}`, 1);
    await eventually(() => statusFrom('2001:db8:9:9::abcd'), 403);
    expect(await statusFrom('2001:db8:9:a::1')).toBe(200);
  });

  test('not a known user, nor an address that never is', async () => {
    const user = await app.actor({ role: 'viewer' });
    for (let n = 0; n < 10; n += 1) await app.as(user).get('/auth/users', from('203.0.113.120'));
    await offend('198.51.100.3', 10);
    await offend('127.0.0.1', 10);
    await sleep(300);
    expect(await statusFrom('203.0.113.120')).toBe(200);
    expect(await statusFrom('198.51.100.3')).toBe(200);
  });

  test('what a proxy passes on and is no address counts as the proxy itself', async () => {
    expect(await offend('<script>', 8)).toEqual(Array(8).fill(401));
    expect((await app.as(null).get('/errors', from('<script>'))).status).toBe(200);
  });
});

test('every step is an event and a row of the audit, and the figures count them', async () => {
  const events = (await app.as(keeper).get('/auth/events?event=address_blocked&limit=100')).body.data;
  expect(events.find((e: any) => e.details.network === '203.0.113.7/32')).toMatchObject({
    actor: keeper.username,
    details: { origin: 'manual' },
  });
  expect(events.find((e: any) => e.details.network === '203.0.113.100/32')).toMatchObject({
    actor: 'system',
    ip: '203.0.113.100',
  });
  const ends = (await app.as(keeper).get('/auth/events?event=address_unblocked&limit=100')).body.data;
  expect(ends.find((e: any) => e.details.network === '203.0.113.7/32').details.end_reason).toBe('Our own scanner');
  const { rows } = await app.db.query(
    `select action, count(*)::int as n from erp.audit_logs where table_name = 'blocked_addresses' group by 1 order by 1`,
  );
  expect(rows.map(({ action }) => action)).toEqual(['insert', 'update']);
  const { text } = await app.as(null).get('//metrics');
  expect(Number(/^erp_address_blocks_total\{origin="automatic"\} (\d+)$/m.exec(text)![1])).toBeGreaterThanOrEqual(3);
  expect(Number(/^erp_blocked_requests_total (\d+)$/m.exec(text)![1])).toBeGreaterThan(5);
  expect(text).toMatch(/^erp_blocked_addresses \d+$/m);
});

function minutesOf({ blocked_at, blocked_until }: { blocked_at: string; blocked_until: string }): number {
  return (Date.parse(blocked_until) - Date.parse(blocked_at)) / 60_000;
}
