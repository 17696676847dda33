import { readdirSync } from 'node:fs';
import { emptyDatabase, type TestDatabase } from '../support/database.js';
import { runCli } from '../support/run-cli.js';

jest.setTimeout(120_000);

const MIGRATIONS = readdirSync('migrations').filter((file) => /^\d+-.*\.ts$/.test(file)).length;

let databases: TestDatabase[];

beforeEach(() => {
  databases = [];
});

afterEach(async () => {
  for (const database of databases) await database.drop();
});

async function anEmptyDatabase(): Promise<{ database: TestDatabase; env: Record<string, string> }> {
  const database = await emptyDatabase();
  databases.push(database);
  return { database, env: { DATABASE_URL: database.url } };
}

/** Tables, columns, constraints, triggers, functions and rights of schema erp, as text. */
async function describeSchema(database: TestDatabase): Promise<string[]> {
  const { rows } = await database.pool().query<{ line: string }>(`
    select format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'erp'::regnamespace
    union all
    select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'erp'::regnamespace
    union all
    select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'erp'::regnamespace and not t.tgisinternal
    union all
    select format('%s %s %s', p.oid::regprocedure, p.proacl, p.prosrc) from pg_proc p where p.pronamespace = 'erp'::regnamespace
    union all
    select format('%s owner %s rights %s', relname, relowner::regrole, relacl) from pg_class where relnamespace = 'erp'::regnamespace
    order by 1`);
  return rows.map(({ line }) => line);
}

it('applies everything once, and says by its exit code whether something is pending', async () => {
  const { env } = await anEmptyDatabase();
  const before = await runCli(['migrate', 'status'], env);
  expect(before.code).toBe(2);
  expect(before.stdout.match(/^pending /gm)).toHaveLength(MIGRATIONS);

  const run = await runCli(['migrate'], env);
  expect(run.code).toBe(0);
  expect(run.stdout.match(/^applied /gm)).toHaveLength(MIGRATIONS);
  expect((await runCli(['migrate', 'run'], env)).stdout).toContain('The database is up to date.');

  const after = await runCli(['migrate', 'status'], env);
  expect(after.code).toBe(0);
  expect(after.stdout.match(/^applied /gm)).toHaveLength(MIGRATIONS);
});

it('shows with --sql exactly what it would do, without doing it', async () => {
  const shown = await anEmptyDatabase();
  const sql = await runCli(['migrate', '--sql'], shown.env);
  expect(sql.code).toBe(0);
  const untouched = await shown.database.pool().query(`select 1 from pg_namespace where nspname = 'erp'`);
  expect(untouched.rowCount).toBe(0);
  await shown.database.pool({ options: '' }).query(sql.stdout);

  const migrated = await anEmptyDatabase();
  await runCli(['migrate'], migrated.env);
  expect(await describeSchema(shown.database)).toEqual(await describeSchema(migrated.database));
  const status = await runCli(['migrate', 'status'], shown.env);
  expect(status.code).toBe(0);
});

it('lets four processes migrate at the same time: each migration is applied once and all end well', async () => {
  const { env } = await anEmptyDatabase();
  const runs = await Promise.all(Array.from({ length: 4 }, () => runCli(['migrate'], env)));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const applied = runs.flatMap(({ stdout }) => stdout.match(/^applied .*/gm) ?? []);
  expect(applied).toHaveLength(MIGRATIONS);
});

it('undoes the last migration only when told so twice', async () => {
  const { env } = await anEmptyDatabase();
  await runCli(['migrate'], env);
  const asked = await runCli(['migrate', 'down'], env);
  expect(asked.code).toBe(1);
  expect(asked.stderr).toContain('--yes');
  const undone = await runCli(['migrate', 'down', '--yes'], env);
  expect(undone.code).toBe(0);
  expect((await runCli(['migrate', 'status'], env)).stdout.match(/^pending /gm)).toHaveLength(1);
});

it('ends with a sentence and a non-zero code when the database does not answer', async () => {
  const result = await runCli(['migrate'], { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('ECONNREFUSED');
  expect(result.stderr).not.toMatch(/^\s+at /m);
});
