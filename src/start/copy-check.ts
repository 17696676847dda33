import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AppConfig } from '../kernel/config/index.js';
import { runMigrations } from '../kernel/database/index.js';
import { IntegrityService } from '../operations/index.js';
import type { CheckedCopy } from '../operations/index.js';

const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * `pabrik check` on a copy of the database: the application a second time, on that database alone. A copy that is older than this
 * build is migrated first, as it would be after a real restore.
 * @param moduleOf makes the application's module of a configuration
 * @param url of the copy, as a role that may migrate
 */
export async function checkCopy(
  moduleOf: (config: AppConfig) => DynamicModule,
  config: AppConfig,
  url: string,
): Promise<CheckedCopy> {
  const migrated = await runMigrations(url);
  const settings = config.with({
    databaseUrl: url,
    databaseDirectUrl: url,
    databaseStatementTimeoutMs: STATEMENT_TIMEOUT_MS,
    databasePoolSize: 2,
    jobsEnabled: false,
  });
  const app = await NestFactory.createApplicationContext(moduleOf(settings), { logger: false, abortOnError: false });
  try {
    return { migrated, invariants: await app.get(IntegrityService).check() };
  } finally {
    await app.close();
  }
}
