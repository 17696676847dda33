import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { AppModule } from '../app.module.js';
import type { AppConfig } from '../kernel/config/index.js';
import { runMigrations } from '../kernel/database/index.js';
import { NestLogger, createLogger } from '../kernel/http/index.js';

/** A command may take its time: nobody waits at the other end of a request. */
const STATEMENT_TIMEOUT_MS = 600_000;

/** Starts the application on a database, without its HTTP server, for one piece of work. */
export async function insideApplication<T>(
  config: AppConfig,
  work: (app: INestApplicationContext, config: AppConfig) => Promise<T>,
): Promise<T> {
  if (!config.isProduction) await runMigrations(config.databaseDirectUrl);
  const logger = createLogger({ logLevel: 'warn' }, pino.destination({ dest: 2, sync: true }));
  const patient = config.with({ databaseStatementTimeoutMs: STATEMENT_TIMEOUT_MS, jobsEnabled: false });
  const app = await NestFactory.createApplicationContext(AppModule.with(patient), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  try {
    return await work(app, config);
  } finally {
    await app.close();
  }
}
