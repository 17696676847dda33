import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { bearer } from '../support/people.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast', RATE_LIMIT_PER_MINUTE: '20', TRUST_PROXY: 'true' } });
});
afterAll(() => app.close());

async function statuses(times: number, call: () => Promise<Answer>): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < times; n += 1) all.push((await call()).status);
  return all;
}
const from = (ip: string): Record<string, string> => ({ 'x-forwarded-for': ip });

test('a user is counted as himself, and the one beside him at the same address on his own', async () => {
  const [one, two] = [await app.actor({ role: 'viewer' }), await app.actor({ role: 'viewer' })];
  expect(await statuses(22, () => app.as(one).get('/auth/me'))).toEqual([...Array(20).fill(200), 429, 429]);
  const limited = await app.as(one).get('/auth/me');
  expect(limited.body.error_code).toBe('RATE_LIMITED');
  expect(limited.headers['content-type']).toMatch('application/problem+json');
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect((await app.as(two).get('/auth/me')).status).toBe(200);
});

test('strangers are counted by address, an IPv6 network as one', async () => {
  expect(await statuses(21, () => app.as(null).get('/errors', from('203.0.113.7')))).toEqual([
    ...Array(20).fill(200),
    429,
  ]);
  expect((await app.as(null).get('/errors', from('203.0.113.8'))).status).toBe(200);
  let n = 0;
  expect(await statuses(21, () => app.as(null).get('/errors', from(`2001:db8::${(n += 1)}`)))).toEqual([
    ...Array(20).fill(200),
    429,
  ]);
});

test('guessing tokens is counted too', async () => {
  expect(
    await statuses(21, () => app.as(null).get('/auth/me', { ...bearer('rubbish'), ...from('203.0.113.20') })),
  ).toEqual([...Array(20).fill(401), 429]);
});

test("an API key has its own count and limit, apart from its owner's", async () => {
  const owner = await app.actor({ permissions: ['auth.roles.read', 'auth.api_keys.create'] });
  const make = (limit: number | null): Promise<Answer> =>
    app.as(owner).post('/auth/api-keys', {
      name: 'k',
      permissions: ['auth.roles.read'],
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      rate_limit_per_minute: limit,
    });
  const [small, plain] = [bearer((await make(3)).body.key), bearer((await make(null)).body.key)];
  expect(await statuses(4, () => app.as(null).get('/auth/roles', small))).toEqual([200, 200, 200, 429]);
  expect(await statuses(21, () => app.as(null).get('/auth/roles', plain))).toEqual([...Array(20).fill(200), 429]);
  expect((await app.as(owner).get('/auth/roles')).status).toBe(200);
});

test('probes are not counted', async () => {
  app.checkContract = false;
  for (const path of ['//health/live', '//health/ready', '/health']) {
    expect(await statuses(25, () => app.as(null).get(path, from('203.0.113.50')))).not.toContain(429);
  }
  app.checkContract = true;
});
