import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { kill, makeDataFolder, startServer, type DataFolder, type ServerProcess } from '../support/server-process.js';

jest.setTimeout(180_000);

const PASSWORD = 'the-demo-password-of-this-test';

let folder: DataFolder;
let server: ServerProcess;
let token: string;

beforeAll(async () => {
  folder = makeDataFolder();
  server = await startServer(folder.path, { DEMO: 'true', DEMO_ADMIN_PASSWORD: PASSWORD });
  token = ((await (await login('admin', PASSWORD)).json()) as { access_token: string }).access_token;
});

afterAll(async () => {
  await server.end('SIGTERM');
  folder.remove();
});

interface Timed {
  status: number;
  milliseconds: number;
  retry_after: string | null;
  content_type: string | null;
}

function login(username: string, password: string): Promise<Response> {
  return fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
}

function get(path: string): Promise<Response> {
  return fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
}

async function timed(request: () => Promise<Response>): Promise<Timed> {
  const begin = performance.now();
  const response = await request();
  await response.text();
  return {
    status: response.status,
    milliseconds: performance.now() - begin,
    retry_after: response.headers.get('retry-after'),
    content_type: response.headers.get('content-type'),
  };
}

async function untilWell(milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const { status } = await timed(() => get('/api/v1/auth/me')).catch(() => ({ status: 0 }));
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`No full service after ${milliseconds} ms (last: ${status})`);
    await sleep(50);
  }
}

/** Superuser of the embedded server, past the application. */
async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const read = (name: string): string => readFileSync(join(folder.path, 'database', name), 'utf8').trim();
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(read('port')),
    user: 'postgres',
    password: read('superuser-password'),
    database: 'pabrik',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

it('answers every request within 10 seconds with 503 while the database is frozen, lives on, and recovers', async () => {
  const processes = folder.databaseProcesses();
  expect(processes.length).toBeGreaterThan(3);
  // Probes share one look for half a second: the one taken at the start must be past.
  await sleep(600);
  for (const pid of processes) kill(pid, 'SIGSTOP');
  let requests: Timed[];
  const lives: Timed[] = [];
  try {
    const asked = Promise.all([
      ...Array.from({ length: 10 }, (_, index) => timed(() => login(`stranger-${index}`, PASSWORD))),
      ...Array.from({ length: 30 }, () => timed(() => get('/api/v1/auth/users'))),
      timed(() => get('/health/ready')),
      timed(() => get('/api/v1/health')),
    ]);
    for (let round = 0; round < 20; round++) {
      lives.push(await timed(() => get('/health/live')));
      await sleep(200);
    }
    requests = await asked;
  } finally {
    for (const pid of processes) kill(pid, 'SIGCONT');
  }
  expect([...new Set(requests.map(({ status }) => status))]).toEqual([503]);
  expect(requests.filter(({ retry_after }) => retry_after === null)).toEqual([]);
  expect(Math.max(...requests.map(({ milliseconds }) => milliseconds))).toBeLessThan(10_000);
  expect([...new Set(lives.map(({ status }) => status))]).toEqual([200]);
  const sorted = lives.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100);
  await untilWell(10_000);
  expect(server.child.exitCode).toBeNull();
});

it('keeps its process and is back in full service within 2 seconds when half of its sessions are severed, 20 times', async () => {
  for (let round = 0; round < 20; round++) {
    const load = Promise.all(Array.from({ length: 16 }, () => timed(() => get('/api/v1/auth/me'))));
    await asSuperuser((client) =>
      client.query(`select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = 'pabrik' and pid <> pg_backend_pid() and random() < 0.5`),
    );
    const statuses = new Set((await load).map(({ status }) => status));
    for (const status of statuses) expect([200, 503]).toContain(status);
    await untilWell(2_000);
  }
  expect(server.child.exitCode).toBeNull();
});

it('keeps its process when the database and all its workers are killed, 5 times', async () => {
  for (let round = 0; round < 5; round++) {
    const load = Promise.all(Array.from({ length: 16 }, () => timed(() => get('/api/v1/auth/me'))));
    for (const pid of folder.databaseProcesses()) kill(pid, 'SIGKILL');
    for (const { status } of await load) expect([200, 503]).toContain(status);
    await untilWell(20_000);
  }
  expect(server.child.exitCode).toBeNull();
});

it('finishes 100 requests in flight after SIGTERM, without one reset, and exits 0 in under 30 seconds', async () => {
  const other = makeDataFolder();
  try {
    const stopping = await startServer(other.path, { SHUTDOWN_GRACE_SECONDS: '2' });
    // Each of them hashes a password, off the event loop and a few at a time: they are in flight for a while.
    const logins = Array.from({ length: 100 }, (_, index) =>
      timed(() =>
        fetch(`${stopping.url}/api/v1/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username: `stranger-${index}`, password: PASSWORD }),
        }),
      ),
    );
    await sleep(300);
    const begin = Date.now();
    const code = await stopping.end('SIGTERM');
    const outcomes = await Promise.allSettled(logins);
    const reset = outcomes.filter(({ status }) => status === 'rejected');
    expect(reset).toEqual([]);
    const statuses = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.status : 0));
    for (const status of new Set(statuses)) expect([401, 429, 503]).toContain(status);
    expect(code).toBe(0);
    expect(Date.now() - begin).toBeLessThan(30_000);
    expect(other.postmaster()).toBeUndefined();
  } finally {
    other.remove();
  }
});
