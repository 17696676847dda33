import { setTimeout as sleep } from 'node:timers/promises';
import {
  kill,
  makeDataFolder,
  nodeProcessesOf,
  startServer,
  type DataFolder,
  type ServerProcess,
} from '../support/server-process.js';

jest.setTimeout(120_000);

let folder: DataFolder;
let servers: ServerProcess[];

beforeEach(() => {
  folder = makeDataFolder();
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.end('SIGKILL');
  folder.remove();
});

async function start(env?: Record<string, string>): Promise<ServerProcess> {
  const server = await startServer(folder.path, env);
  servers.push(server);
  return server;
}

async function statusOf(url: string): Promise<number> {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(15_000) });
  return status;
}

async function untilStatus(url: string, wanted: number, milliseconds: number): Promise<number> {
  const begin = Date.now();
  for (;;) {
    if ((await statusOf(url).catch(() => 0)) === wanted) return Date.now() - begin;
    if (Date.now() - begin > milliseconds) throw new Error(`${url} did not answer ${wanted} within ${milliseconds} ms`);
    await sleep(50);
  }
}

async function untilGone(milliseconds: number): Promise<void> {
  const begin = Date.now();
  while (nodeProcessesOf(folder.path).length > 0) {
    if (Date.now() - begin > milliseconds) throw new Error('The server is still running');
    await sleep(50);
  }
}

describe('a server without any setting', () => {
  it('is ready in under 30 seconds, says where its docs are, and stops on SIGTERM with its database', async () => {
    const begin = Date.now();
    const server = await start();
    expect(Date.now() - begin).toBeLessThan(30_000);
    expect(server.output()).toContain('/docs');
    expect(await statusOf(`${server.url}/docs`)).toBe(200);
    expect(await statusOf(`${server.url}/health/startup`)).toBe(200);
    expect(await server.end('SIGTERM')).toBe(0);
    expect(folder.postmaster()).toBeUndefined();
  });

  it('joins its database again after kill -9 of itself', async () => {
    const first = await start();
    const database = folder.postmaster();
    await first.end('SIGKILL');
    const second = await start();
    expect(folder.postmaster()).toBe(database);
    expect(await second.end('SIGTERM')).toBe(0);
    expect(folder.postmaster()).toBeUndefined();
  });

  it('recovers after kill -9 of itself and of every process of its database', async () => {
    const first = await start();
    await first.end('SIGKILL');
    for (const pid of folder.databaseProcesses()) kill(pid, 'SIGKILL');
    const second = await start();
    expect(await statusOf(`${second.url}/health/ready`)).toBe(200);
    expect(second.output()).toContain('recovering');
  });

  it('lives through kill -9 of its database, which comes back by itself', async () => {
    const server = await start();
    const before = folder.postmaster();
    for (const pid of folder.databaseProcesses()) kill(pid, 'SIGKILL');
    for (let waited = 0; folder.postmaster() === before && waited < 10_000; waited += 100) await sleep(100);
    expect(folder.postmaster()).not.toBe(before);
    await untilStatus(`${server.url}/health/ready`, 200, 15_000);
    expect(server.child.exitCode).toBeNull();
  });
});

describe('stopping', () => {
  it('during the start leaves no database behind', async () => {
    const starting = start();
    // As soon as the database serves, before migrations are through.
    for (let waited = 0; folder.postmaster() === undefined && waited < 20_000; waited += 10) await sleep(10);
    await sleep(150);
    for (const pid of nodeProcessesOf(folder.path)) kill(pid, 'SIGTERM');
    await expect(starting).rejects.toThrow(/did not become ready/);
    for (let waited = 0; folder.postmaster() !== undefined && waited < 10_000; waited += 100) await sleep(100);
    expect(folder.postmaster()).toBeUndefined();
  });

  it('is told by /health/ready within 500 ms, while requests are still taken for the time that is set', async () => {
    // The quickest of up to three, since others on this machine may get in between.
    const told: number[] = [];
    do {
      const server = await start({ SHUTDOWN_GRACE_SECONDS: '10' });
      server.child.kill('SIGTERM');
      told.push(await untilStatus(`${server.url}/health/ready`, 503, 5_000));
      expect(await statusOf(`${server.url}/health/live`)).toBe(200);
      expect(await statusOf(`${server.url}/api/v1/errors`)).toBe(200);
      await sleep(1_500);
      expect(await server.end('SIGTERM')).toBe(1);
    } while (told.at(-1)! >= 500 && told.length < 3);
    expect(told.at(-1)).toBeLessThan(500);
  });

  it('is not cut short by the same Ctrl-C arriving twice, from the terminal and from npm', async () => {
    const server = await start();
    server.child.kill('SIGINT');
    await sleep(50);
    expect(await server.end('SIGINT')).toBe(0);
    expect(folder.postmaster()).toBeUndefined();
  });

  it('follows npm, whose shell passes no SIGTERM on', async () => {
    const server = await startServer(folder.path, {}, ['npm', 'start']);
    servers.push(server);
    await server.end('SIGTERM');
    try {
      await untilGone(10_000);
      expect(folder.postmaster()).toBeUndefined();
    } finally {
      for (const pid of nodeProcessesOf(folder.path)) kill(pid, 'SIGKILL');
    }
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('in order works with %s as well', async (signal) => {
    const server = await start();
    expect(await server.end(signal)).toBe(0);
    expect(folder.postmaster()).toBeUndefined();
  });
});

it('does not start when settings are wrong, and names all of them at once', async () => {
  const refused = start({ PORT: 'eighty', APP_TIMEZONE: 'Mars/Olympus', DATABASE_POOL_SIZE: '0' });
  await expect(refused).rejects.toThrow(/PORT[\s\S]*DATABASE_POOL_SIZE[\s\S]*APP_TIMEZONE/);
});

it('leaves no database behind when its port is taken', async () => {
  const first = await start();
  const other = makeDataFolder();
  try {
    await expect(startServer(other.path, { PORT: new URL(first.url).port })).rejects.toThrow(/EADDRINUSE/);
    expect(other.postmaster()).toBeUndefined();
  } finally {
    other.remove();
  }
});

it('does not start in production without its secrets and its database', async () => {
  const refused = start({ APP_ENV: 'production', JWT_SECRET: 'short' });
  await expect(refused).rejects.toThrow(/JWT_SECRET[\s\S]*DATABASE_URL/);
});
