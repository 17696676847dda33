import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';

const ENV = { PASSWORD_HASHING: 'fast', RATE_LIMIT_PER_MINUTE: '10', RATE_LIMIT_CLASSES: 'login=3,report=4' };
const XFF = (ip: string): Record<string, string> => ({ 'x-forwarded-for': ip });

async function times(count: number, call: (n: number) => Promise<Answer>): Promise<Answer[]> {
  const all: Answer[] = [];
  for (let n = 0; n < count; n += 1) all.push(await call(n));
  return all;
}
const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status);

describe('behind a trusted proxy', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { ...ENV, TRUST_PROXY: '127.0.0.1' } });
    app.checkContract = false;
  });
  afterAll(() => app.close());

  test('every answer says how its caller stands; the refusal says when to come back', async () => {
    const answers = await times(11, () => app.as(null).get('/errors', XFF('203.0.113.1')));
    expect(answers[0]!.headers).toMatchObject({
      'ratelimit-policy': '"default";q=10;w=60',
      ratelimit: '"default";r=9;t=60',
    });
    expect(answers[9]!.headers['ratelimit']).toMatch(/^"default";r=0;t=\d+$/);
    expect(statuses(answers)).toEqual([...Array(10).fill(200), 429]);
    const { headers, body } = answers[10]!;
    expect(body).toMatchObject({ error_code: 'RATE_LIMITED', policy: 'default', status: 429 });
    expect(headers['retry-after']).toBe(/t=(\d+)$/.exec(headers['ratelimit']!)![1]);
  });

  test('logins have a stricter limit of their own, by address whoever sends them', async () => {
    const someone = await app.actor({ role: 'viewer' });
    const login = (headers = {}): Promise<Answer> =>
      app
        .as(null)
        .post(
          '/auth/login',
          { username: 'nobody', password: 'a long wrong password' },
          { ...XFF('203.0.113.2'), ...headers },
        );
    const answers = await times(4, (n) => login(n % 2 ? { authorization: `Bearer ${someone.token}` } : {}));
    expect(statuses(answers)).toEqual([401, 401, 401, 429]);
    expect(answers[0]!.headers).toMatchObject({
      'ratelimit-policy': '"default";q=10;w=60, "login";q=3;w=60',
      ratelimit: '"login";r=2;t=60',
    });
    expect(answers[3]!.body).toMatchObject({ error_code: 'RATE_LIMITED', policy: 'login' });
    expect((await app.as(null).get('/errors', XFF('203.0.113.2'))).status).toBe(200);
  });

  test('reports and files have theirs', async () => {
    const auditor = await app.actor({ role: 'auditor' });
    const answers = await times(5, () => app.as(auditor).get('/audit/export'));
    expect(answers[4]).toMatchObject({ status: 429, body: { policy: 'report' } });
    expect((await app.as(auditor).get('/auth/me')).status).toBe(200);
  });

  test('what has no route, the pages and the document are counted by address too; probes and preflights are not', async () => {
    const paths = ['//nowhere', '/nowhere', '//docs', '//openapi.json', '//board'];
    const answers = await times(11, (n) => app.as(null).get(paths[n % paths.length]!, XFF('203.0.113.3')));
    expect(answers.slice(0, 10).every(({ status }) => status !== 429)).toBe(true);
    expect(answers[10]).toMatchObject({ status: 429, body: { error_code: 'RATE_LIMITED' } });
    for (const path of ['//health', '//metrics', '/health/live'])
      expect(statuses(await times(12, () => app.as(null).get(path, XFF('203.0.113.3'))))).not.toContain(429);
    expect(
      statuses(await times(12, () => app.as(null).request('OPTIONS', '/units', undefined, XFF('203.0.113.4')))),
    ).not.toContain(429);
  });

  test('of many addresses in the header, the one that the proxy itself has seen counts', async () => {
    const answers = await times(11, (n) => app.as(null).get('/errors', XFF(`198.51.100.${n}, 203.0.113.5`)));
    expect(answers[10]!.status).toBe(429);
  });

  test('the figures count them by policy', async () => {
    const { text } = await app.as(null).get('//metrics');
    for (const policy of ['default', 'login', 'report'])
      expect(
        Number(new RegExp(`^erp_rate_limited_total\\{policy="${policy}"\\} (\\d+)$`, 'm').exec(text)![1]),
      ).toBeGreaterThan(0);
  });
});

describe('without a proxy that is trusted', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { ...ENV, RATE_LIMIT_CLASSES: '', RATE_LIMIT_BY: 'address' } });
    app.checkContract = false;
  });
  afterAll(() => app.close());

  test('a forged X-Forwarded-For makes nobody another, and neither does another user where addresses are counted', async () => {
    const people = [await app.actor({ role: 'viewer' }), await app.actor({ role: 'viewer' })];
    const answers = await times(11, (n) =>
      n < 5
        ? app.as(null).get('/errors', { ...XFF(`203.0.113.${n}`), forwarded: `for=203.0.113.${n}` })
        : app.as(people[n % 2]!).get('/auth/me'),
    );
    expect(statuses(answers)).toEqual([...Array(10).fill(200), 429]);
  });
});
