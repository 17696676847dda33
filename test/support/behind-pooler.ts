import pg from 'pg';
import type { AppConfig } from '../../src/kernel/config/index.js';
import { sessionSettings } from '../../src/kernel/database/data-source.js';
import type { TestDatabase } from './database.js';

const address = (): string | undefined => process.env['PABRIK_TEST_POOLER_URL'];

/** The settings of an application behind the pooler; none where the tests run without one. */
export function pooled(database: TestDatabase): Record<string, string> {
  const pooler = address();
  // A server that a suite has started for itself has no pooler before it.
  if (!pooler || new URL(database.adminUrl).host !== new URL(process.env['PABRIK_TEST_ADMIN_URL']!).host) return {};
  return {
    DATABASE_URL: `${pooler}${database.name}`,
    DATABASE_DIRECT_URL: database.url,
    DB_NAMED_STATEMENTS: 'false',
  };
}

/** Gives the pooler's login what a session of the application has, as docker/postgres/roles.sh does once for all. */
export async function keepSession(database: TestDatabase, config: AppConfig): Promise<void> {
  const pooler = address();
  if (!pooler || !config.databaseUrl.startsWith(pooler)) return;
  const login = new URL(pooler).username;
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query(
      Object.entries(sessionSettings(config))
        .map(([name, value]) => `alter role ${login} in database ${database.name} set ${name} to '${value}'`)
        .join('; '),
    );
  } finally {
    await client.end();
  }
}
