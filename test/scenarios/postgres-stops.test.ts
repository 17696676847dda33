import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { corruptionsOf } from '../support/corruptions.js';
import { PostingLoad, ask, openFactory } from '../support/posting-load.js';
import type { Outcome } from '../support/posting-load.js';
import { runCli } from '../support/run-cli.js';
import { freePort, makeDataFolder, startServer } from '../support/server-process.js';
import type { DataFolder, ServerProcess } from '../support/server-process.js';
import { smallDisk } from '../support/small-disk.js';
import type { SmallDisk } from '../support/small-disk.js';
import { startSystemServer, systemBinaries } from '../support/system-server.js';
import type { SystemServer } from '../support/system-server.js';

jest.setTimeout(600_000);

/** How often PostgreSQL is stopped at once under load. */
const STOPS = Number(process.env['POSTGRES_STOPS'] ?? 2);
const PASSWORD = 'the-password-of-the-first-administrator';
const binaries = systemBinaries();

/** A server, and the database it works on. */
interface Place {
  readonly server: ServerProcess;
  readonly folder: DataFolder;
  readonly env: Record<string, string>;
  readonly database: string;
}

async function open(postgres: SystemServer, serverEnv: Record<string, string> = {}): Promise<Place> {
  const admin = new pg.Client({ connectionString: postgres.url('postgres') });
  await admin.connect();
  await admin.query('create database factory');
  await admin.end();
  const database = postgres.url('factory');
  const env = {
    JWT_SECRET: randomBytes(32).toString('hex'),
    DATA_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    DATABASE_URL: database,
  };
  const folder = makeDataFolder();
  expect((await runCli(['migrate'], env)).code).toBe(0);
  expect((await runCli(['bootstrap', '--password-stdin'], env, PASSWORD)).code).toBe(0);
  const server = await startServer(folder.path, { ...env, ...serverEnv });
  return { server, folder, env, database };
}

/** @returns milliseconds until `/health/ready` answered as wanted */
async function untilReady({ server }: Place, wanted: number, limit: number): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const { status } = await ask(`${server.url}/health/ready`, 'GET');
    const after = performance.now() - begin;
    if (status === wanted) return after;
    if (after > limit) throw new Error(`Not ${wanted} but ${status} after ${limit} ms`);
    await sleep(50);
  }
}

/** Whoever was refused was told to come again, in time. */
function expectRefusedInTime(outcomes: readonly Outcome[]): void {
  for (const { status, fault, retry_after, milliseconds, body } of outcomes.filter(
    ({ status: s }) => s > 299 || s === 0,
  )) {
    expect({ status, fault, retry_after, code: body?.error_code }).toEqual({
      status: 503,
      fault: undefined,
      retry_after: expect.stringMatching(/^\d+$/),
      code: 'SERVICE_UNAVAILABLE',
    });
    expect(milliseconds).toBeLessThan(10_000);
  }
}

(binaries ? describe : describe.skip)('a server on a PostgreSQL of its own', () => {
  let logDisk: SmallDisk | undefined;
  let postgres: SystemServer;
  let place: Place;
  const loads: PostingLoad[] = [];

  beforeAll(async () => {
    logDisk = smallDisk(1);
    if (!logDisk) process.stderr.write('The full disk is not tried: this account may not mount a file system.\n');
    postgres = await startSystemServer(binaries!, { settings: { fsync: 'on' } });
    place = await open(
      postgres,
      logDisk ? { LOG_FILE: `${logDisk.path}/pabrik.log`, PORT: String(await freePort()) } : {},
    );
  });

  afterAll(async () => {
    for (const load of loads) await load.stop();
    await place?.server.end('SIGTERM');
    place?.folder.remove();
    postgres?.stop();
    logDisk?.remove();
  });

  async function aLoad(retry: boolean): Promise<PostingLoad> {
    const load = new PostingLoad(await openFactory(place.server.url, 'admin', PASSWORD), { retry });
    loads.push(load);
    return load.start();
  }

  it('serves on when the disk of its own log is full, and writes it again once there is room', async () => {
    if (!logDisk) return;
    const log = (): string => readFileSync(`${logDisk!.path}/pabrik.log`, 'utf8');
    const say = (id: string): Promise<Outcome> =>
      ask(`${place.server.url}/api/v1/errors`, 'GET', { 'x-request-id': id });
    await say('before-it-was-full');
    await sleep(300);
    expect(log()).toContain('before-it-was-full');
    logDisk.fill();
    const load = await aLoad(false);
    await load.until(200);
    await load.stop();
    expect(load.failed).toEqual([]);
    await load.expectOnceEach(place.database);
    logDisk.free();
    const begin = performance.now();
    while (!log().includes('after-it-was-full')) {
      expect(performance.now() - begin).toBeLessThan(5_000);
      await say('after-it-was-full');
      await sleep(100);
    }
    expect(log()).toContain('lines of the log were lost');
    expect(place.server.child.exitCode).toBeNull();
  });

  it('tells by ready within 5 s that PostgreSQL was stopped at once, lets nobody hang, and is back by itself with every posting once', async () => {
    const load = await aLoad(true);
    for (let stop = 0; stop < STOPS; stop++) {
      await sleep(1_000);
      await postgres.stopAtOnce();
      expect(await untilReady(place, 503, 5_000)).toBeLessThan(5_000);
      expect((await ask(`${place.server.url}/health/live`, 'GET')).status).toBe(200);
      await sleep(1_000);
      await postgres.start();
      expect(await untilReady(place, 200, 15_000)).toBeLessThan(15_000);
    }
    await sleep(1_000);
    await load.stop();
    await load.complete();
    expect(place.server.child.exitCode).toBeNull();
    expect(load.failed.length).toBeGreaterThan(0);
    expectRefusedInTime(load.outcomes);
    await load.expectOnceEach(place.database);
  });

  it('and every invariant holds afterwards, and no page, row or index is broken', async () => {
    expect(await corruptionsOf(place.database)).toEqual([]);
    const { code, stdout } = await runCli(['check'], place.env);
    expect(stdout).toMatch(/^All \d+ invariants hold\.$/m);
    expect(code).toBe(0);
  });
});
