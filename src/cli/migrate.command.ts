import type { Command } from 'commander';
import pg from 'pg';
import { loadMigrations, pendingSql, runMigrations, undoLastMigration } from '../kernel/database/index.js';
import { print, say, withDatabase } from './context.js';

/** `pabrik migrate`: one process at a time, by an advisory lock; a failed migration leaves the database as it was before it. */
export function addMigrate(program: Command): void {
  const migrate = program
    .command('migrate')
    .description(
      'apply pending migrations (run), show them (status), print their SQL (--sql), undo the last one (down)',
    )
    .option('--sql', 'print the SQL of the pending migrations instead of running it')
    .action(({ sql }: { sql?: boolean }) =>
      withDatabase(({ databaseDirectUrl }) => (sql ? showSql(databaseDirectUrl) : run(databaseDirectUrl))),
    );
  migrate
    .command('run')
    .description('apply pending migrations')
    .action(() => withDatabase((config) => run(config.databaseDirectUrl)));
  migrate
    .command('status')
    .description('list all migrations; exit code 2 when some are pending')
    .action(() => withDatabase((config) => status(config.databaseDirectUrl)));
  migrate
    .command('down')
    .description('undo the last migration, with the data of its tables')
    .option('--yes', 'do it without a question; needed where nobody can be asked')
    .action(({ yes }: { yes?: boolean }) => withDatabase((config) => down(config.databaseDirectUrl, yes ?? false)));
}

async function run(url: string): Promise<void> {
  const applied = await runMigrations(url);
  for (const name of applied) print(`applied  ${name}`);
  print(applied.length === 0 ? 'The database is up to date.' : `${applied.length} applied.`);
}

async function status(url: string): Promise<void> {
  const applied = await appliedMigrations(url);
  const all = await loadMigrations();
  for (const { name } of all) print(`${applied.has(name) ? 'applied' : 'pending'}  ${name}`);
  const known = new Set(all.map(({ name }) => name));
  for (const name of applied) if (!known.has(name)) print(`unknown  ${name} (made by a newer version of Pabrik)`);
  if (all.some(({ name }) => !applied.has(name))) process.exitCode = 2;
}

async function showSql(url: string): Promise<void> {
  const statements = await pendingSql(url);
  if (statements.length === 0) say('Nothing is pending.');
  else
    print(
      [
        'begin;',
        ...statements.map((sql) => (sql.startsWith('--') ? `\n${sql}` : `${sql.replace(/;\s*$/, '')};`)),
        'commit;',
      ].join('\n'),
    );
}

async function down(url: string, confirmed: boolean): Promise<void> {
  const last = [...(await appliedMigrations(url))].at(-1);
  if (!last) {
    print('No migration is applied.');
    return;
  }
  if (!confirmed) throw new Error(`This would undo ${last} and drop its tables with their data. Say --yes to do it.`);
  await undoLastMigration(url);
  print(`undone  ${last}`);
}

/** Names in the order in which they were applied; none where the database has never been migrated. */
async function appliedMigrations(url: string): Promise<Set<string>> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'pabrik migrate status',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ known: boolean }>(
      `select to_regclass('erp.schema_migrations') is not null as known`,
    );
    if (!rows[0]?.known) return new Set();
    const { rows: applied } = await client.query<{ name: string }>(
      'select name from erp.schema_migrations order by id',
    );
    return new Set(applied.map(({ name }) => name));
  } finally {
    await client.end();
  }
}
