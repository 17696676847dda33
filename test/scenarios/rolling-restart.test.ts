import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { hasNginx, startNginx } from '../support/nginx.js';
import type { Nginx } from '../support/nginx.js';
import { PostingLoad, ask, openFactory } from '../support/posting-load.js';
import { runCli } from '../support/run-cli.js';
import { freePort, makeDataFolder, startServer } from '../support/server-process.js';
import type { DataFolder, ServerProcess } from '../support/server-process.js';

jest.setTimeout(900_000);

/** Requests that must all succeed while both servers are replaced; the release asks for 20,000. */
const REQUESTS = Number(process.env['ROLLING_REQUESTS'] ?? 1_500);
/** How often one of the two is killed. */
const KILLS = Number(process.env['SERVER_KILLS'] ?? 2);
const PASSWORD = 'the-password-of-the-first-administrator';

/** Two servers on one database behind nginx with the repository's own settings. */
let database: TestDatabase;
let nginx: Nginx;
const folders: DataFolder[] = [];
const servers: ServerProcess[] = [];
const ports: number[] = [];
const secrets = { JWT_SECRET: randomBytes(32).toString('hex'), DATA_ENCRYPTION_KEY: randomBytes(32).toString('hex') };

async function start(place: number): Promise<void> {
  servers[place] = await startServer(folders[place]!.path, {
    ...secrets,
    DATABASE_URL: database.url,
    PORT: String(ports[place]),
    // As in production.
    SHUTDOWN_GRACE_SECONDS: '5',
    TRUST_PROXY: '127.0.0.1',
  });
}

(hasNginx() ? describe : describe.skip)('two servers behind nginx', () => {
  beforeAll(async () => {
    database = await cloneDatabase();
    const made = await runCli(['bootstrap', '--password-stdin'], { ...secrets, DATABASE_URL: database.url }, PASSWORD);
    expect(made.code).toBe(0);
    for (const place of [0, 1]) {
      folders.push(makeDataFolder());
      ports.push(await freePort());
      await start(place);
    }
    nginx = await startNginx(ports);
  });

  afterAll(async () => {
    await nginx?.stop();
    for (const server of servers) await server.end('SIGKILL');
    for (const folder of folders) folder.remove();
    await database?.drop();
  });

  it('are replaced one after the other under load, and not one request fails', async () => {
    const load = new PostingLoad(await openFactory(nginx.url, 'admin', PASSWORD)).start();
    await sleep(1_000);
    let restarts = 0;
    do
      for (const place of [0, 1]) {
        expect(await servers[place]!.end('SIGTERM')).toBe(0);
        await start(place);
        restarts++;
      }
    while (load.outcomes.length < REQUESTS);
    await sleep(500);
    await load.stop();
    process.stderr.write(`${load.outcomes.length} requests, ${restarts} restarts, ${load.failed.length} failed\n`);
    expect(load.failed).toEqual([]);
    expect(load.outcomes.length).toBeGreaterThanOrEqual(REQUESTS);
    await load.expectOnceEach(database.url);
  });

  it('one that is killed costs only what it had begun: nothing acknowledged is lost, nothing is done twice', async () => {
    const load = new PostingLoad(await openFactory(nginx.url, 'admin', PASSWORD), { retry: true }).start();
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(700 + Math.random() * 300);
      await servers[kill % 2]!.end('SIGKILL');
      await sleep(1_500);
      await start(kill % 2);
    }
    await sleep(500);
    await load.stop();
    await load.complete();
    // nginx gives to the other one what had a key. What is still being done for the one that is gone is answered with 409: come again.
    for (const { status, retry_after, body } of load.failed) {
      expect(retry_after).toMatch(/^\d+$/);
      expect([
        [503, 'SERVICE_UNAVAILABLE'],
        [409, 'IDEMPOTENCY_KEY_IN_PROGRESS'],
      ]).toContainEqual([status, body.error_code]);
    }
    process.stderr.write(`${load.outcomes.length} requests, ${KILLS} kills, ${load.failed.length} to come again\n`);
    const { status, fault } = await ask(`${nginx.url}/health/ready`, 'GET');
    expect([status, fault]).toEqual([200, undefined]);
    await load.expectOnceEach(database.url);
    const { code, stdout } = await runCli(['check'], { ...secrets, DATABASE_URL: database.url });
    expect(stdout).toMatch(/^All \d+ invariants hold\.$/m);
    expect(code).toBe(0);
  });
});
