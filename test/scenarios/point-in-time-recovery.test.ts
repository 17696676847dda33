import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { copyCluster, restoreOverEmbedded, startEmbeddedPostgres } from '../../src/kernel/database/embedded/index.js';
import type { EmbeddedPostgres } from '../../src/kernel/database/embedded/index.js';

jest.setTimeout(180_000);

/** The set-up of the runbook (README, "Point-in-time recovery"), against a real server that archives its log. */
let folder: string;
let archive: string;
let base: string;
const servers: EmbeddedPostgres[] = [];

const dataDir = (name: string): string => join(folder, name);
const password = (): string => readFileSync(join(dataDir('first'), 'superuser-password'), 'utf8').trim();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pabrik-pitr-'));
  chmodSync(folder, 0o711);
  archive = join(folder, 'archive');
  base = join(folder, 'base');
  for (const path of [archive, base]) mkdirSync(path);
  chmodSync(archive, 0o777);
});

afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: dataDir(name), durable: true });
  servers.push(server);
  return server;
}

async function ask(server: EmbeddedPostgres, sql: string): Promise<any[]> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Restores the base copy and says how far the log is to be followed. */
async function recover(name: string, target: string): Promise<EmbeddedPostgres> {
  await restoreOverEmbedded(base, dataDir(name), password(), false);
  const pgData = join(dataDir(name), 'postgres');
  appendFileSync(
    join(pgData, 'postgresql.auto.conf'),
    `\narchive_mode = off\nrestore_command = 'cp "${archive}/%f" "%p"'\n${target}\nrecovery_target_action = 'promote'\n`,
  );
  writeFileSync(join(pgData, 'recovery.signal'), '');
  const { uid, gid } = statSync(pgData);
  chownSync(join(pgData, 'recovery.signal'), uid, gid);
  const server = await start(name);
  for (;;) {
    const [state] = await ask(server, 'select pg_is_in_recovery() as recovering').catch(() => [{ recovering: true }]);
    if (!state.recovering) return server;
    await sleep(100);
  }
}

it('brings back the very moment that is asked for, and without one every commit up to the crash', async () => {
  const setUp = await start('first');
  await ask(setUp, `alter system set archive_mode = on`);
  await ask(setUp, `alter system set archive_command = 'test ! -f "${archive}/%f" && cp "%p" "${archive}/%f"'`);
  await setUp.stop();
  const first = await start('first');
  await ask(first, 'create table written (n bigint primary key)');

  let n = 0;
  let writing = true;
  const load = (async () => {
    const client = new pg.Client({ connectionString: first.url('postgres') });
    await client.connect();
    while (writing) await client.query('insert into written values ($1)', [++n]);
    await client.end();
  })();
  await copyCluster(first.url('postgres'), base);
  await sleep(300);
  writing = false;
  await load;

  const atPoint = n;
  await ask(first, `select pg_create_restore_point('before the mistake')`);
  await ask(first, `insert into written select 1000000 + g from generate_series(1, 500) g`);
  await ask(first, 'delete from written where n <= 1000000');
  const { wal } = (await ask(first, 'select pg_walfile_name(pg_switch_wal()) as wal'))[0];
  for (let wait = 0; !existsSync(join(archive, wal)) && wait < 200; wait++) await sleep(100);
  await ask(first, 'insert into written values (2000000)');
  await first.stop();

  const before = await recover('before', `recovery_target_name = 'before the mistake'`);
  expect(await ask(before, 'select count(*)::int as count, max(n)::int as last from written')).toEqual([
    { count: atPoint, last: atPoint },
  ]);
  await before.stop();

  // What was not archived yet lies in the server's own folder: with it, nothing that was committed is lost.
  const own = join(dataDir('first'), 'postgres', 'pg_wal');
  for (const name of readdirSync(own))
    if (/^[0-9A-F]{24}$/.test(name) && !existsSync(join(archive, name))) {
      copyFileSync(join(own, name), join(archive, name));
      chmodSync(join(archive, name), 0o644);
    }
  const latest = await recover('latest', '');
  expect(await ask(latest, 'select count(*)::int as count, max(n)::int as last from written')).toEqual([
    { count: 501, last: 2000000 },
  ]);
  await latest.stop();
});
