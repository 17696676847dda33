import { createApp } from './app.configure.js';
import { runMigrations } from './kernel/database/index.js';
import { createLogger } from './kernel/http/index.js';
import { Readiness } from './operations/index.js';
import { banner } from './start/banner.js';
import { readConfigOrExit } from './start/config.js';
import { openDatabaseServer } from './start/database-server.js';
import { prepareDemo } from './start/demo.js';
import { Shutdown } from './start/shutdown.js';

const settings = readConfigOrExit();
const logger = createLogger(settings);
const database = openDatabaseServer(settings, (message) => logger.info(message));
const shutdown = new Shutdown({
  graceSeconds: settings.shutdownGraceSeconds,
  closeDatabase: async () => (await database).close(),
  logger,
});
try {
  const { config } = await database;
  if (!config.isProduction) await runMigrations(config.databaseDirectUrl);
  const app = await createApp(config, logger);
  shutdown.includes(app, () => app.get(Readiness).drain());
  const demo = await prepareDemo(app, config, (message) => logger.info(message));
  await app.listen({ port: config.port, host: config.host });
  banner(await app.getUrl(), config, demo);
} catch (error) {
  await shutdown.fail(error);
}
