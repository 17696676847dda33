import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { corruptionsOf } from '../support/corruptions.js';
import { PostingLoad, ask, openFactory } from '../support/posting-load.js';
import { kill, makeDataFolder, startServer, type DataFolder, type ServerProcess } from '../support/server-process.js';

jest.setTimeout(180_000);

/** How often a server is asked to stop with a hundred requests in flight. */
const STOPS = Number(process.env['SERVER_STOPS'] ?? 3);
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

it('keeps its process, loses nothing and doubles nothing when the database and all its workers are killed, 5 times', async () => {
  const load = new PostingLoad(await openFactory(server.url, 'admin', PASSWORD), { clients: 16, retry: true }).start();
  try {
    for (let round = 0; round < 5; round++) {
      await load.until(load.outcomes.length + 100);
      for (const pid of folder.databaseProcesses()) kill(pid, 'SIGKILL');
      await untilWell(20_000);
    }
  } finally {
    await load.stop();
  }
  await load.complete();
  expect(server.child.exitCode).toBeNull();
  expect(load.failed.length).toBeGreaterThan(0);
  for (const { status, retry_after, body } of load.failed) {
    expect(retry_after).toMatch(/^\d+$/);
    expect([
      [503, 'SERVICE_UNAVAILABLE'],
      [409, 'IDEMPOTENCY_KEY_IN_PROGRESS'],
    ]).toContainEqual([status, body.error_code]);
  }
  await load.expectOnceEach(folder.databaseUrl());
  expect(await corruptionsOf(folder.databaseUrl())).toEqual([]);
});

it.each(Array.from({ length: STOPS }, (_, index) => index + 1))(
  'finishes 100 requests in flight after SIGTERM, without one reset, and exits 0 in under 30 seconds (time %i)',
  async () => {
    const other = makeDataFolder();
    try {
      const stopping = await startServer(other.path, {
        SHUTDOWN_GRACE_SECONDS: '2',
        DEMO: 'true',
        DEMO_ADMIN_PASSWORD: PASSWORD,
      });
      const { url, token, products, stock } = await openFactory(stopping.url, 'admin', PASSWORD);
      const own = { authorization: `Bearer ${token}` };
      // Half of them hash a password, off the event loop and a few at a time: they are in flight for a while. The others post and read.
      const requests = Array.from({ length: 100 }, (_, index) => {
        if (index % 2 === 0)
          return ask(`${url}/api/v1/auth/login`, 'POST', {}, { username: `stranger-${index}`, password: PASSWORD });
        if (index % 4 === 1) return ask(`${url}/api/v1/products?limit=50`, 'GET', own);
        const lines = [{ product_id: products[0], quantity: 1, unit_cost: '1.00', to_location_id: stock }];
        return ask(`${url}/api/v1/warehouse/receipts`, 'POST', own, { lines });
      });
      await sleep(300);
      const begin = Date.now();
      const code = await stopping.end('SIGTERM');
      const outcomes = await Promise.all(requests);
      expect(outcomes.filter(({ status }) => status === 0)).toEqual([]);
      for (const { method, status } of outcomes)
        expect(method === 'GET' ? [200, 503] : [201, 401, 429, 503]).toContain(status);
      expect(outcomes.filter(({ status }) => status === 200 || status === 201).length).toBeGreaterThan(40);
      expect(code).toBe(0);
      expect(Date.now() - begin).toBeLessThan(30_000);
      expect(other.postmaster()).toBeUndefined();
    } finally {
      other.remove();
    }
  },
);
