import { Command } from 'commander';
import { VERSION } from './kernel/config/index.js';
import { exitWith } from './start/config.js';

type Adder = (program: Command) => void;

/** The commands by name. Each file is loaded only when its command is asked for: a probe that runs every few seconds must not load the application. */
const COMMANDS: Readonly<Record<string, () => Promise<readonly Adder[]>>> = {
  bootstrap: async () => [(await import('./cli/bootstrap.command.js')).addBootstrap],
  migrate: async () => [(await import('./cli/migrate.command.js')).addMigrate],
  seed: async () => [(await import('./cli/seed.command.js')).addSeed],
  import: async () => [(await import('./cli/import.command.js')).addImport],
  check: async () => [(await import('./cli/check.command.js')).addCheck],
  verify: async () => [
    (await import('./cli/verify.command.js')).addVerify,
    (await import('./cli/performance.command.js')).addVerifyPerformance,
  ],
  health: async () => [(await import('./cli/health.command.js')).addHealth],
  smoke: async () => [(await import('./cli/smoke.command.js')).addSmoke],
  maintain: async () => [(await import('./cli/performance.command.js')).addMaintain],
  sessions: async () => [(await import('./cli/accounts.command.js')).addSessions],
  users: async () => [(await import('./cli/accounts.command.js')).addUsers],
  addresses: async () => [(await import('./cli/addresses.command.js')).addAddresses],
  backup: async () => [(await import('./cli/backup.command.js')).addBackup],
  partitions: async () => [(await import('./cli/partitions.command.js')).addPartitions],
  balances: async () => [(await import('./cli/balances.command.js')).addBalances],
  encryption: async () => [(await import('./cli/encryption.command.js')).addEncryption],
  retention: async () => [(await import('./cli/retention.command.js')).addRetention],
};

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

const [asked = 'help'] = process.argv.slice(2);
const ALONE = ['serve', '-V', '--version'];
const loaders = Object.hasOwn(COMMANDS, asked) ? [COMMANDS[asked]!] : Object.values(COMMANDS);
if (!ALONE.includes(asked)) for (const load of loaders) for (const add of await load()) add(program);

await program
  .parseAsync()
  .catch((error: unknown) => exitWith(error, { stack: ['debug', 'trace'].includes(process.env['LOG_LEVEL'] ?? '') }));
