import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';

const ENV = {
  ALLOWED_HOSTS: 'erp.example.com,*.plant.example.com',
  CORS_ORIGINS: 'https://app.example.com',
  TRUST_PROXY: 'loopback',
};
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: ENV });
  app.checkContract = false;
});
afterAll(() => app.close());

const HOST = { host: 'erp.example.com' };
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  app.as(app.admin).get(path, { ...HOST, ...headers });

describe('the host of a request', () => {
  test.each([
    ['erp.example.com', 200],
    ['ERP.example.com:8443', 200],
    ['one.plant.example.com', 200],
    ['plant.example.com', 400],
    ['evil.example.com', 400],
    ['erp.example.com.evil.example', 400],
    ['127.0.0.1', 400],
    ['', 400],
  ])('%p is answered %d', async (host, status) => {
    const answer = await app.as(app.admin).get('/units', { host });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body).toMatchObject({ error_code: 'MALFORMED_REQUEST' });
  });

  test('is any for probes and metrics, which come by address', async () => {
    for (const path of ['//health/live', '//health/ready', '/health', '//metrics'])
      expect((await app.as(null).get(path, { host: '10.1.2.3:3000' })).status).toBe(200);
    expect((await app.as(null).get('//health/nowhere', { host: '10.1.2.3' })).status).toBe(400);
  });
});

describe('a page of another origin', () => {
  const preflight = (origin: string): Promise<Answer> =>
    app.as(null).request('OPTIONS', '/units', undefined, {
      ...HOST,
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,x-evil',
    });

  test('may ask with the methods and headers there are, and without cookies, where its origin is listed', async () => {
    const { status, headers } = await preflight('https://app.example.com');
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe('https://app.example.com');
    expect(headers['access-control-allow-methods']).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
    expect(headers['access-control-allow-headers']).toBe(
      'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id',
    );
    expect(headers['access-control-max-age']).toBe('600');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    const answer = await get('/units', { origin: 'https://app.example.com' });
    expect(answer.headers['access-control-expose-headers']).toContain('RateLimit-Policy');
  });

  test.each(['https://evil.example.com', 'https://app.example.com.evil.example', 'http://app.example.com', 'null'])(
    'of %p may not',
    async (origin) => {
      expect((await preflight(origin)).headers).not.toHaveProperty('access-control-allow-origin');
      expect((await get('/units', { origin })).headers).not.toHaveProperty('access-control-allow-origin');
    },
  );
});

describe('headers', () => {
  test('Swagger UI and the board run nothing but their own, and are framed by nobody', async () => {
    for (const path of ['//docs', '//board', '//openapi.json', '/units']) {
      const { headers } = await get(path);
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|https?:|data:)/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
    }
  });

  test('browsers that came by TLS are told to stay with it, others are not', async () => {
    const by = async (proto: string): Promise<unknown> =>
      (await get('/units', { 'x-forwarded-proto': proto })).headers['strict-transport-security'];
    expect(await by('https')).toBe('max-age=31536000; includeSubDomains');
    expect(await by('http')).toBeUndefined();
  });
});

describe('what goes wrong says nothing of the inside', () => {
  const INSIDE =
    /select |insert |from erp\.|erp\.|pg_|constraint|relation|column|syntax error|at .*\.(js|ts)|node_modules|SyntaxError|TypeError|position \d|stack|postgres|fastify|nestjs|\/src\/|\/work\//i;
  const post = (body: string, headers: Record<string, string> = {}): Promise<Answer> =>
    app.as(app.admin).post('/units', body, { ...HOST, 'content-type': 'application/json', ...headers });
  const expectSilent = ({ text, headers }: Answer): void => {
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(text).not.toMatch(INSIDE);
  };

  test('a fault of the database', async () => {
    await app.db.query('alter table erp.units rename to units_away');
    try {
      const answer = await get('/units');
      expect(answer).toMatchObject({ status: 500, body: { error_code: 'INTERNAL_ERROR', title: 'Internal error' } });
      expectSilent(answer);
    } finally {
      await app.db.query('alter table erp.units_away rename to units');
    }
    expect((await get('/units')).status).toBe(200);
  });

  test.each([
    ['broken JSON', '{"code": ', 400, 'MALFORMED_REQUEST'],
    ['no JSON at all', '<x/>', 400, 'MALFORMED_REQUEST'],
    ['a body too deep', '['.repeat(33) + ']'.repeat(33), 400, 'MALFORMED_REQUEST'],
    ['a body too large', JSON.stringify({ code: 'x'.repeat(300_000) }), 413, 'BODY_TOO_LARGE'],
    ['another name twice', '{"code":"A","code":"B"}', 400, 'MALFORMED_REQUEST'],
  ])('%s', async (_what, body, status, code) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status, body: { error_code: code } });
    expectSilent(answer);
  });

  test('another type of body, a route that is none, an id that is none, a method that is none', async () => {
    const answers = [
      await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      await get('/nowhere/../etc/passwd'),
      await get('/units/not-an-id'),
      await app.as(app.admin).request('PUT', '/units', '{}', { ...HOST, 'content-type': 'application/json' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([415, 404, 400, 404]);
    answers.forEach(expectSilent);
  });
});
