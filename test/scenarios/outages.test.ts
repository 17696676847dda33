import { randomUUID } from 'node:crypto';
import { chownSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { cuttableProxy } from '../support/cuttable-proxy.js';
import { cloneDatabase } from '../support/database.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct } from '../support/makers.js';
import { smallDisk } from '../support/small-disk.js';

jest.setTimeout(180_000);

/** A receipt of one piece, by its key; what became of it. */
interface Posting {
  key: string;
  status?: number;
  id?: string;
}

async function stockLocation(app: TestApp): Promise<string> {
  const { rows } = await app.db.query<{ id: string }>(
    `select id from erp.locations where code = 'STOCK' and company_id = $1`,
    [app.company_id],
  );
  return rows[0]!.id;
}

async function receive(app: TestApp, product: string, location: string, posting: Posting): Promise<Answer> {
  const lines = [{ product_id: product, quantity: 1, unit_cost: '1', to_location_id: location }];
  const begin = performance.now();
  const answer = await app
    .as(app.admin)
    .post('/warehouse/receipts', { reference: posting.key, lines }, { 'idempotency-key': posting.key });
  expect(performance.now() - begin).toBeLessThan(10_000);
  posting.status = answer.status;
  if (answer.status === 201) posting.id = answer.body.id;
  else expect([answer.status, answer.headers['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  return answer;
}

/** Every acknowledged posting is there once, and the same keys again complete the rest, each once. */
async function expectNothingLostOrDoubled(
  app: TestApp,
  product: string,
  location: string,
  postings: Posting[],
): Promise<void> {
  const acknowledged = new Map(postings.filter(({ id }) => id).map(({ key, id }) => [key, id!]));
  for (const posting of postings.filter(({ id }) => !id))
    expect((await receive(app, product, location, posting)).status).toBe(201);
  const { rows } = await app.db.query<{ reference: string; ids: string[] }>(
    'select reference, array_agg(id::text) as ids from erp.stock_movements where reference = any($1) group by 1',
    [postings.map(({ key }) => key)],
  );
  expect(rows).toHaveLength(postings.length);
  expect(rows.filter(({ ids }) => ids.length !== 1)).toEqual([]);
  for (const { reference, ids } of rows)
    if (acknowledged.has(reference)) expect(ids[0]).toBe(acknowledged.get(reference));
  const { rows: stock } = await app.db.query<{ on_hand: string }>(
    'select sum(on_hand) as on_hand from erp.stock_balances where product_id = $1',
    [product],
  );
  expect(Number(stock[0]!.on_hand)).toBe(postings.length);
  await expectIntegrity(app);
}

async function untilReady(app: TestApp, wanted: number, milliseconds: number): Promise<number> {
  const begin = performance.now();
  while ((await app.as(null).get('//health/ready')).status !== wanted) {
    if (performance.now() - begin > milliseconds) throw new Error(`Not ${wanted} after ${milliseconds} ms`);
    await sleep(50);
  }
  return performance.now() - begin;
}

describe('a connection that is cut', () => {
  it('is told by ready within 5 s, answered with 503, mended by itself, and neither loses nor doubles a posting', async () => {
    const database = await cloneDatabase();
    const proxy = await cuttableProxy(database.url);
    const app = await startTestApp({ database, env: { DATABASE_URL: proxy.url } });
    try {
      const product = (await aProduct(app)).id;
      const location = await stockLocation(app);
      const postings: Posting[] = [];
      let posting = true;
      const client = async (): Promise<void> => {
        while (posting) {
          const next: Posting = { key: randomUUID() };
          postings.push(next);
          if ((await receive(app, product, location, next)).status === 503) await sleep(50);
        }
      };
      const clients = Array.from({ length: 4 }, client);
      for (let round = 0; round < 3; round++) {
        await sleep(400);
        await proxy.cut();
        expect(await untilReady(app, 503, 5_000)).toBeLessThan(5_000);
        expect((await app.as(null).get('//health/live')).status).toBe(200);
        await proxy.mend();
        expect(await untilReady(app, 200, 5_000)).toBeLessThan(5_000);
      }
      await sleep(300);
      posting = false;
      await Promise.all(clients);
      expect(postings.some(({ status }) => status === 201)).toBe(true);
      expect(postings.some(({ status }) => status === 503)).toBe(true);
      await expectNothingLostOrDoubled(app, product, location, postings);
    } finally {
      await app.close();
      await proxy.cut();
      await database.drop();
    }
  });
});

describe('a pool that is used up', () => {
  it('answers 503 within seconds and not never, stays ready and alive, and is itself again at once', async () => {
    const app = await startTestApp({ env: { DATABASE_POOL_SIZE: '3' } });
    try {
      const product = (await aProduct(app)).id;
      const location = await stockLocation(app);
      const opening: Posting = { key: randomUUID() };
      expect((await receive(app, product, location, opening)).status).toBe(201);
      const holder = await app.db.connect();
      const postings: Posting[] = Array.from({ length: 20 }, () => ({ key: randomUUID() }));
      try {
        await holder.query('begin');
        await holder.query('select 1 from erp.stock_balances where product_id = $1 for update', [product]);
        await holder.query('select 1 from erp.stock_valuations where product_id = $1 for update', [product]);
        const waiting = Promise.all(postings.map((posting) => receive(app, product, location, posting)));
        await sleep(700);
        // What wants another connection waits for one, and is told so.
        const other = await app.as(app.admin).get('/products');
        expect([200, 503]).toContain(other.status);
        expect((await app.as(null).get('//health/live')).status).toBe(200);
        expect((await app.as(null).get('//health/ready')).status).toBe(200);
        expect((await waiting).map(({ status }) => status)).toEqual(postings.map(() => 503));
      } finally {
        await holder.query('rollback');
        holder.release();
      }
      expect((await app.as(app.admin).get('/products')).status).toBe(200);
      await expectNothingLostOrDoubled(app, product, location, [opening, ...postings]);
    } finally {
      await app.close();
    }
  });
});

describe('a disk of the database that is full', () => {
  it('lets changes fail with 503 and reads go on, and is forgotten within 5 s once there is room', async () => {
    const disk = smallDisk(256);
    if (!disk) {
      process.stderr.write('Not tried: this account may not mount a file system.\n');
      return;
    }
    const database = await cloneDatabase();
    const admin = database.pool();
    const space = `full_${process.pid}`;
    let app: TestApp | undefined;
    try {
      const { rows } = await admin.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
      const { uid, gid } = statSync(rows[0]!.folder);
      chownSync(disk.path, uid, gid);
      await admin.query(`create tablespace ${space} location '${disk.path}'`);
      await admin.end();
      const { default: pg } = await import('pg');
      const maintenance = new pg.Client({ connectionString: database.adminUrl });
      await maintenance.connect();
      await maintenance.query(`alter database ${database.name} set tablespace ${space}`);
      await maintenance.end();
      app = await startTestApp({ database });
      const product = (await aProduct(app)).id;
      const location = await stockLocation(app);
      const postings: Posting[] = [];
      const post = async (): Promise<number> => {
        const next: Posting = { key: randomUUID() };
        postings.push(next);
        return (await receive(app!, product, location, next)).status;
      };
      expect(await post()).toBe(201);
      disk.fill();
      let status = 201;
      for (let tries = 0; status === 201 && tries < 3_000; tries++) status = await post();
      expect(status).toBe(503);
      expect((await app.as(app.admin).get('/products')).status).toBe(200);
      expect((await app.as(app.admin).get(`/warehouse/stock/${product}`)).status).toBe(200);
      expect((await app.as(null).get('//health/live')).status).toBe(200);
      disk.free();
      const begin = performance.now();
      while ((await post()) !== 201) expect(performance.now() - begin).toBeLessThan(5_000);
      await expectNothingLostOrDoubled(app, product, location, postings);
    } finally {
      await app?.close();
      await database.drop();
      const { default: pg } = await import('pg');
      const maintenance = new pg.Client({ connectionString: database.adminUrl });
      await maintenance.connect();
      await maintenance.query(`drop tablespace if exists ${space}`);
      await maintenance.end();
      disk.remove();
    }
  });
});
