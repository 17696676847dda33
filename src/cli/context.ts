import type { INestApplicationContext } from '@nestjs/common';
import type { AppConfig } from '../kernel/config/index.js';
import { readConfig } from '../start/config.js';
import { openDatabaseServer } from '../start/database-server.js';

/** Says something to the person at the terminal, apart from a command's result. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Prints a command's result. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * Runs a command against the database of the settings: the one of DATABASE_URL, or the embedded one, which is shared with a
 * server that runs and otherwise started for the command alone. An interrupt leaves it in order as well.
 */
export async function withDatabase<T>(work: (config: AppConfig) => Promise<T>): Promise<T> {
  const { config, close } = await openDatabaseServer(readConfig(), say);
  const onSignal = (): void => void close().finally(() => process.exit(130));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work(config);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await close();
  }
}

/**
 * Runs a command inside the application, without its HTTP server. Outside production pending migrations are applied first. The application's
 * code is loaded here: the other commands start without.
 */
export function withApplication<T>(work: (app: INestApplicationContext, config: AppConfig) => Promise<T>): Promise<T> {
  return withDatabase(async (config) => (await import('./application.js')).insideApplication(config, work));
}
