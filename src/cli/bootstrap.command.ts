import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { AuthAdministration } from '../auth/index.js';
import { print, withApplication } from './context.js';

interface BootstrapOptions {
  username: string;
  email?: string;
  passwordStdin?: boolean;
}

/** `pabrik bootstrap`: what a new installation needs before anybody can log in. Running it again changes nothing. */
export function addBootstrap(program: Command): void {
  program
    .command('bootstrap')
    .description('add the built-in roles that are missing, and the first administrator while there are no users')
    .option('--username <name>', 'user name of the first administrator', 'admin')
    .option('--email <address>', 'email address of the first administrator')
    .option('--password-stdin', 'read the password from standard input; otherwise one is made up and printed once')
    .action((options: BootstrapOptions) => withApplication((app) => bootstrap(app.get(AuthAdministration), options)));
}

async function bootstrap(administration: AuthAdministration, options: BootstrapOptions): Promise<void> {
  const added = await administration.seedRoles();
  print(added === 0 ? 'The built-in roles are there.' : `${added} built-in roles added.`);
  if (await administration.hasUsers()) {
    print('There are users already: no administrator was made.');
    return;
  }
  const { username, email = null } = options;
  const password = options.passwordStdin
    ? (await text(process.stdin)).replace(/\r?\n$/, '')
    : randomBytes(18).toString('base64url');
  await administration.bootstrapAdmin({ username, email, password });
  print(`Administrator ${username} made.`);
  if (!options.passwordStdin)
    print(`Password: ${password}   (shown once: note it down, and change it after the first login)`);
}
