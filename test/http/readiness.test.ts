import { Readiness } from '../../src/operations/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.close());

it('is not ready while a migration is pending, and ready when it is applied', async () => {
  const { rows } = await app.db.query(
    'delete from erp.schema_migrations where id = (select max(id) from erp.schema_migrations) returning *',
  );
  const pending = await app.as(null).get('/health/ready');
  expect(pending.status).toBe(503);
  expect(pending.body.error.migrations).toMatchObject({ status: 'down', pending: 1 });
  await app.db.query('insert into erp.schema_migrations (id, "timestamp", name) values ($1, $2, $3)', [
    rows[0].id,
    rows[0].timestamp,
    rows[0].name,
  ]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await app.as(null).get('/health/ready')).status).toBe(200);
});

it('answers a probe that carries a token like any other, whatever the token is worth', async () => {
  const { status } = await app.as(null).get('/health/live', { authorization: 'Bearer nonsense' });
  expect(status).toBe(200);
});

it('is not ready while draining, lives on, and makes each answer the last on its connection', async () => {
  app.nest.get(Readiness).drain();
  const ready = await app.as(null).get('/health/ready');
  expect(ready.status).toBe(503);
  expect(ready.body.error.process).toEqual({ status: 'down', message: 'shutting down' });
  const live = await app.as(null).get('/health/live');
  expect(live.status).toBe(200);
  expect(live.headers['connection']).toBe('close');
});
