import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/kernel/database/embedded/index.js';

let dataDir: string;
let servers: EmbeddedPostgres[];
let messages: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pabrik-embedded-'));
  servers = [];
  messages = [];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: true, log: (message) => messages.push(message) });
  servers.push(server);
  return server;
}

const pidFile = (): string => join(dataDir, 'postgres', 'postmaster.pid');
const postmaster = (): number => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function until(condition: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Still not so after ${milliseconds} ms.`);
    await sleep(100);
  }
}

/** Starts the server in a process of its own, which is then killed with the server left behind. */
async function startInAnotherProcess(): Promise<ChildProcess> {
  const script = join(process.cwd(), 'test/support/hold-embedded-postgres.mjs');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('a new data folder', () => {
  it('becomes a UTF-8 server with checksums that listens on loopback only and asks for a password', async () => {
    const server = await start();
    expect(server.reused).toBe(false);
    const url = server.url('postgres');
    expect(await ask(url, 'show server_encoding')).toBe('UTF8');
    expect(await ask(url, 'show data_checksums')).toBe('on');
    expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await ask(url, 'show unix_socket_directories')).toBe('');
    expect(await ask(url, 'show fsync')).toBe('on');
    expect(await ask(url, 'show synchronous_commit')).toBe('on');
    expect(await ask(url, `select string_agg(distinct auth_method, ',') from pg_hba_file_rules`)).toBe('scram-sha-256');
    await expect(ask(server.url('postgres', 'postgres', 'wrong'), 'select 1')).rejects.toThrow(/password/);
    expect(statSync(join(dataDir, 'superuser-password')).mode & 0o777).toBe(0o600);
  });

  it('is made once when two processes start at the same moment, and stops when the last of them leaves', async () => {
    const starting = startInAnotherProcess();
    const server = await start();
    const other = await starting;
    await server.stop();
    expect(existsSync(pidFile())).toBe(true);
    await kill(other);
    const last = await start();
    expect(last.reused).toBe(true);
    await last.stop();
    expect(existsSync(pidFile())).toBe(false);
  });

  it('keeps its port and its data over a stop and a start', async () => {
    const first = await start();
    await first.ensureDatabase('kept');
    await first.stop();
    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await ask(second.url('kept'), 'select current_database()')).toBe('kept');
  });
});

describe('after kill -9', () => {
  it('of our process, the next start joins the server that was left behind', async () => {
    const child = await startInAnotherProcess();
    const orphan = postmaster();
    await kill(child);
    const server = await start();
    expect(server.reused).toBe(true);
    expect(postmaster()).toBe(orphan);
    expect(await ask(server.url('postgres'), 'select 1')).toBe(1);
  });

  it('of our process and of the server, the next start recovers', async () => {
    const child = await startInAnotherProcess();
    const orphan = postmaster();
    await kill(child);
    process.kill(orphan, 'SIGKILL');
    const server = await start();
    expect(server.reused).toBe(false);
    expect(await ask(server.url('postgres'), 'select 1')).toBe(1);
    expect(messages.join()).toContain('recovering');
  });

  it('of the server alone, it is back on the same port within 10 seconds', async () => {
    const server = await start();
    const before = postmaster();
    process.kill(before, 'SIGKILL');
    await until(async () => (await ask(server.url('postgres'), 'select 1')) === 1 && postmaster() !== before, 10_000);
  });

  it('a process number that now belongs to another program is not taken for the server', async () => {
    const first = await start();
    await first.stop();
    writeFileSync(
      pidFile(),
      `${process.pid}\n${join(dataDir, 'postgres')}\n1\n${first.port}\n\n127.0.0.1\n  1 1\nready\n`,
    );
    const second = await start();
    expect(second.reused).toBe(false);
    expect(await ask(second.url('postgres'), 'select 1')).toBe(1);
  });
});

it('is recognised by a process that reaches its folder through a link', async () => {
  const first = await start();
  const link = `${dataDir}-link`;
  symlinkSync(dataDir, link);
  try {
    const second = await startEmbeddedPostgres({ dataDir: link, durable: true });
    expect(second).toMatchObject({ reused: true, port: first.port });
  } finally {
    rmSync(link);
  }
});

it('says in plain words that the data is of another major version', async () => {
  const server = await start();
  await server.stop();
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
  await expect(start()).rejects.toThrow(/made by PostgreSQL 15, and this Pabrik brings PostgreSQL 18/);
});
