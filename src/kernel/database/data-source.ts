import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import type { PoolConfig } from 'pg';
import { DataSource, QueryFailedError, getMetadataArgsStorage } from 'typeorm';
import type { MigrationInterface } from 'typeorm';
import { becomeOwner } from '../../../migrations/support/roles.js';
import type { AppConfig } from '../config/index.js';
import { PG_TYPES } from './pg-types.js';

/** Key of the session lock that keeps two migrating processes apart. */
const MIGRATION_LOCK = 7_215_400_310;

/** Which migrations the database has. Made here and not by TypeORM, so that its key has a name like every other. */
export const MIGRATIONS_TABLE = `
  create table if not exists erp.schema_migrations (
    id serial constraint pk_schema_migrations primary key, "timestamp" bigint not null, name varchar not null
  )`;

const LOCK_TIMEOUT_MS = 2500;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
const POOL_WAIT_MS = 2000;

/**
 * A connection that dies while nobody waits for an answer on it tells so by an event, and an event without a listener ends the
 * process: the pool listens to those in its keeping, this one to those handed out. Their next statement fails by itself.
 */
export class PooledClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/**
 * What every session of the server has. Given when it connects; a pooler in transaction mode passes nothing of that on, so behind one
 * the login itself has them (`alter role ... set ...`), and `sessionFault` says so when it has not.
 */
export function sessionSettings(config: AppConfig): Readonly<Record<string, string | number>> {
  return {
    role: 'erp_app',
    search_path: 'erp',
    timezone: config.appTimezone,
    statement_timeout: config.databaseStatementTimeoutMs,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    jit: 'off',
  };
}

/** A pool's own part of its settings, for the primary and for a replica: sessions as the server's, with finite time-outs. */
export function poolOptions(config: AppConfig): PoolConfig {
  return {
    max: config.databasePoolSize,
    connectionTimeoutMillis: POOL_WAIT_MS,
    query_timeout: config.databaseStatementTimeoutMs + 1000,
    application_name: 'pabrik',
    types: PG_TYPES,
    Client: PooledClient,
    options: Object.entries(sessionSettings(config))
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

/** The one DataSource of the server: every connection works as `erp_app`, in the factory's time zone, with finite time-outs. */
export function createDataSource(config: AppConfig): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.databaseUrl,
    schema: 'erp',
    entities: getMetadataArgsStorage().tables.map(({ target }) => target as never),
    synchronize: false,
    extra: poolOptions(config),
  });
}

/** The migration classes, in the order of their files: whatever lies in `migrations/` is found there, nothing is listed by hand. */
export async function loadMigrations(): Promise<(new () => MigrationInterface)[]> {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../migrations');
  const files = readdirSync(folder)
    .filter((file) => /^\d+-[a-z-]+\.(ts|js)$/.test(file))
    .sort();
  const modules = await Promise.all(
    files.map((file) => {
      const path = join(folder, file);
      return import(process.platform === 'win32' ? pathToFileURL(path).href : path) as Promise<Record<string, unknown>>;
    }),
  );
  return modules.flatMap((module) => Object.values(module)) as (new () => MigrationInterface)[];
}

export interface MigrationStatus {
  readonly name: string;
  readonly applied: boolean;
}

/** From PostgreSQL 16 on, who makes a role without being a superuser may grant it, but acts as it only when the session says so. */
const ACT_AS_ROLES_MADE = `select set_config('createrole_self_grant', 'set, inherit', false) where current_setting('server_version_num')::integer >= 160000`;

const LOCK_PATIENCE_MS = 1_000;
const LOCK_PAUSE_MS = 1_000;
const LOCK_ATTEMPTS = 60;

/**
 * Makes the roles of the system on a server that does not have them, as the first migration would: what a dump says of owners and rights
 * has somebody to name. @param url of an empty database, which is empty afterwards as well. @throws Error in plain words when the login may not
 */
export async function prepareRoles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'pabrik backup' });
  await client.connect();
  try {
    await client.query(ACT_AS_ROLES_MADE);
    await becomeOwner(client);
    await client.query('drop schema erp');
  } finally {
    await client.end();
  }
}

/** Runs `work` with a DataSource that is `erp_admin` on one connection, under the migration lock. */
async function withMigrations<T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const lock = new pg.Client({ connectionString: url, application_name: 'pabrik migrate' });
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await lock.query(ACT_AS_ROLES_MADE);
    await becomeOwner(lock);
    await lock.query(MIGRATIONS_TABLE);
    const source = new DataSource({
      type: 'postgres',
      url,
      schema: 'erp',
      migrations: await loadMigrations(),
      migrationsTableName: 'schema_migrations',
      migrationsTransactionMode: 'each',
      extra: {
        max: 1,
        application_name: 'pabrik migrate',
        options: `-c role=erp_admin -c search_path=erp -c timezone=UTC -c lock_timeout=${LOCK_PATIENCE_MS}`,
      },
    });
    await source.initialize();
    try {
      // A migration that is killed lets go of its tables now, not when its statement ends. Not every system can tell.
      await source.query(`select set_config('client_connection_check_interval', '1s', false)`).catch(() => undefined);
      return await work(source);
    } finally {
      await source.destroy();
    }
  } finally {
    await lock.end();
  }
}

/**
 * A migration that waits for a table has all who come after it wait behind it, so it waits for less than they do (`lock_timeout` of the
 * server), lets them pass, and comes again.
 * @throws Error of the database when the table is not free after all attempts
 */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isLocked = error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '55P03';
      if (!isLocked || attempt === LOCK_ATTEMPTS) throw error;
      await sleep(LOCK_PAUSE_MS);
    }
  }
}

/** Applies every pending migration. @returns the names of those applied now */
export function runMigrations(url: string): Promise<string[]> {
  return withMigrations(url, async (source) => {
    const applied = async (): Promise<string[]> =>
      (await source.query<{ name: string }[]>('select name from erp.schema_migrations order by id')).map(
        ({ name }) => name,
      );
    const before = new Set(await applied());
    await patiently(() => source.runMigrations());
    return (await applied()).filter((name) => !before.has(name));
  });
}

/** Undoes the last migration. */
export function undoLastMigration(url: string): Promise<void> {
  return withMigrations(url, (source) => patiently(() => source.undoLastMigration()));
}

/** Every migration of this build and whether the database has it. */
export async function migrationStatus(query: <R>(sql: string) => Promise<R[]>): Promise<MigrationStatus[]> {
  const applied = new Set(
    (await query<{ name: string }>('select name from erp.schema_migrations')).map(({ name }) => name),
  );
  return (await loadMigrations()).map(({ name }) => ({ name, applied: applied.has(name) }));
}
