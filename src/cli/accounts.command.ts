import type { Command } from 'commander';
import { AuthAdministration } from '../auth/index.js';
import type { Whom } from '../auth/index.js';
import { print, withApplication } from './context.js';

interface WhomOptions {
  user?: string;
  all?: boolean;
}

/** `pabrik sessions revoke`: what is done when a token has leaked. */
export function addSessions(program: Command): void {
  const revoke = program.command('sessions').description('sessions of users').command('revoke');
  forWhom(revoke, 'end sessions at once, of one user or of everybody', async (administration, whom) => {
    const count = await administration.revokeSessions(whom);
    print(`${count} ${count === 1 ? 'session' : 'sessions'} ended.`);
  });
}

/** `pabrik users force-password-change`: what is done when passwords have leaked. */
export function addUsers(program: Command): void {
  const force = program.command('users').description('accounts of users').command('force-password-change');
  forWhom(
    force,
    'demand a new password at the next login, of one user or of everybody',
    async (administration, whom) => {
      const count = await administration.forcePasswordChange(whom);
      print(`${count} ${count === 1 ? 'user has' : 'users have'} to choose a new password.`);
    },
  );
}

function forWhom(
  command: Command,
  description: string,
  work: (administration: AuthAdministration, whom: Whom) => Promise<void>,
): void {
  command
    .description(description)
    .option('--user <username>', 'this user only')
    .option('--all', 'everybody')
    .action((options: WhomOptions) => {
      const whom = readWhom(options);
      return withApplication((app) => work(app.get(AuthAdministration), whom));
    });
}

function readWhom({ user, all }: WhomOptions): Whom {
  if (user && !all) return { username: user };
  if (all && !user) return { all: true };
  throw new Error('Say either --user <username> or --all.');
}
