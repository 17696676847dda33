import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workingFolder } from '../../src/kernel/database/embedded/process-identity.js';

/** A machine that runs several suites at once takes its time. */
const START_LIMIT_MS = 120_000;

/** A Pabrik server in a process of its own, as a user starts it, on a data folder of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it has written so far. */
  output(): string;
  /** Sends a signal and waits for the end. @returns the exit code, null when the signal itself ended it */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data folder for servers; `remove` ends what still runs in it. */
export interface DataFolder {
  readonly path: string;
  postmaster(): number | undefined;
  /** Address of the embedded server's database, as its superuser. */
  databaseUrl(): string;
  /** The embedded server and all its workers. */
  databaseProcesses(): number[];
  remove(): void;
}

const SERVE: readonly [string, ...string[]] = [process.execPath, 'src/launch.mjs', 'serve'];

/** Starts the built server (`npm test` builds it) and waits until it is ready. With LOG_FILE it has to be given a PORT: its log does not say. */
export async function startServer(
  dataDir: string,
  env: Record<string, string> = {},
  [program, ...args] = SERVE,
): Promise<ServerProcess> {
  const child = spawn(program, args, {
    env: {
      ...cleanEnvironment(),
      APP_ENV: 'development',
      DATA_DIR: dataDir,
      PORT: '0',
      DEMO: 'false',
      RATE_LIMIT_PER_MINUTE: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const url = env['LOG_FILE']
      ? `http://127.0.0.1:${env['PORT']!}`
      : /Server listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
    if (url && (await isReady(url))) return { url, child, output: () => output, end: (signal) => end(child, signal) };
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The server did not become ready:\n${output}`);
    }
    await sleep(50);
  }
}

/** Makes an empty data folder. @param parent where, when it is to lie on a disk of its own */
export function makeDataFolder(parent = tmpdir()): DataFolder {
  const path = mkdtempSync(join(parent, 'pabrik-data-'));
  // Under root the database runs as another account, which has to get in.
  chmodSync(path, 0o711);
  const pidFile = join(path, 'database/postgres/postmaster.pid');
  const postmaster = (): number | undefined =>
    existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : undefined;
  // A server that was killed leaves its number behind, and the number may be another process's by now.
  const databaseProcesses = (): number[] => {
    const parent = postmaster();
    const isOurs = parent !== undefined && workingFolder(parent) === join(realpathSync(path), 'database/postgres');
    return isOurs ? [parent, ...childrenOf(parent)] : [];
  };
  const read = (name: string): string => readFileSync(join(path, 'database', name), 'utf8').trim();
  return {
    path,
    postmaster,
    databaseUrl: () => `postgresql://postgres:${read('superuser-password')}@127.0.0.1:${read('port')}/pabrik`,
    databaseProcesses,
    remove: () => {
      for (const pid of databaseProcesses()) kill(pid, 'SIGKILL');
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Linux only: the processes that were started with this data folder and are no part of its database. */
export function nodeProcessesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const isNode = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('launch.mjs');
        return isNode && readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(`DATA_DIR=${dataDir}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** A port that nobody listens on, for a server that has to keep it when it is started again. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Sends a signal to a process that may be gone already. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exit)[0];
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** Linux only: the processes whose parent is the one given. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Our environment without what jest and the developer's own settings put there. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, SystemRoot } = process.env;
  return { PATH, HOME, TMPDIR, SystemRoot };
}
