import { join } from 'node:path';
import type { AppConfig } from '../kernel/config/index.js';
import { startEmbeddedPostgres } from '../kernel/database/embedded/index.js';

const DATABASE = 'pabrik';

/** Where the database is, and how to leave it. */
export interface DatabaseServer {
  /** The configuration with the database's addresses filled in. */
  config: AppConfig;
  close(): Promise<void>;
}

/** The server named by DATABASE_URL, or else our own, which is started (or joined) and has its database made. */
export async function openDatabaseServer(config: AppConfig, log: (message: string) => void): Promise<DatabaseServer> {
  if (!config.usesEmbeddedDatabase) return { config, close: () => Promise.resolve() };
  const server = await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'database'), durable: true, log });
  try {
    await server.ensureDatabase(DATABASE);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const url = server.url(DATABASE);
  return { config: config.with({ databaseUrl: url, databaseDirectUrl: url }), close: () => server.stop() };
}
