import { createApp } from './app.configure.js';
import { runMigrations } from './kernel/database/index.js';
import { createLogger } from './kernel/http/index.js';
import { Readiness } from './operations/index.js';
import { banner } from './start/banner.js';
import { openDatabaseServer } from './start/database-server.js';
import { prepareDemo } from './start/demo.js';
import { exitWith, readConfig } from './start/config.js';
import { shutDownOnSignal } from './start/shutdown.js';

try {
  const settings = readConfig();
  const logger = createLogger(settings);
  const { config, close: closeDatabase } = await openDatabaseServer(settings, (message) => logger.info(message));
  if (!config.isProduction) await runMigrations(config.databaseDirectUrl);
  const app = await createApp(config, logger);
  shutDownOnSignal({
    app,
    drain: () => app.get(Readiness).drain(),
    graceSeconds: config.shutdownGraceSeconds,
    closeDatabase,
    logger,
  });
  const demo = await prepareDemo(app, config, (message) => logger.info(message));
  await app.listen({ port: config.port, host: config.host });
  banner(await app.getUrl(), config, demo);
} catch (error) {
  exitWith(error);
}
