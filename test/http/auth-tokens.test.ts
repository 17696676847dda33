import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
import { bearer } from '../support/people.js';

const SECRET = 'a-secret-of-the-tests-0123456789-abcdefghij';
const OLD_SECRET = 'the-secret-before-the-rotation-9876543210-zyx';

let app: TestApp;
let person: TestActor;
let good: { header: Record<string, unknown>; claims: Record<string, unknown> };

beforeAll(async () => {
  app = await startTestApp({ env: { JWT_SECRET: SECRET, JWT_SECRET_PREVIOUS: OLD_SECRET, PASSWORD_HASHING: 'fast' } });
  person = await app.actor({ role: 'super_admin' });
  const [header, claims] = person.token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  good = { header, claims };
});
afterAll(() => app.close());

const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** A token signed with our own secret unless told otherwise: what is wrong is only what the case changes. */
function forge(header: object = {}, claims: object = {}, secret: string = SECRET, hash = 'sha256'): string {
  const body = `${encode({ ...good.header, ...header })}.${encode({ ...good.claims, ...claims })}`;
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`;
}

function without(claim: string): string {
  const claims = { ...good.claims };
  delete claims[claim];
  const body = `${encode(good.header)}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
}

function unsigned(alg: string, signature = ''): string {
  return `${encode({ ...good.header, alg })}.${encode(good.claims)}.${signature}`;
}

const keyIdOf = (secret: string): string =>
  createHmac('sha256', secret).update('pabrik key id').digest('base64url').slice(0, 8);
const signature = (): string => person.token.split('.')[2]!;
const now = (): number => Math.floor(Date.now() / 1000);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

function asymmetric(): string {
  const body = `${encode({ ...good.header, alg: 'RS256' })}.${encode(good.claims)}`;
  return `${body}.${signWith('sha256', Buffer.from(body), rsa.privateKey).toString('base64url')}`;
}

let called = 0;
const trap = createServer((_request, response) => {
  called += 1;
  response.end('{}');
});
let trapUrl = '';
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      trap.listen(0, '127.0.0.1', () => {
        trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/keys`;
        resolve();
      });
    }),
);
afterAll(() => new Promise((resolve) => trap.close(resolve)));

const FORGED: Record<string, () => string> = {
  'alg none': () => unsigned('none'),
  'alg None': () => unsigned('None'),
  'alg NONE': () => unsigned('NONE'),
  'alg nOnE with our signature': () => unsigned('nOnE', signature()),
  'alg empty': () => unsigned('', signature()),
  'no alg': () => forge({ alg: undefined }),
  'HS512 with our secret': () => forge({ alg: 'HS512' }, {}, SECRET, 'sha512'),
  'HS384 with our secret': () => forge({ alg: 'HS384' }, {}, SECRET, 'sha384'),
  'RS256 with a key of their own': asymmetric,
  'HS256 keyed with a public key': () =>
    forge({}, {}, rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
  'empty signature': () => `${person.token.split('.').slice(0, 2).join('.')}.`,
  'two parts': () => person.token.split('.').slice(0, 2).join('.'),
  'four parts': () => `${person.token}.${signature()}`,
  'the signature of another token': () =>
    forge({}, { sub: app.admin.id }).split('.').slice(0, 2).concat(signature()).join('.'),
  'an altered subject': () =>
    [person.token.split('.')[0], encode({ ...good.claims, sub: app.admin.id }), signature()].join('.'),
  'an empty secret': () => forge({}, {}, ''),
  'the secret "secret"': () => forge({}, {}, 'secret'),
  'the example secret': () => forge({}, {}, 'change-me-to-at-least-32-random-characters'),
  'a truncated secret': () => forge({}, {}, SECRET.slice(0, 32)),
  'expired a second ago': () => forge({}, { iat: now() - 901, exp: now() - 1 }),
  'expired a year ago': () => forge({}, { iat: now() - 31_536_000, exp: now() - 31_535_100 }),
  'issued in the future': () => forge({}, { iat: now() + 61, exp: now() + 961 }),
  'no exp': () => without('exp'),
  'no iat': () => without('iat'),
  'a life of ten years': () => forge({}, { exp: now() + 315_360_000 }),
  'exp as a text': () => forge({}, { exp: String(now() + 900) }),
  'exp not a number': () => forge({}, { exp: null }),
  'another issuer': () => forge({}, { iss: 'https://evil.example' }),
  'no issuer': () => without('iss'),
  'another audience': () => forge({}, { aud: 'another-api' }),
  'no audience': () => without('aud'),
  'typ JWT': () => forge({ typ: 'JWT' }),
  'typ of a refresh token': () => forge({ typ: 'rt+jwt' }),
  'no typ': () => forge({ typ: undefined }),
  'kid that is a path': () => forge({ kid: '../../../../dev/null' }, {}, ''),
  'kid with SQL': () => forge({ kid: "' union select 'secret" }, {}, 'secret'),
  'kid of 10 KB': () => forge({ kid: 'k'.repeat(10_240) }),
  'kid that is an object': () => forge({ kid: { toString: 'x' } }),
  'no kid': () => forge({ kid: undefined }),
  'kid of the previous secret, signed with ours': () => forge({ kid: keyIdOf(OLD_SECRET) }),
  jku: () => forge({ jku: trapUrl }),
  x5u: () => forge({ x5u: trapUrl }),
  'an embedded jwk': () => forge({ jwk: rsa.publicKey.export({ format: 'jwk' }) }),
  'crit for what nobody knows': () => forge({ crit: ['exp'] }),
  'a session that never was': () => forge({}, { sid: '0198a6f2-3c1e-7d4b-9a55-00000000dead' }),
  'the session of another': () => forge({}, { sid: app.admin.session_id }),
  'no session': () => without('sid'),
  'no subject': () => without('sub'),
  'SQL for a session': () => forge({}, { sid: "' or '1'='1" }),
  'a header that is no JSON': () => `${encode('not json')}.${encode(good.claims)}.${signature()}`,
  'a header that is null': () => `${encode('null')}.${encode(good.claims)}.${signature()}`,
  'claims that are no JSON': () => {
    const body = `${encode(good.header)}.${encode('not json')}`;
    return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
  },
  'not before a later time': () => forge({}, { nbf: now() + 600 }),
  'not before an earlier time: we never say so': () => forge({}, { nbf: now() - 600 }),
  'a claim to be somebody': () => forge({}, { role: 'super_admin', permissions: ['*'] }),
  'a token of 10 KB, well signed': () => forge({}, { padding: 'x'.repeat(10_240) }),
  'compressed claims': () => forge({ zip: 'DEF' }),
  'claims that are not UTF-8': () => {
    const body = `${encode(good.header)}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')}`;
    return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
  },
  'x5c with a certificate': () => forge({ x5c: ['MIIB'] }),
  'an encrypted token': () => [encode({ alg: 'dir', enc: 'A256GCM' }), '', 'aaaa', 'bbbb', 'cccc'].join('.'),
  'a refresh token in a signed dress': () => forge({ typ: 'refresh+jwt' }, { use: 'refresh' }),
  'something else': () => 'hello',
};

/** Every operation that is not public, with an id where it needs one. */
async function protectedOperations(): Promise<{ method: string; path: string }[]> {
  const document = (await app.nest.inject({ method: 'GET', url: '/openapi.json' })).json();
  return Object.entries<Record<string, { 'x-permission'?: string }>>(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation['x-permission'] !== 'public')
      .map(([method]) => ({
        method: method.toUpperCase(),
        path: path.replace(/^\/api\/v1/, '').replace(/\{[^}]+\}/g, '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59'),
      })),
  );
}

test('the token that the forgeries are made from is good', async () => {
  expect((await app.as(person).get('/auth/me')).status).toBe(200);
  expect((await app.as(null).get('/auth/me', bearer(forge()))).status).toBe(200);
});

test(`there are at least 40 forgeries`, () => {
  expect(Object.keys(FORGED).length).toBeGreaterThanOrEqual(40);
});

test.each(Object.keys(FORGED))('%s: 401 on every protected operation', async (name) => {
  const header = bearer(FORGED[name]!());
  app.checkContract = name === 'alg none';
  const operations = await protectedOperations();
  expect(operations.length).toBeGreaterThan(30);
  for (const { method, path } of operations) {
    const answer = await app
      .as(null)
      .request(method, path, ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined, header);
    expect([method, path, answer.status, answer.body?.error_code]).toEqual([method, path, 401, 'UNAUTHENTICATED']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  }
  app.checkContract = true;
});

test('nothing that a header names was fetched', () => {
  expect(called).toBe(0);
});

test('30 seconds of difference between clocks are borne, no more', async () => {
  expect((await app.as(null).get('/auth/me', bearer(forge({}, { iat: now() + 25, exp: now() + 925 })))).status).toBe(
    200,
  );
  expect((await app.as(null).get('/auth/me', bearer(forge({}, { iat: now() + 40, exp: now() + 940 })))).status).toBe(
    401,
  );
});

test('a token in use ends to the second, although its signature is remembered', async () => {
  const token = bearer(forge({}, { iat: now() - 898, exp: now() + 2 }));
  expect((await app.as(null).get('/auth/me', token)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 2100));
  expect((await app.as(null).get('/auth/me', token)).status).toBe(401);
});

test('a token signed with the secret before the last change still works', async () => {
  expect((await app.as(null).get('/auth/me', bearer(forge({ kid: keyIdOf(OLD_SECRET) }, {}, OLD_SECRET)))).status).toBe(
    200,
  );
});

test('no token at all, and other schemes, are 401', async () => {
  expect((await app.as(null).get('/auth/me')).status).toBe(401);
  for (const authorization of ['Basic YWRtaW46YWRtaW4=', 'Bearer', 'Bearer ', person.token, `Token ${person.token}`]) {
    expect([authorization, (await app.as(null).get('/auth/me', { authorization })).status]).toEqual([
      authorization,
      401,
    ]);
  }
});

test('a bad token does not matter where none is needed', async () => {
  expect((await app.as(null).get('/errors', bearer('rubbish'))).status).toBe(200);
});
