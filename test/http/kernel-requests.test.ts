import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { unique } from '../support/makers.js';

let app: TestApp;
let port: number;
beforeAll(async () => {
  app = await startTestApp();
  await app.nest.listen(0, '127.0.0.1');
  port = (app.nest.getHttpServer().address() as AddressInfo).port;
});
afterAll(() => app.close());

/** Sends bytes as they are and reads until the server closes or falls silent. */
function raw(
  ...chunks: (string | Buffer)[]
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setTimeout(3000, () => socket.destroy());
    socket.on('data', (data) => {
      text += data.toString('latin1');
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      const end = text.indexOf('\r\n\r\n');
      if (length !== undefined && end > 0 && text.length >= end + 4 + Number(length)) socket.end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (text ? undefined : reject(error)));
    socket.on('close', () => {
      const [head = '', ...rest] = text.split('\r\n\r\n');
      const [first = '', ...lines] = head.split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.split(': ')[0]!.toLowerCase(), line.slice(line.indexOf(': ') + 2)]),
      );
      resolve({ status: Number(first.split(' ')[1]), headers, body: rest.join('\r\n\r\n') });
    });
    for (const chunk of chunks) socket.write(chunk);
  });
}

const send = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): ReturnType<typeof raw> => {
  const all = { host: `127.0.0.1:${port}`, authorization: `Bearer ${app.admin.token}`, ...headers };
  const length =
    body.length > 0 && !('transfer-encoding' in all) ? `content-length: ${Buffer.byteLength(body)}\r\n` : '';
  return raw(
    `${method} ${path} HTTP/1.1\r\n${Object.entries(all)
      .map(([n, v]) => `${n}: ${v}\r\n`)
      .join('')}${length}\r\n`,
    body,
  );
};

function expectProblem(
  answer: { status: number; headers: Record<string, string>; body: string },
  status: number,
  code: string,
): void {
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
  const problem = JSON.parse(answer.body) as Record<string, unknown>;
  expect(problem).toMatchObject({
    status,
    error_code: code,
    type: `/api/v1/errors#${code}`,
    request_id: answer.headers['x-request-id'],
  });
  expect(answer.body).not.toMatch(/\bat .*\.[jt]s:\d|node_modules|Fastify|FST_|HPE_|SyntaxError/);
}

describe('what cannot even be read is a problem too', () => {
  const json = { 'content-type': 'application/json' };

  it.each([
    ['an address that is not UTF-8', 'GET', '/api/v1/units/%ff', 400, 'MALFORMED_REQUEST'],
    ['a query that is not UTF-8', 'GET', '/api/v1/units?q=%ff', 400, 'MALFORMED_REQUEST'],
    ['a query with a lone %', 'GET', '/api/v1/units?q=50%', 400, 'MALFORMED_REQUEST'],
    ['an address with a lone %', 'GET', '/api/v1/units/%', 400, 'MALFORMED_REQUEST'],
    ['an id that is no UUID', 'GET', '/api/v1/units/1', 400, 'MALFORMED_REQUEST'],
    ['a very long id', 'GET', `/api/v1/units/${'1'.repeat(500)}`, 400, 'MALFORMED_REQUEST'],
    [
      'a query that nothing reads',
      'GET',
      '/api/v1/units/0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59?zzz=1',
      400,
      'UNKNOWN_QUERY_PARAMETER',
    ],
    [
      'the same of a change',
      'DELETE',
      '/api/v1/units/0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59?zzz=1',
      400,
      'UNKNOWN_QUERY_PARAMETER',
    ],
    ['no such route', 'GET', '/api/v1/nothing', 404, 'NOT_FOUND'],
    ['no such method', 'PATCH', '/api/v1/units', 404, 'NOT_FOUND'],
    ['a method of another world', 'PROPFIND', '/api/v1/units', 404, 'NOT_FOUND'],
    ['the older kanban address', 'GET', '/api/v1/kanban/cards', 404, 'NOT_FOUND'],
    ['a path that climbs', 'GET', '/api/v1/../../etc/passwd', 404, 'NOT_FOUND'],
    ['a path that climbs in disguise', 'GET', '/docs/..%2f..%2fpackage.json', 404, 'NOT_FOUND'],
  ])('%s', async (_what, method, path, status, code) => expectProblem(await send(method, path), status, code));

  it.each([
    ['broken JSON', json, '{"code":', 400, 'MALFORMED_REQUEST'],
    [
      'bytes that are not UTF-8',
      json,
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      400,
      'MALFORMED_REQUEST',
    ],
    ['a name twice', json, '{"code":"A","code":"B"}', 400, 'MALFORMED_REQUEST'],
    ['__proto__', json, '{"__proto__":{"code":"A"}}', 400, 'MALFORMED_REQUEST'],
    ['nesting', json, `${'['.repeat(1000)}${']'.repeat(1000)}`, 400, 'MALFORMED_REQUEST'],
    ['a list', json, '[]', 422, 'VALIDATION_FAILED'],
    ['null', json, 'null', 422, 'VALIDATION_FAILED'],
    ['an unknown field', json, '{"code":"A","name":"A","constructor":{"prototype":{}}}', 422, 'VALIDATION_FAILED'],
    ['NUL', json, '{"code":"A","name":"a\\u0000b"}', 422, 'VALIDATION_FAILED'],
    ['half a character', json, '{"code":"A","name":"\\ud800"}', 422, 'VALIDATION_FAILED'],
    ['a number too long', json, '{"code":"A","name":"A","decimals":9007199254740993}', 422, 'VALIDATION_FAILED'],
    ['another content type', { 'content-type': 'text/xml' }, '<a/>', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'code=A', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['text that hopes to be JSON', { 'content-type': 'text/plain' }, '{"code":"A"}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no content type', {}, '{"code":"A"}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a nonsense content type', { 'content-type': '///' }, '{"code":"A"}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['256 KiB and one byte', json, `"${'x'.repeat(256 * 1024 - 1)}"`, 413, 'BODY_TOO_LARGE'],
    [
      'a gzip bomb',
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(`"${'x'.repeat(50_000_000)}"`),
      413,
      'BODY_TOO_LARGE',
    ],
    ['gzip that is none', { ...json, 'content-encoding': 'gzip' }, 'no gzip', 400, 'MALFORMED_REQUEST'],
    ['an encoding nobody knows', { ...json, 'content-encoding': 'lzma' }, '{}', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('a body with %s', async (_what, headers, body, status, code) => {
    expectProblem(await send('POST', '/api/v1/units', headers as Record<string, string>, body), status, code);
    expect((await app.db.query(`select count(*)::int as n from erp.units where code = 'A'`)).rows[0].n).toBe(0);
  });

  it('a request line that is none, a method that is none, headers without end, lengths that disagree', async () => {
    expectProblem(await raw('\x00\x01\x02\r\n\r\n'), 400, 'MALFORMED_REQUEST');
    expectProblem(await raw('BREW /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n'), 400, 'MALFORMED_REQUEST');
    expectProblem(await raw('GET /api/v1/health HTTP/9.9\r\nhost: x\r\n\r\n'), 400, 'MALFORMED_REQUEST');
    expectProblem(await raw('GET /api/v1/health HTTP/1.1\r\nhost: x\r\nx\ny: z\r\n\r\n'), 400, 'MALFORMED_REQUEST');
    expectProblem(
      await raw(`GET /api/v1/health HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`),
      431,
      'HEADERS_TOO_LARGE',
    );
    expectProblem(
      await raw(
        'POST /api/v1/units HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      ),
      400,
      'MALFORMED_REQUEST',
    );
    expectProblem(
      await raw('POST /api/v1/units HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcde'),
      400,
      'MALFORMED_REQUEST',
    );
  });

  it('and the server lives on', async () => expect((await send('GET', '/health/live')).status).toBe(200));
});

describe('every answer', () => {
  const answers = async (): Promise<Answer[]> => [
    await app.as(app.admin).get('/units'),
    await app.as(null).get('/units'),
    await app.as(app.admin).post('/units', {}),
    await app.as(null).get('//health/live'),
    await app.as(null).get('/nowhere'),
  ];

  it('has the headers that keep browsers and caches honest, and tells nothing of the server', async () => {
    for (const { headers } of await answers()) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'x-frame-options': 'SAMEORIGIN',
      });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers).not.toHaveProperty('server');
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('strict-transport-security');
    }
  });

  it('reflects no origin that was not allowed', async () => {
    const { headers } = await app.as(app.admin).get('/units', { origin: 'https://evil.example.com' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = await app.nest.inject({
      method: 'OPTIONS',
      url: '/api/v1/units',
      headers: { origin: 'https://evil.example.com', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('to a plain OPTIONS is no complaint about a preflight', async () => {
    const answer = await app.nest.inject({ method: 'OPTIONS', url: '/api/v1/units' });
    expect(answer).toMatchObject({ statusCode: 204, payload: '' });
  });

  it("carries the request's own id when it is harmless, else a new one", async () => {
    const idOf = async (id: string): Promise<string | undefined> =>
      (await app.as(null).get('//health/live', { 'x-request-id': id })).headers['x-request-id'];
    expect(await idOf('order-4711.retry_2')).toBe('order-4711.retry_2');
    for (const hostile of ['a b', '\u001b[31mred', '{"level":"fatal"}', 'x'.repeat(65), '<script>', '']) {
      expect(await idOf(hostile)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    }
    const refused = await app.as(null).get('/units', { 'x-request-id': 'mine' });
    expect(refused.body.request_id).toBe('mine');
    expectProblem(await send('GET', '/api/v1/units/1', { 'x-request-id': 'a\tb' }), 400, 'MALFORMED_REQUEST');
  });

  it('that is long is compressed for who can read it', async () => {
    const plain = await app.as(null).get('/errors');
    const packed = await app.nest.inject({
      method: 'GET',
      url: '/api/v1/errors',
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.rawPayload.length).toBeLessThan(plain.text.length / 2);
  });

  it('to HEAD is that to GET without its body, under the same guard', async () => {
    const { body } = await app.as(app.admin).post('/units', { code: unique('U'), name: 'A unit' });
    app.checkContract = false; // a HEAD needs no operation of its own
    const head = await app.as(app.admin).request('HEAD', `/units/${body.id}`);
    expect([head.status, head.text, head.headers['etag']]).toEqual([200, '', '"1"']);
    expect((await app.as(null).request('HEAD', `/units/${body.id}`)).status).toBe(401);
    app.checkContract = true;
    expect((await app.as(null).get('/units')).headers['www-authenticate']).toBe('Bearer realm="pabrik"');
  });
});

describe('a list', () => {
  it.each([
    'nmae=x',
    'limit=501',
    'limit=0',
    'limit=-1',
    'limit=1e2',
    'limit=5&limit=6',
    'sort=nothing',
    'sort=constructor',
    'cursor=abc',
    'include_total=maybe',
    'q=',
    '__proto__=1',
    'constructor=1',
    'limit[a]=1',
    'is_active=1',
  ])('does not take ?%s', async (query) => {
    const answer = await app.as(app.admin).get(`/units?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'UNKNOWN_QUERY_PARAMETER' } });
    expect(answer.body.errors[0].pointer).toMatch(/^\?/);
  });

  it('pages, counts and searches', async () => {
    const tag = unique('T');
    for (let i = 0; i < 5; i++) await app.as(app.admin).post('/units', { code: `${tag}-${i}`, name: 'A unit' });
    const first = await app.as(app.admin).get(`/units?q=${tag}&limit=3&sort=code&include_total=true`);
    expect(first.body).toMatchObject({
      total: 5,
      data: [{ code: `${tag}-0` }, { code: `${tag}-1` }, { code: `${tag}-2` }],
    });
    const second = await app.as(app.admin).get(`/units?q=${tag}&limit=3&sort=code&cursor=${first.body.next_cursor}`);
    expect(second.body.data.map(({ code }: { code: string }) => code)).toEqual([`${tag}-3`, `${tag}-4`]);
    expect(second.body.next_cursor).toBeNull();
    expect((await app.as(app.admin).get(`/units?sort=-code&cursor=${first.body.next_cursor}`)).status).toBe(400);
  });
});

describe('the documentation', () => {
  it('loads in a browser that obeys its policy: scripts only from here, none inline', async () => {
    const page = await app.as(null).get('//docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source!);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      expect(source).not.toMatch(/^(https?:)?\/\//);
      const path = new URL(source, 'http://localhost/docs').pathname;
      expect([source, (await app.as(null).get(`/${path}`)).status]).toEqual([source, 200]);
    }
    expect([...page.text.matchAll(/<script(?![^>]*src=)[^>]*>\s*[^\s<]/g)]).toEqual([]);
  });

  it('is found below an address with a slash too, where its scripts would not be', async () => {
    expect(await app.as(null).get('//docs/')).toMatchObject({ status: 301, headers: { location: '/docs' } });
  });

  it('is an OpenAPI 3.1 document with a bearer scheme', async () => {
    const { body } = await app.as(null).get('//openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(body.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(body.paths['/api/v1/units'].post.security).toEqual([{ bearer: [] }]);
  });

  it('lists every error code', async () => {
    const { body } = await app.as(null).get('/errors');
    expect(body.data).toContainEqual(expect.objectContaining({ code: 'STALE_VERSION', status: 412 }));
  });
});
