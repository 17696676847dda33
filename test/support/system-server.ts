import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './server-process.js';

/** A PostgreSQL server made of the programs that this machine has installed, with the client that fits it. */
export interface SystemServer {
  readonly binDir: string;
  url(database: string): string;
  /** Without a checkpoint and without waiting for anybody, as after a power cut; the log has to be read at the next start. */
  stopAtOnce(): Promise<void>;
  /** @throws Error when it cannot start, or runs already */
  start(): Promise<void>;
  /** Whether its first process lives. */
  isAlive(): boolean;
  /** Its own log, for who wants to know what happened to it. */
  log(): string;
  stop(): void;
}

export interface SystemServerOptions {
  settings?: Record<string, string>;
  /** Where its log of changes lies, in segments of 1 MB so that little room lasts for a while: an empty folder, on a disk of its own. */
  logFolder?: string;
}

const PARENT = '/usr/lib/postgresql';

/** The folder of an installed PostgreSQL with server and client programs; undefined when this machine has none. */
export function systemBinaries(): string | undefined {
  if (!existsSync(PARENT)) return undefined;
  return readdirSync(PARENT)
    .filter((name) => Number(name) >= 15)
    .map((name) => join(PARENT, name, 'bin'))
    .find((folder) => ['initdb', 'pg_ctl', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(folder, name))));
}

/** Starts one in a folder of its own, as the account `postgres` when we are root. */
export async function startSystemServer(binDir: string, given: SystemServerOptions = {}): Promise<SystemServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-system-'));
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  const commandOf = (program: string, args: string[]): [string, string[]] => {
    const command = [join(binDir, program), ...args];
    const [first, ...rest] = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    return [first!, rest];
  };
  const run = (program: string, ...args: string[]): void =>
    void execFileSync(...commandOf(program, args), { cwd: '/', stdio: 'ignore' });
  /** Without holding up who asks meanwhile. */
  const runAside = async (program: string, ...args: string[]): Promise<void> => {
    const child = spawn(...commandOf(program, args), { cwd: '/', stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${program} ended with ${code}:\n${readFileSync(join(folder, 'log'), 'utf8')}`);
  };
  const { settings = {}, logFolder } = given;
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  if (logFolder) {
    chmodSync(logFolder, 0o777);
    initdb.push('--waldir', join(logFolder, 'pg_wal'), '--wal-segsize', '1');
  }
  run('initdb', ...initdb);
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: "''",
    fsync: 'off',
    max_locks_per_transaction: '256',
    ...settings,
  };
  const options = Object.entries(all).reduce((line, [name, value]) => `${line} -c ${name}=${value}`, `-p ${port}`);
  const starting = ['start', '-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', options];
  run('pg_ctl', ...starting);
  return {
    binDir,
    url: (database) => `postgresql://postgres:none@127.0.0.1:${port}/${database}`,
    stopAtOnce: () => runAside('pg_ctl', 'stop', '-D', data, '-m', 'immediate', '-w'),
    start: () => runAside('pg_ctl', ...starting),
    isAlive: () => {
      const pidFile = join(data, 'postmaster.pid');
      return existsSync(pidFile) && existsSync(`/proc/${readFileSync(pidFile, 'utf8').split('\n')[0]!}`);
    },
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    stop: () => {
      run('pg_ctl', 'stop', '-D', data, '-m', 'fast', '-w');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
