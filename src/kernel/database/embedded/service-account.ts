import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The operating-system account that runs PostgreSQL when we ourselves are root (PostgreSQL refuses to run as root). */
export interface ServiceAccount {
  name: string;
  uid: number;
  gid: number;
}

const CANDIDATES = ['pabrik', 'postgres'];

/** The account to run the server as: undefined when we are not root and can run it as ourselves. */
export function serviceAccount(log: (message: string) => void): ServiceAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = firstKnown(CANDIDATES);
  if (existing) return existing;
  const created = createAccount('pabrik');
  if (created) {
    log('Running as root: created the system account "pabrik" to run PostgreSQL.');
    return created;
  }
  const nobody = firstKnown(['nobody']);
  if (!nobody) {
    throw new Error(
      'PostgreSQL does not run as root and no other account could be found or created. ' +
        'Start Pabrik as a normal user, or set DATABASE_URL.',
    );
  }
  return nobody;
}

/** Whether the account can enter the folder (or run the program). Asked of the system itself, not read off mode bits. */
export function canReach(account: ServiceAccount, path: string): boolean {
  const { uid, gid } = account;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function firstKnown(names: string[]): ServiceAccount | undefined {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of names) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields?.[2] && fields[3]) return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  return undefined;
}

function createAccount(name: string): ServiceAccount | undefined {
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]],
  ];
  for (const [command, args] of attempts) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      const account = firstKnown([name]);
      if (account) return account;
    } catch {
      // Not installed, or refused (a read-only image): the next way, and in the end `nobody`.
    }
  }
  return undefined;
}
