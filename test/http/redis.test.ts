import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { hasRedisServer, startRedisServer } from '../support/redis.js';
import type { RedisServer } from '../support/redis.js';

/** Nothing but Node is needed for the other suites; this one needs a real Redis. */
const suite = hasRedisServer() ? describe : describe.skip;

suite('with a Redis that two servers share', () => {
  let redis: RedisServer;
  let client: Redis;
  let one: TestApp;
  let two: TestApp;
  let viewer: TestActor;
  beforeAll(async () => {
    redis = await startRedisServer();
    client = new Redis(redis.port, '127.0.0.1', { retryStrategy: () => 100, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    const env = {
      REDIS_URL: redis.url,
      RATE_LIMIT_PER_MINUTE: '30',
      RATE_LIMIT_CLASSES: 'login=20',
      TRUST_PROXY: 'true',
    };
    one = await startTestApp({ env });
    two = await startTestApp({ env, database: one.database });
    one.checkContract = two.checkContract = false;
    viewer = await one.actor({ role: 'viewer' });
    await untilHealthSays('up');
  });
  afterAll(async () => {
    client?.disconnect();
    await two?.close();
    await one?.close();
    await redis?.remove();
  });

  let source = 0;
  const from = (): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.${(source += 1)}` });
  /** A user of his own for each question, so that nobody's limit is in the way. */
  const fresh = (): Promise<TestActor> => one.actor({ permissions: ['master_data.*.*'] });
  const health = async (app = one): Promise<Answer> => app.as(null).get('//health');

  async function untilHealthSays(status: string, apps = [one, two]): Promise<void> {
    for (const app of apps)
      for (let n = 0; n < 100 && (await health(app)).body.components.redis.status !== status; n += 1) await sleep(100);
    for (const app of apps) expect((await health(app)).body.components.redis.status).toBe(status);
  }
  async function cacheFigures(): Promise<Record<string, number>> {
    const { text } = await one.as(null).get('//metrics');
    return Object.fromEntries(
      [...text.matchAll(/^erp_cache_requests_total\{result="(\w+)"\} (\d+)$/gm)].map(([, result, n]) => [
        result,
        Number(n),
      ]),
    );
  }
  /** What one question adds to the figures, which both servers of this process share. */
  async function countedAs(question: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = await cacheFigures();
    await question();
    const after = await cacheFigures();
    return Object.fromEntries(
      Object.entries(after)
        .map(([name, n]) => [name, n - before[name]!] as const)
        .filter(([, n]) => n > 0),
    );
  }

  test('counts requests together, and the count of one server is that of the other', async () => {
    const headers = from();
    const remaining: string[] = [];
    for (let n = 0; n < 30; n += 1)
      remaining.push((await (n % 2 ? one : two).as(null).get('/errors', headers)).headers['ratelimit']!);
    expect(remaining[0]).toBe('"default";r=29;t=60');
    expect(remaining.at(-1)).toMatch(/^"default";r=0;t=\d+$/);
    for (const app of [one, two]) expect((await app.as(null).get('/errors', headers)).status).toBe(429);
    expect((await one.as(null).get('/errors', from())).status).toBe(200);
  });

  test('answers reference data from it, the same as from the database; a change on one server is seen by the other at once', async () => {
    const keeper = await fresh();
    const read = (app: TestApp): Promise<Answer> => app.as(keeper).get('/units?limit=200');
    await read(one);
    const miss = await read(one);
    let hit!: Answer;
    expect(await countedAs(async () => (hit = await read(two)))).toEqual({ hit: 1 });
    expect(hit.body).toEqual(miss.body);
    const unit = (await one.as(keeper).post('/units', { code: 'CACHED', name: 'Before' })).body;
    expect((await read(two)).body.data.map((u: any) => u.code)).toContain('CACHED');
    const path = `/units/${unit.id}`;
    await two.as(keeper).get(path);
    expect(await countedAs(() => one.as(keeper).get(path))).toEqual({ hit: 1 });
    const changed = await one.as(keeper).patch(path, { name: 'After' });
    const seen = await two.as(keeper).get(path);
    expect(seen.body.name).toBe('After');
    expect(seen.headers['etag']).toBe(changed.headers['etag']);
    await two.as(keeper).delete(path);
    expect((await one.as(keeper).get(path)).status).toBe(404);
  });

  test('a change past the servers is heard of from the database itself', async () => {
    const keeper = await fresh();
    const id = (await one.as(keeper).post('/units', { code: 'ASIDE', name: 'Before' })).body.id;
    await one.as(keeper).get(`/units/${id}`);
    await one.as(keeper).get(`/units/${id}`);
    await one.db.query(`update erp.units set name = 'Aside' where id = $1`, [id]);
    for (let n = 0; n < 100 && (await two.as(await fresh()).get(`/units/${id}`)).body.name !== 'Aside'; n += 1)
      await sleep(50);
    expect((await two.as(await fresh()).get(`/units/${id}`)).body.name).toBe('Aside');
  });

  test('what a caller may not see is not shown from it', async () => {
    const { rows } = await one.db.query<{ id: string }>(
      `insert into erp.companies (code, name, currency_code) select 'ELSE', 'Another', currency_code from erp.companies where code = 'MAIN' returning id`,
    );
    const there = await one.actor({ permissions: ['master_data.*.*'], companies: [rows[0]!.id] });
    const here = await fresh();
    const made = await one.as(there).post('/departments', { code: 'CUT', name: 'Cutting', company_id: rows[0]!.id });
    expect(made.status).toBe(201);
    for (let n = 0; n < 2; n += 1) {
      expect((await one.as(there).get(`/departments/${made.body.id}`)).status).toBe(200);
      expect((await one.as(here).get(`/departments/${made.body.id}`)).status).toBe(404);
    }
  });

  test('shows how often it answered', async () => {
    const { text } = await one.as(null).get('//metrics');
    expect(Number(/^erp_cache_hit_ratio (\S+)$/m.exec(text)![1])).toBeGreaterThan(0);
    expect(text).toMatch(/^erp_redis_up 1$/m);
  });

  test('hanging, it keeps nobody waiting: limits and data come from elsewhere, health is degraded and ready stays ready', async () => {
    const keeper = await fresh();
    redis.signal('SIGSTOP');
    try {
      const answers: Answer[] = [];
      const times: number[] = [];
      for (let n = 0; n < 20; n += 1) {
        const started = performance.now();
        answers.push(await one.as(keeper).get('/units?limit=5'));
        times.push(performance.now() - started);
      }
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      expect(times.sort((a, b) => a - b)[10]).toBeLessThan(150);
      expect(times.at(-1)).toBeLessThan(5_000);
      await sleep(600);
      expect((await health()).body).toMatchObject({
        status: 'degraded',
        components: { redis: { status: 'degraded' } },
      });
      expect((await health()).status).toBe(200);
      expect((await one.as(null).get('//health/ready')).body).toMatchObject({ status: 'ok' });
    } finally {
      redis.signal('SIGCONT');
    }
    await untilHealthSays('up');
  });

  test('killed under load, no request fails or waits; limits go on; a change made meanwhile is not forgotten when it is back', async () => {
    const keeper = await fresh();
    const made = await one.as(keeper).post('/units', { code: 'LOST', name: 'Before' });
    const path = `/units/${made.body.id}`;
    await one.as(keeper).get(path);
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        const actor = await fresh();
        const found: { status: number; ms: number }[] = [];
        for (let n = 0; n < 25; n += 1) {
          const at = performance.now();
          found.push({
            status: (await (n % 2 ? one : two).as(actor).get('/units?limit=5')).status,
            ms: performance.now() - at,
          });
        }
        return found;
      }),
    );
    await sleep(30);
    await redis.kill();
    const found = (await load).flat();
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set([200]));
    expect(Math.max(...found.map(({ ms }) => ms))).toBeLessThan(5_000);

    const headers = from();
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1) statuses.push((await one.as(null).get('/errors', headers)).status);
    expect(statuses).toEqual([...Array(30).fill(200), 429]);
    expect((await one.as(keeper).patch(path, { name: 'Meanwhile' })).status).toBe(200);
    expect((await two.as(keeper).get(path)).body.name).toBe('Meanwhile');
    await untilHealthSays('degraded');

    await redis.restart();
    await untilHealthSays('up');
    expect((await one.as(viewer).get(path)).body.name).toBe('Meanwhile');
    const keys = await client.keys('pabrik:*');
    expect(keys.some((key) => key.startsWith('pabrik:limit:'))).toBe(true);
  }, 90_000);
});

test('a Redis that is not there from the start is missed by nobody', async () => {
  const app = await startTestApp({ env: { REDIS_URL: 'redis://127.0.0.1:1/0', RATE_LIMIT_PER_MINUTE: '5' } });
  app.checkContract = false;
  try {
    const person = await app.actor({ permissions: ['master_data.*.*'] });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await app.as(person).get('/units')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await app.as(null).get('//health')).body.components.redis).toMatchObject({ status: 'degraded' });
    expect((await app.as(null).get('//health/ready')).status).toBe(200);
    const { text } = await app.as(null).get('//metrics');
    expect(text).toMatch(/^erp_redis_up 0$/m);
  } finally {
    await app.close();
  }
});
