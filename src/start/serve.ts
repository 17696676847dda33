import cluster from 'node:cluster';
import { createApp } from '../app.configure.js';
import type { AppConfig } from '../kernel/config/index.js';
import { runMigrations } from '../kernel/database/index.js';
import { createLogger } from '../kernel/http/index.js';
import { Readiness } from '../operations/index.js';
import { banner } from './banner.js';
import { openDatabaseServer } from './database-server.js';
import { prepareDemo } from './demo.js';
import { startSentry } from './sentry.js';
import { Shutdown } from './shutdown.js';
import { tellWorkerMetrics } from './worker-metrics.js';

/** One server process from its start to its end: alone, or as one of several behind one port (`superviseWorkers`). */
export async function serve(settings: AppConfig): Promise<void> {
  const logger = createLogger(settings);
  const sentry = startSentry(settings);
  const database = openDatabaseServer(settings, (message) => logger.info(message));
  const shutdown = new Shutdown({
    graceSeconds: settings.shutdownGraceSeconds,
    closeDatabase: async () => {
      await (
        await sentry
      )();
      await (await database).close();
    },
    logger,
  });
  try {
    await sentry;
    const { config } = await database;
    if (!config.isProduction && cluster.isPrimary) await runMigrations(config.databaseDirectUrl);
    const app = await createApp(config, logger);
    shutdown.includes(app, () => app.get(Readiness).drain());
    if (cluster.isWorker) tellWorkerMetrics();
    // Of several processes the first one prepares the demo; the others are started once it serves.
    const isFirst = (cluster.worker?.id ?? 1) === 1;
    const demo = isFirst ? await prepareDemo(app, config, (message) => logger.info(message)) : undefined;
    await app.listen({ port: config.port, host: config.host });
    if (isFirst) banner(await app.getUrl(), config, demo);
  } catch (error) {
    await shutdown.fail(error);
  }
}
