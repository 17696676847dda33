import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
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
