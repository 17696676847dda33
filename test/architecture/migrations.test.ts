import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { becomeOwner } from '../../migrations/support/roles.js';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { MIGRATIONS_TABLE } from '../../src/kernel/database/data-source.js';
import { loadMigrations, runMigrations, undoLastMigration } from '../../src/kernel/database/index.js';
import { dumpSchema } from '../support/schema-dump.mjs';

const adminUrl = process.env['PABRIK_TEST_ADMIN_URL'] ?? '';
const name = `pabrik_test_${Math.floor(Date.now() / 1000)}_${process.pid}_${randomBytes(4).toString('hex')}`;
const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;

async function on<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Everything that a migration can leave behind in the schema and in the default privileges. */
const leftovers = (client: pg.Client): Promise<string[]> =>
  client
    .query<{ what: string }>(
      `select 'relation ' || c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'erp' and c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relname not like 'schema_migrations%'
       union all select 'function ' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'erp'
       union all select 'type ' || t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where n.nspname = 'erp' and t.typrelid = 0 and t.typelem = 0
       union all select 'extension ' || extname from pg_extension where extname <> 'plpgsql'`,
    )
    .then(({ rows }) => rows.map(({ what }) => what));

/** A DataSource that knows the first migrations only, so that they can be applied one by one. */
async function withFirst(
  migrations: Awaited<ReturnType<typeof loadMigrations>>,
  work: (source: DataSource) => Promise<void>,
): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: 'erp',
    migrations,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    extra: { max: 1, options: '-c role=erp_admin -c search_path=erp -c timezone=UTC' },
  });
  await source.initialize();
  try {
    await work(source);
  } finally {
    await source.destroy();
  }
}

beforeAll(() => on(adminUrl, (client) => client.query(`create database ${name} template template0 encoding 'UTF8'`)));
afterAll(() => on(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`)));

describe('the migrations', () => {
  it('go up, down to nothing and up again to the same schema, and a second run does nothing', async () => {
    const count = (await loadMigrations()).length;
    expect((await runMigrations(url)).length).toBe(count);
    expect(await runMigrations(url)).toEqual([]);
    const first = await on(url, dumpSchema);
    for (let left = count; left > 0; left--) await undoLastMigration(url);
    expect(await on(url, leftovers)).toEqual([]);
    expect((await runMigrations(url)).length).toBe(count);
    expect(await on(url, dumpSchema)).toBe(first);
  }, 120_000);

  /**
   * One that has landed never changes, and its pair of up and down rests on those before it only: it was held to this when it landed.
   * MIGRATIONS_ALL=1 holds all of them to it again.
   */
  it('each leave by their down exactly the schema that was there before their up', async () => {
    const all = await loadMigrations();
    const landed = readFileSync(join(PROJECT_ROOT, 'migrations', 'landed.sha256'), 'utf8');
    const isNew = (each: (typeof all)[number]): boolean => !landed.includes(` ${/\d{13}$/.exec(each.name)![0]}-`);
    const from = process.env['MIGRATIONS_ALL'] ? 0 : Math.min(all.findIndex(isNew) >>> 0, all.length - 1);
    await on(url, async (client) => {
      await client.query('drop schema erp cascade');
      await becomeOwner(client);
      await client.query(MIGRATIONS_TABLE);
    });
    if (from > 0) await withFirst(all.slice(0, from), async (source) => void (await source.runMigrations()));
    const before: string[] = [];
    for (let n = from; n < all.length; n++) {
      before[n] = await on(url, dumpSchema);
      await withFirst(all.slice(0, n + 1), async (source) => void (await source.runMigrations()));
    }
    const different: string[] = [];
    for (let n = all.length - 1; n >= from; n--) {
      await undoLastMigration(url);
      if ((await on(url, dumpSchema)) !== before[n]) different.push(all[n]!.name);
    }
    expect(different).toEqual([]);
    await runMigrations(url);
  }, 600_000);

  it('have names in the order of their times, one class a file', async () => {
    const names = (await loadMigrations()).map((migration) => migration.name);
    const times = names.map((each) => Number(/\d{13}$/.exec(each)?.[0]));
    expect(times.every(Number.isInteger)).toBe(true);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(new Set(times).size).toBe(times.length);
  });

  it('that have landed are as they were: what changes them is a new migration and a new version', () => {
    const folder = join(PROJECT_ROOT, 'migrations');
    const landed = readFileSync(join(folder, 'landed.sha256'), 'utf8').trim().split('\n');
    const digest = (file: string): string =>
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex');
    expect(landed.length).toBeGreaterThan(90);
    expect(landed.filter((line) => line !== `${digest(line.slice(66))}  ${line.slice(66)}`)).toEqual([]);
  });

  it('would be found to leave a table behind', async () => {
    await on(url, async (client) => {
      await client.query('begin; create table erp.planted (id uuid)');
      expect(await leftovers(client)).toContain('relation planted');
      await client.query('rollback');
    });
  });
});
