import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { cloneDatabase, emptyDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { migrationSource, otherVersion } from '../support/next-version.js';
import { PostingLoad, openFactory } from '../support/posting-load.js';
import { runCli } from '../support/run-cli.js';
import { dumpSchema } from '../support/schema-dump.mjs';
import { makeDataFolder, startServer } from '../support/server-process.js';
import type { DataFolder, ServerProcess } from '../support/server-process.js';

jest.setTimeout(600_000);

/** How often a running migration is killed. */
const KILLS = Number(process.env['MIGRATION_KILLS'] ?? 2);
const PASSWORD = 'the-password-of-the-first-administrator';
const secrets = { JWT_SECRET: randomBytes(32).toString('hex'), DATA_ENCRYPTION_KEY: randomBytes(32).toString('hex') };

const databases: TestDatabase[] = [];
const folders: string[] = [];

afterAll(async () => {
  for (const database of databases) await database.drop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function kept(database: TestDatabase): TestDatabase {
  databases.push(database);
  return database;
}

/** `pabrik migrate` in a process of its own that can be killed. */
function startMigrate(env: Record<string, string>, launcher = 'src/launch.mjs'): { kill: () => Promise<void> } {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [launcher, 'migrate'], {
    env: { PATH, HOME, TMPDIR, APP_ENV: 'test', ...secrets, ...env },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The build as it is, with one migration more: the next version of it. @returns its launcher */
function nextVersion(name: string, source: string): string {
  const { folder, launcher } = otherVersion({ migrations: { [name]: source } });
  folders.push(folder);
  return launcher;
}

async function migrating(db: Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where application_name = 'pabrik migrate' and datname = current_database()`,
  );
  return rows[0]!.count;
}

async function until(holds: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not so after ${milliseconds} ms`);
    await sleep(20);
  }
}

it('a migration that is killed half way leaves nothing half done, and the next run makes the same schema', async () => {
  const database = kept(await emptyDatabase());
  const env = { ...secrets, DATABASE_URL: database.url };
  const db = database.pool();
  // So slow that a kill meets it inside a migration.
  await db.query(`create function public.slow() returns event_trigger language plpgsql as $$ begin perform pg_sleep(0.02); end $$;
    create event trigger slow on ddl_command_end execute function public.slow()`);
  const applied = async (): Promise<string[]> =>
    (
      await db.query<{ name: string }>('select name from erp.schema_migrations order by id').catch(() => ({ rows: [] }))
    ).rows.map(({ name }) => name);
  for (let kill = 0; kill < KILLS; kill++) {
    const before = (await applied()).length;
    const run = startMigrate(env);
    await until(async () => (await applied()).length > before, 60_000);
    await sleep(Math.random() * 500);
    await run.kill();
    // What it had begun is undone at once, not when its statement ends.
    await until(async () => (await migrating(db)) === 0, 5_000);
    expect((await runCli(['migrate', 'status'], env)).code).toBe(2);
  }
  await db.query('drop event trigger slow; drop function public.slow()');
  expect((await runCli(['migrate'], env)).code).toBe(0);
  expect((await runCli(['migrate', 'status'], env)).code).toBe(0);
  const names = await applied();
  expect(new Set(names).size).toBe(names.length);
  const whole = kept(await cloneDatabase());
  expect(await dumpSchema(db)).toBe(await dumpSchema(whole.pool()));
});

describe('a new version whose migrations run under load', () => {
  let database: TestDatabase;
  let db: Pool;
  let folder: DataFolder;
  let server: ServerProcess;
  const env = (): Record<string, string> => ({ ...secrets, DATABASE_URL: database.url });

  beforeAll(async () => {
    database = kept(await cloneDatabase());
    db = database.pool();
    expect((await runCli(['bootstrap', '--password-stdin'], env(), PASSWORD)).code).toBe(0);
    folder = makeDataFolder();
    server = await startServer(folder.path, env());
  });

  const loads: PostingLoad[] = [];

  afterAll(async () => {
    for (const load of loads) await load.stop();
    await server?.end('SIGTERM');
    folder?.remove();
  });

  async function aLoad(url: string, options: { retry?: boolean } = {}): Promise<PostingLoad> {
    const load = new PostingLoad(await openFactory(url, 'admin', PASSWORD), { clients: 3, ...options });
    loads.push(load);
    return load.start();
  }

  it('one that holds a table and is killed lets go of it at once', async () => {
    const slow = nextVersion(
      '1799000000900-slow',
      migrationSource(
        'Slow1799000000900',
        ['alter table erp.products add column late text', 'select pg_sleep(60)'],
        [],
      ),
    );
    const load = await aLoad(server.url, { retry: true });
    const run = startMigrate({ DATABASE_URL: database.url }, slow);
    await until(
      async () =>
        (await db.query(`select 1 from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active'`))
          .rowCount === 1,
      60_000,
    );
    await run.kill();
    const killed = performance.now();
    await until(async () => (await migrating(db)) === 0, 3_000);
    const before = load.acknowledged;
    await until(() => Promise.resolve(load.acknowledged > before + 5), 10_000);
    await load.stop();
    await load.complete();
    expect(load.failed.filter(({ begun }) => begun > killed + 3_000)).toEqual([]);
    await load.expectOnceEach(database.url);
    const { rowCount } = await db.query(
      `select 1 from information_schema.columns where table_schema = 'erp' and column_name = 'late'`,
    );
    expect(rowCount).toBe(0);
  });
});
