import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { runMigrations } from '../../src/kernel/database/index.js';
import { copyCluster, restoreOverEmbedded, startEmbeddedPostgres } from '../../src/kernel/database/embedded/index.js';
import type { EmbeddedPostgres } from '../../src/kernel/database/embedded/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { aProduct } from '../support/makers.js';
import { inStock } from '../support/production.js';

jest.setTimeout(180_000);

/** DATABASE_REPLICA_URL, with a primary and a real streaming replica of it. */
let folder: string;
let primary: EmbeddedPostgres;
let replica: EmbeddedPostgres;
let app: TestApp;

const dataDir = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pabrik-replica-'));
  chmodSync(folder, 0o711);
  primary = await startEmbeddedPostgres({ dataDir: dataDir('primary'), durable: true });
  await primary.ensureDatabase('pabrik');
  await runMigrations(primary.url('pabrik'));
  await makeReplica();
  replica = await startEmbeddedPostgres({ dataDir: dataDir('replica'), durable: true });
  const url = primary.url('pabrik');
  const pools: pg.Pool[] = [];
  const database = {
    name: 'pabrik',
    url,
    adminUrl: primary.url('postgres'),
    pool: (options: pg.PoolConfig = {}) => {
      const pool = new pg.Pool({ connectionString: url, options: '-c search_path=erp,public', ...options });
      pool.on('error', () => undefined);
      pools.push(pool);
      return pool;
    },
    appPool: () => {
      throw new Error('not here');
    },
    drop: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
  app = await startTestApp({
    database,
    env: { DATABASE_REPLICA_URL: replica.url('pabrik'), DATABASE_REPLICA_MAX_LAG_SECONDS: '2' },
  });
  await inStock(app, (await aProduct(app, { sku: 'ON-THE-PRIMARY' })).id, 7, '1');
});

afterAll(async () => {
  await app.close();
  await app.database.drop();
  await replica.stop();
  await primary.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A base copy of the primary, told to follow it. */
async function makeReplica(): Promise<void> {
  const base = join(folder, 'base');
  mkdirSync(base);
  await copyCluster(primary.url('postgres'), base);
  const password = readFileSync(join(dataDir('primary'), 'superuser-password'), 'utf8').trim();
  await restoreOverEmbedded(base, dataDir('replica'), password, false);
  const pgData = join(dataDir('replica'), 'postgres');
  const { hostname, port, username } = new URL(primary.url('postgres'));
  appendFileSync(
    join(pgData, 'postgresql.auto.conf'),
    `\nprimary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\nwal_retrieve_retry_interval = '500ms'\n`,
  );
  writeFileSync(join(pgData, 'standby.signal'), '');
  const { uid, gid } = statSync(pgData);
  chownSync(join(pgData, 'standby.signal'), uid, gid);
}

async function asSuperuser(server: EmbeddedPostgres, sql: string): Promise<any[]> {
  const client = new pg.Client({ connectionString: server.url('pabrik') });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Statements of reports answered so far, by where. */
async function reads(): Promise<{ replica: number; primary: number }> {
  const { text } = await app.as(null).get('//metrics');
  const of = (from: string): number =>
    Number(new RegExp(`^erp_db_replica_reads_total\\{from="${from}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { replica: of('replica'), primary: of('primary') };
}

async function report(): Promise<{ skus: string[]; from: 'replica' | 'primary' }> {
  const before = await reads();
  const answer = await app.as(app.admin).get('/reports/stock-on-hand');
  expect(answer.status).toBe(200);
  const after = await reads();
  return {
    skus: answer.body.data.map(({ sku }: { sku: string }) => sku),
    from: after.replica > before.replica ? 'replica' : 'primary',
  };
}

async function untilReadFrom(place: 'replica' | 'primary', milliseconds = 15_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while ((await report()).from !== place) {
    if (Date.now() > deadline) throw new Error(`Reports are not read from the ${place} after ${milliseconds} ms`);
    await sleep(200);
  }
}

const component = async (): Promise<object> => (await app.as(null).get('/health')).body.components.replica;

it('reports come from it, with what the primary was told a moment ago, and everything else does not', async () => {
  expect(await asSuperuser(replica, 'select pg_is_in_recovery() as replica')).toEqual([{ replica: true }]);
  await untilReadFrom('replica');
  const deadline = Date.now() + 5_000;
  while (!(await report()).skus.includes('ON-THE-PRIMARY') && Date.now() < deadline) await sleep(50);
  expect(await report()).toEqual({ skus: ['ON-THE-PRIMARY'], from: 'replica' });
  const before = await reads();
  expect((await app.as(app.admin).get('/warehouse/movements')).status).toBe(200);
  expect(await reads()).toEqual(before);
  const csv = await app.as(app.admin).get('/reports/stock-on-hand?format=csv');
  expect(csv.text).toContain('ON-THE-PRIMARY');
  expect((await reads()).replica).toBeGreaterThan(before.replica);
  expect(await component()).toMatchObject({ status: 'up' });
});

it('one that falls behind is left alone until it has caught up', async () => {
  await asSuperuser(replica, 'select pg_wal_replay_pause()');
  await inStock(app, (await aProduct(app, { sku: 'WHILE-IT-SLEPT' })).id, 1, '1');
  await untilReadFrom('primary');
  expect((await report()).skus).toContain('WHILE-IT-SLEPT');
  expect(await component()).toMatchObject({ status: 'degraded', message: 'the replica is too far behind' });
  expect((await app.as(null).get('/health/ready')).status).toBe(200);
  await asSuperuser(replica, 'select pg_wal_replay_resume()');
  await untilReadFrom('replica');
  expect((await report()).skus).toContain('WHILE-IT-SLEPT');
});

it('one that is gone is not missed: no report fails, and it is asked again once it is back', async () => {
  const answers: number[] = [];
  let asking = true;
  const load = (async () => {
    while (asking) answers.push((await app.as(app.admin).get('/reports/stock-on-hand')).status);
  })();
  await replica.stop();
  await untilReadFrom('primary');
  expect(await component()).toMatchObject({ status: 'degraded', message: 'the replica does not answer' });
  replica = await startEmbeddedPostgres({ dataDir: dataDir('replica'), durable: true });
  asking = false;
  await load;
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(answers.length).toBeGreaterThan(5);
});

it('a server that is no replica is not read from', async () => {
  const other = await startTestApp({
    env: { DATABASE_REPLICA_URL: app.database.url, DATABASE_REPLICA_MAX_LAG_SECONDS: '2' },
  });
  try {
    expect((await other.as(null).get('/health')).body.components.replica).toMatchObject({ status: 'degraded' });
    expect((await other.as(other.admin).get('/reports/stock-on-hand')).body.data).toEqual([]);
  } finally {
    await other.close();
  }
});
