import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { corruptionsOf } from '../support/corruptions.js';
import { PostingLoad, ask, openFactory } from '../support/posting-load.js';
import { runCli } from '../support/run-cli.js';
import { kill, makeDataFolder, startServer } from '../support/server-process.js';
import type { DataFolder, ServerProcess } from '../support/server-process.js';
import { smallDisk } from '../support/small-disk.js';
import type { SmallDisk } from '../support/small-disk.js';
import { startSystemServer, systemBinaries } from '../support/system-server.js';
import type { SystemServer } from '../support/system-server.js';

jest.setTimeout(600_000);

/** How often the disk is filled under load. */
const FILLS = Number(process.env['DISK_FILLS'] ?? 1);
/** The service level: so long after there is room again everything works, and nobody has done anything for it. */
const RECOVERY_MS = 5_000;
/** How long the load may take to use up what room its files still have. */
const FILLING_MS = 120_000;
const PASSWORD = 'the-password-of-the-first-administrator';
const secrets = { JWT_SECRET: randomBytes(32).toString('hex'), DATA_ENCRYPTION_KEY: randomBytes(32).toString('hex') };
const binaries = systemBinaries();
const probe = smallDisk(1);
probe?.remove();
if (!probe) process.stderr.write('A full disk is NOT tried: this account may not mount a file system in memory.\n');
else if (!binaries)
  process.stderr.write(
    'A full disk under a PostgreSQL of its own is NOT tried: no PostgreSQL 15 or newer is installed.\n',
  );

/** Whoever was refused was told to come again, and nobody waited longer than anybody ever does. */
function expectRefusedInTime(load: PostingLoad): void {
  expect(load.failed.length).toBeGreaterThan(0);
  for (const { status, fault, retry_after, milliseconds, body } of load.failed) {
    expect({ fault, retry_after }).toEqual({ fault: undefined, retry_after: expect.stringMatching(/^\d+$/) });
    // What the server still did for somebody whose time was up is not done for him twice: he is to come again.
    expect([
      [503, 'SERVICE_UNAVAILABLE'],
      [409, 'IDEMPOTENCY_KEY_IN_PROGRESS'],
    ]).toContainEqual([status, body?.error_code]);
    expect(milliseconds).toBeLessThan(10_000);
  }
}

/** @returns milliseconds until it was so */
async function until(what: string, holds: () => boolean | Promise<boolean>, limit: number): Promise<number> {
  const begin = performance.now();
  while (!(await holds())) {
    if (performance.now() - begin > limit) throw new Error(`Not after ${limit} ms: ${what}`);
    await sleep(20);
  }
  return performance.now() - begin;
}

const isReady = async ({ url }: ServerProcess): Promise<boolean> =>
  (await ask(`${url}/health/ready`, 'GET')).status === 200;

async function accepts(database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: database, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  return client
    .connect()
    .then(() => client.query('select 1'))
    .then(() => true)
    .catch(() => false)
    .finally(() => void client.end().catch(() => undefined));
}

/**
 * After there is room again: a posting is taken, and the server says that it is ready. A PostgreSQL that is just ending gives its processes
 * five seconds for it and reads its log before it takes anybody; what is ours counts from then on.
 */
async function expectRecovery(
  server: ServerProcess,
  load: PostingLoad,
  disk: SmallDisk,
  database: string,
): Promise<void> {
  const before = load.acknowledged;
  disk.free();
  const freed = performance.now();
  await until('PostgreSQL takes connections', () => accepts(database), 30_000);
  const begin = performance.now();
  await until('a posting is taken again', () => load.acknowledged > before, 30_000);
  const posting = performance.now() - begin;
  await until('ready', () => isReady(server), 30_000);
  const ready = performance.now() - begin;
  process.stderr.write(
    `room again: PostgreSQL after ${Math.round(begin - freed)} ms, a posting ${Math.round(posting)} ms later, ready by ${Math.round(ready)} ms\n`,
  );
  expect(posting).toBeLessThan(RECOVERY_MS);
  expect(ready).toBeLessThan(RECOVERY_MS);
}

async function expectNothingLost(server: ServerProcess, load: PostingLoad, database: string): Promise<void> {
  await load.stop();
  await load.complete();
  expect(server.child.exitCode).toBeNull();
  expectRefusedInTime(load);
  await load.expectOnceEach(database);
  expect(await corruptionsOf(database)).toEqual([]);
}

const onAPostgresOfItsOwn = probe && binaries ? describe : describe.skip;

onAPostgresOfItsOwn('the disk of the log of changes of a PostgreSQL that its service manager looks after', () => {
  const disks: SmallDisk[] = [];
  const folder: DataFolder = makeDataFolder();
  let postgres: SystemServer;
  let server: ServerProcess;
  let load: PostingLoad | undefined;
  let looksAfter: NodeJS.Timeout | undefined;
  let starts = 0;

  beforeAll(async () => {
    disks.push(smallDisk(96)!);
    postgres = await startSystemServer(binaries!, {
      logFolder: disks[0]!.path,
      settings: { fsync: 'on', min_wal_size: '4MB', max_wal_size: '16MB', wal_recycle: 'off' },
    });
    const admin = new pg.Client({ connectionString: postgres.url('postgres') });
    await admin.connect();
    await admin.query('create database factory');
    await admin.end();
    const env = { ...secrets, DATABASE_URL: postgres.url('factory') };
    expect((await runCli(['migrate'], env)).code).toBe(0);
    expect((await runCli(['bootstrap', '--password-stdin'], env, PASSWORD)).code).toBe(0);
    server = await startServer(folder.path, env);
    // As systemd with Restart=always and RestartSec=1, or any other that does not wait longer from time to time.
    let starting = false;
    looksAfter = setInterval(() => {
      if (starting || postgres.isAlive()) return;
      starting = true;
      starts++;
      void postgres
        .start()
        .catch(() => undefined)
        .finally(() => (starting = false));
    }, 1_000);
  });

  afterAll(async () => {
    await load?.stop();
    await server?.end('SIGTERM');
    clearInterval(looksAfter);
    for (const disk of disks) disk.free();
    if (postgres) {
      await until('PostgreSQL is there to be stopped', () => postgres.isAlive(), 30_000).catch(() => undefined);
      postgres.stop();
    }
    for (const disk of disks) disk.remove();
    folder.remove();
  });

  it('when it is full nobody hangs and ready says so; with room again all is back within 5 s and each posting is there once', async () => {
    load = new PostingLoad(await openFactory(server.url, 'admin', PASSWORD), { retry: true }).start();
    await load.until(50);
    for (let fill = 0; fill < FILLS; fill++) {
      disks[0]!.fill();
      await until(
        'the log is full',
        () => !postgres.isAlive() || /PANIC.*No space left/.test(postgres.log()),
        FILLING_MS,
      );
      const told = await until('ready says no', async () => !(await isReady(server)), RECOVERY_MS);
      expect(told).toBeLessThan(RECOVERY_MS);
      expect((await ask(`${server.url}/health/live`, 'GET')).status).toBe(200);
      await sleep(3_000);
      expect(await isReady(server)).toBe(false);
      await expectRecovery(server, load, disks[0]!, postgres.url('factory'));
    }
    process.stderr.write(`${load.outcomes.length} requests, ${load.failed.length} refused, ${starts} starts\n`);
    await expectNothingLost(server, load, postgres.url('factory'));
    const { code, stdout } = await runCli(['check'], { ...secrets, DATABASE_URL: postgres.url('factory') });
    expect(stdout).toMatch(/^All \d+ invariants hold\.$/m);
    expect(code).toBe(0);
  });
});

(probe ? describe : describe.skip)('the one disk of the PostgreSQL that Pabrik brings', () => {
  let disk: SmallDisk;
  let folder: DataFolder;
  let server: ServerProcess;
  let database: string;
  const loads: PostingLoad[] = [];

  beforeAll(async () => {
    disk = smallDisk(1_024)!;
    folder = makeDataFolder(disk.path);
    server = await startServer(folder.path, { ...secrets, DEMO: 'true', DEMO_ADMIN_PASSWORD: PASSWORD });
    database = folder.databaseUrl();
  });

  afterAll(async () => {
    for (const load of loads) await load.stop();
    disk.free();
    await server?.end('SIGTERM');
    folder.remove();
    disk.remove();
  });

  async function aLoad(): Promise<PostingLoad> {
    const load = new PostingLoad(await openFactory(server.url, 'admin', PASSWORD), { retry: true }).start();
    loads.push(load);
    await load.until(50);
    return load;
  }

  it('when it is full changes are refused; with room again all is back within 5 s and each posting is there once', async () => {
    const load = await aLoad();
    disk.fill();
    await until('a posting is refused', () => load.failed.length > 0, FILLING_MS);
    await sleep(3_000);
    expect((await ask(`${server.url}/health/live`, 'GET')).status).toBe(200);
    await expectRecovery(server, load, disk, database);
    await expectNothingLost(server, load, database);
  });

  it('and when PostgreSQL ends meanwhile, it is started again as soon as it can be', async () => {
    const load = await aLoad();
    disk.fill();
    for (const pid of folder.databaseProcesses()) kill(pid, 'SIGKILL');
    expect(await until('ready says no', async () => !(await isReady(server)), RECOVERY_MS)).toBeLessThan(RECOVERY_MS);
    await sleep(5_000);
    await expectRecovery(server, load, disk, database);
    await expectNothingLost(server, load, database);
    expect(readdirSync(join(folder.path, 'database')).filter((name) => name.startsWith('server.lock'))).toEqual([]);
  });
});
