import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A private copy of the migrated template database. */
export interface TestDatabase {
  readonly name: string;
  /** Connection string of the copy; as the owner of the server, so the application takes its own role upon connecting. */
  readonly url: string;
  /** The server's maintenance database. */
  readonly adminUrl: string;
  /** A pool as superuser, search path `erp`. */
  pool(options?: pg.PoolConfig): pg.Pool;
  /** A pool that works as the application does: role `erp_app`, search path `erp`. */
  appPool(options?: pg.PoolConfig): pg.Pool;
  /** Ends the pools handed out and drops the copy. */
  drop(): Promise<void>;
}

/** Takes a copy of the template database; some 40 ms. Drop it when the suite ends. */
export function cloneDatabase(): Promise<TestDatabase> {
  return createDatabase(`template ${required('PABRIK_TEST_TEMPLATE')} strategy file_copy`);
}

/** A database that no migration has touched. Drop it when the suite ends. */
export function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase(`template template0 encoding 'UTF8'`);
}

async function createDatabase(origin: string): Promise<TestDatabase> {
  const adminUrl = required('PABRIK_TEST_ADMIN_URL');
  const seconds = Math.floor(Date.now() / 1000);
  const name = `pabrik_test_${seconds}_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name} ${origin}`);

  const address = new URL(adminUrl);
  address.pathname = `/${name}`;
  const url = address.href;
  const pools: pg.Pool[] = [];
  const open = (session: string, options: pg.PoolConfig = {}): pg.Pool => {
    const pool = new pg.Pool({ connectionString: url, max: 10, options: session, ...options });
    pool.on('error', () => undefined);
    pools.push(pool);
    return pool;
  };
  return {
    name,
    url,
    adminUrl,
    pool: (options) => open('-c search_path=erp,public', options),
    appPool: (options) => open('-c role=erp_app -c search_path=erp', options),
    drop: async () => {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await asAdmin(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'pabrik test' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm test, which starts the database.`);
  return value;
}
