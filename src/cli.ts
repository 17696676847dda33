import { Command } from 'commander';
import { addAccounts } from './cli/accounts.command.js';
import { addBootstrap } from './cli/bootstrap.command.js';
import { addCheck } from './cli/check.command.js';
import { addHealth } from './cli/health.command.js';
import { addImport } from './cli/import.command.js';
import { addMigrate } from './cli/migrate.command.js';
import { addSeed } from './cli/seed.command.js';
import { VERSION } from './kernel/config/index.js';
import { exitWith } from './start/config.js';

const program = new Command('pabrik')
  .description(
    "Pabrik's operator command. Without DATABASE_URL it works on the embedded database, also while the server runs.",
  )
  .version(VERSION)
  .showHelpAfterError();

program
  .command('serve')
  .description('start the server (the same as npm start)')
  .action(async () => {
    await import('./main.js');
  });
addBootstrap(program);
addMigrate(program);
addSeed(program);
addImport(program);
addCheck(program);
addHealth(program);
addAccounts(program);

await program
  .parseAsync()
  .catch((error: unknown) => exitWith(error, { stack: ['debug', 'trace'].includes(process.env['LOG_LEVEL'] ?? '') }));
