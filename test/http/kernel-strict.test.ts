import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { unique } from '../support/makers.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    env: {
      REQUIRE_IDEMPOTENCY_KEY: 'true',
      REQUIRE_IF_MATCH: 'true',
      ALLOWED_HOSTS: 'erp.example.com,localhost',
      CORS_ORIGINS: 'https://app.example.com',
      SWAGGER_ENABLED: 'false',
    },
  });
});
afterAll(() => app.close());

const key = (): Record<string, string> => ({ 'idempotency-key': unique('K') });
const newUnit = () => app.as(app.admin).post('/units', { code: unique('U'), name: 'A unit' }, key());

describe('a server set to be strict', () => {
  // Its document is off, so there is nothing to hold the answers against.
  beforeAll(() => (app.checkContract = false));

  it('refuses a change without an Idempotency-Key, takes it with one, and asks for none to read', async () => {
    const refused = await app.as(app.admin).post('/units', { code: unique('U'), name: 'A unit' });
    expect(refused).toMatchObject({ status: 400, body: { error_code: 'IDEMPOTENCY_KEY_REQUIRED' } });
    expect((await newUnit()).status).toBe(201);
    expect((await app.as(app.admin).get('/units')).status).toBe(200);
  });

  it('refuses a change of a document without If-Match, and takes it with one', async () => {
    const { id } = (await newUnit()).body;
    const path = `/units/${id}`;
    expect(await app.as(app.admin).patch(path, { name: 'B' }, key())).toMatchObject({
      status: 428,
      body: { error_code: 'IF_MATCH_REQUIRED' },
    });
    expect((await app.as(app.admin).patch(path, { name: 'B' }, { ...key(), 'if-match': '"1"' })).status).toBe(200);
  });

  it('answers only under its own names', async () => {
    const foreign = await app.as(app.admin).get('/units', { host: 'evil.example.com' });
    expect(foreign).toMatchObject({ status: 400, body: { error_code: 'MALFORMED_REQUEST' } });
    expect((await app.as(app.admin).get('/units', { host: 'erp.example.com:8443' })).status).toBe(200);
  });

  it('tells only the pages of its own origins that they may read', async () => {
    const own = await app.as(app.admin).get('/units', { origin: 'https://app.example.com' });
    expect(own.headers['access-control-allow-origin']).toBe('https://app.example.com');
    const foreign = await app.as(app.admin).get('/units', { origin: 'https://evil.example.com' });
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    expect(foreign.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('shows no document where it is turned off', async () => {
    expect((await app.as(null).get('//docs')).status).toBe(404);
    expect(await app.as(null).get('//openapi.json')).toMatchObject({ status: 404, body: { error_code: 'NOT_FOUND' } });
  });
});
