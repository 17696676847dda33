/** Starts what is measured: a durable PostgreSQL of its own, the built server beside it, and reads what they use. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLOCK_TICKS_PER_SECOND = 100;
const ADMIN = { username: 'bench', password: 'bench-mark-correct-horse-battery' };

/** A PostgreSQL with normal durability (fsync on), dropped with `stop`. */
export async function startDatabase() {
  const { startEmbeddedPostgres } = await import(join(ROOT, 'dist/src/kernel/database/embedded/embedded-postgres.js'));
  const dataDir = mkdtempSync(join(tmpdir(), 'pabrik-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: true });
  await server.ensureDatabase('bench');
  return {
    url: server.url('bench'),
    dataDir,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a Node program as a process of its own and waits until it answers. */
export async function startProcess(file, env, readyUrl) {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, file)], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let exited = false;
  child.once('exit', () => (exited = true));
  for (;;) {
    if (exited) throw new Error(`${file} ended before it was ready`);
    try {
      if ((await fetch(readyUrl)).ok) break;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    pid: child.pid,
    ready_ms: performance.now() - started,
    residentMegabytes: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    stop: () =>
      new Promise((resolve) => {
        if (exited) return resolve();
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  };
}

/** The application on the database of the bench, with an admin whose token every call may use. */
export async function startApplication(database, port) {
  const env = {
    APP_ENV: 'development',
    DATABASE_URL: database.url,
    JWT_SECRET: 'bench-secret-0123456789-abcdefghijklmnop',
    BOOTSTRAP_KEY: 'bench-bootstrap-key',
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'info',
    PORT: String(port),
    DEMO: 'false',
  };
  const base = `http://127.0.0.1:${port}`;
  const server = await startProcess('dist/src/main.js', env, `${base}/health/ready`);
  await bootstrap(base, env.BOOTSTRAP_KEY);
  return { ...server, base, token: await logIn(base) };
}

const call = (base, path, body, headers = {}) =>
  fetch(`${base}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** A token of the admin or of another person; it lasts a quarter of an hour, so a long part asks for its own. */
export async function logIn(base, person = ADMIN) {
  const answer = await call(base, '/auth/login', person);
  if (!answer.ok) throw new Error(`login answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).access_token;
}

/** Makes the admin, unless an earlier start has. */
async function bootstrap(base, key) {
  if ((await call(base, '/auth/login', ADMIN)).status !== 401) return;
  const made = await call(base, '/auth/bootstrap-admin', { ...ADMIN, bootstrap_key: key, email: 'bench@example.com' });
  if (!made.ok) throw new Error(`bootstrap-admin answered ${made.status}: ${await made.text()}`);
}

/** A connection as the owner of the server, for preparing data and reading statistics. */
export async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** CPU seconds that processes, and with `dataDir` a whole PostgreSQL with its ended backends, have used so far. */
export function cpuSeconds({ pids = [], dataDir }) {
  let ticks = 0;
  const postmaster = dataDir && findPostmaster(dataDir);
  for (const pid of [...pids, ...(postmaster ? postgresPids(postmaster) : [])]) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
      // A backend that has ended counts among the children of the postmaster.
      if (pid === postmaster) ticks += Number(fields[13]) + Number(fields[14]);
    } catch {
      // a backend that has ended in between
    }
  }
  return ticks / CLOCK_TICKS_PER_SECOND;
}

function postgresPids(postmaster) {
  const pids = [postmaster];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1].split(' ')[1];
      if (Number(parent) === postmaster) pids.push(Number(entry));
    } catch {
      // gone
    }
  }
  return pids;
}

function findPostmaster(folder) {
  for (const entry of readdirSync(folder, { recursive: true })) {
    if (String(entry).endsWith('postmaster.pid'))
      return Number(readFileSync(join(folder, String(entry)), 'utf8').split('\n')[0]);
  }
  throw new Error(`No running PostgreSQL in ${folder}`);
}
