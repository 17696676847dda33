import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/kernel/config/index.js';
import type { AppConfig } from '../../src/kernel/config/index.js';
import { runMigrations } from '../../src/kernel/database/index.js';
import { JobRegistry } from '../../src/kernel/jobs/index.js';
import { BackupStore, BackupsService, restoreBackup } from '../../src/operations/index.js';
import { withRestored } from '../../src/operations/backups/backup-restore.js';
import { openDatabaseServer } from '../../src/start/database-server.js';
import { startTestApp } from '../support/app.js';
import { aProduct, aReceipt } from '../support/makers.js';
import { startSystemServer, systemBinaries } from '../support/system-server.js';
import type { SystemServer } from '../support/system-server.js';
import { tableDigests } from '../support/table-digests.js';

jest.setTimeout(400_000);

const SECRET = 'a-secret-of-the-tests-0123456789-abcdefghij';
let folder: string;
let app: INestApplicationContext;
let config: AppConfig;
let backups: BackupsService;
let store: BackupStore;

const settings = (more: Record<string, string>): AppConfig =>
  loadConfig({
    APP_ENV: 'test',
    JWT_SECRET: SECRET,
    LOG_LEVEL: 'silent',
    DATA_DIR: join(folder, 'data'),
    BACKUP_DIR: join(folder, 'backups'),
    JOBS_ENABLED: 'false',
    AUDIT_SEAL_SECONDS: '0',
    ...more,
  });

/** The application on a fresh database. */
async function open(found: AppConfig): Promise<void> {
  config = found;
  await runMigrations(config.databaseDirectUrl);
  app = await NestFactory.createApplicationContext(AppModule.with(config), { logger: false, abortOnError: false });
  backups = app.get(BackupsService, { strict: false });
  store = new BackupStore(join(folder, 'backups'));
}

/** Products with stock, through the application itself. */
async function fill(url: string, adminUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, options: '-c search_path=erp,public' });
  const database = { name: 'factory', url, adminUrl, pool: () => pool, appPool: () => pool, drop: () => pool.end() };
  const filling = await startTestApp({ database });
  for (let n = 0; n < 12; n++) await aReceipt(filling, (await aProduct(filling)).id, 5 + n);
  await filling.close();
  await pool.end();
}

const ask = async (url: string, sql: string): Promise<any[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const make = (kind: 'full' | 'schema' | 'data' = 'full', with_config = false) =>
  backups.create({ kind, series: 'manual', with_config });

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pabrik-backups-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Flips bytes in the middle of a file. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes.fill(0x55, middle, Math.min(bytes.length, middle + 64));
  writeFileSync(file, bytes);
}

const binaries = systemBinaries();

(binaries ? describe : describe.skip)('a server with its client programs', () => {
  let server: SystemServer;

  beforeAll(async () => {
    server = await startSystemServer(binaries!);
    await ask(server.url('postgres'), 'create database factory');
    await open(settings({ DATABASE_URL: server.url('factory'), PG_BIN_DIR: binaries! }));
    await fill(server.url('factory'), server.url('postgres'));
  });

  afterAll(async () => {
    await app?.close();
    server?.stop();
  });

  it('a dump is restored equal, table by table, and proven by pabrik check', async () => {
    const before = await tableDigests(config.databaseUrl);
    expect(Number(before['stock_ledgers']!.split(' ')[0])).toBeGreaterThan(10);
    const made = await make('full', true);
    expect(made).toMatchObject({ kind: 'full', verification: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await withRestored(config, store, made, tableDigests)).toEqual(before);
    const proven = await backups.verify(made.name);
    expect(proven.verification).toMatchObject({ ok: true, fault: null });
    expect(proven.verification!.checked).toBeGreaterThan(10);
    const left = await ask(
      server.url('postgres'),
      `select datname from pg_database where datname like 'pabrik_verify%'`,
    );
    expect(left).toEqual([]);
    const kept = readFileSync(join(store.path(made.name), 'settings.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ JWT_SECRET: '(secret, not kept)', BACKUP_RETENTION_DAYS: 14 });
    expect(kept).not.toContain(SECRET);
    expect(await backups.known()).toMatchObject([{ name: made.name, verified_ok: true }]);
  });

  it('structure and rows alone are made and read back; rows alone are not restored', async () => {
    const schema = await make('schema');
    expect((await backups.verify(schema.name)).verification).toMatchObject({ ok: true });
    const data = await make('data');
    expect((await backups.verify(data.name)).verification).toMatchObject({ ok: true });
    await expect(restoreBackup(config, store, { name: data.name, confirmed: true })).rejects.toThrow('has no tables');
    const digests = await withRestored(config, store, schema, tableDigests);
    expect(digests['products']).toMatch(/^0 /);
    expect((await backups.status()).newest!.kind).toBe('full');
  });

  it('what is wrong with a restored copy is found', async () => {
    // A balance that does not fit its ledger goes into the backup as it is, and the proof names the invariant.
    await ask(
      config.databaseUrl,
      'create table public.bent as select b.* from erp.stock_balances b limit 1; update erp.stock_balances b set on_hand = b.on_hand + 1 from public.bent t where (b.product_id, b.location_id) = (t.product_id, t.location_id) and b.lot_id is not distinct from t.lot_id',
    );
    const made = await make();
    expect((await backups.verify()).verification).toMatchObject({
      ok: false,
      fault: expect.stringContaining('balance_equals_ledger'),
    });
    await ask(
      config.databaseUrl,
      'update erp.stock_balances b set on_hand = t.on_hand from public.bent t where (b.product_id, b.location_id) = (t.product_id, t.location_id) and b.lot_id is not distinct from t.lot_id; drop table public.bent',
    );
    await store.remove(made.name);
  });

  it('a damaged backup is no good', async () => {
    const made = await make();
    damage(join(store.path(made.name), 'database.dump'));
    expect((await backups.verify(made.name)).verification).toMatchObject({
      ok: false,
      fault: expect.stringContaining('damaged'),
    });
    await expect(restoreBackup(config, store, { name: made.name, confirmed: true })).rejects.toThrow('damaged');
    expect((await backups.status()).proven).not.toBeNull();
    await store.remove(made.name);
    await expect(backups.verify(made.name)).rejects.toThrow('There is no backup');
  });

  it('the client is checked first', async () => {
    const old = config.with({ pgBinDir: folder });
    await expect(restoreBackup(old, store, { confirmed: true })).rejects.toThrow(
      'No pg_dump and pg_restore were found',
    );
  });

  it('is pruned by age, the newest and the newest proven excepted', async () => {
    for (const each of await store.list())
      await store.update({ ...each, made_at: new Date(Date.now() - 40 * 86_400_000).toISOString() });
    const whole = (await backups.status()).proven!.name;
    expect(await backups.prune(false)).not.toContain(whole);
    const pruned = await backups.prune();
    expect(pruned.length).toBeGreaterThan(0);
    expect((await store.list()).map(({ name }) => name)).toEqual([whole]);
    expect((await backups.known()).map(({ name }) => name)).toEqual([whole]);
    expect(readdirSync(store.folder)).toEqual([whole]);
  });

  it('is made by the daily and proven by the weekly job', async () => {
    const run = { run_id: 'x', signal: new AbortController().signal };
    const registry = app.get(JobRegistry);
    expect(await registry.find('backup-daily')!.work(run)).toMatchObject({
      name: expect.stringContaining('-daily-full'),
    });
    expect(await registry.find('backup-weekly')!.work(run)).toMatchObject({ invariants_checked: expect.any(Number) });
    const stopped = new AbortController();
    stopped.abort();
    await expect(registry.find('backup-daily')!.work({ ...run, signal: stopped.signal })).rejects.toThrow();
    expect(readdirSync(store.folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('restore refuses a database that is not empty, and keeps it when it is confirmed', async () => {
    const before = await tableDigests(config.databaseUrl);
    await make();
    await app.close();
    await ask(
      config.databaseUrl,
      `insert into erp.units (code, name, dimension) select 'LATER', 'Later', dimension from erp.units limit 1`,
    );
    await expect(restoreBackup(config, store, { confirmed: false })).rejects.toThrow('is not empty');
    const { kept } = await restoreBackup(config, store, { confirmed: true });
    expect(await tableDigests(config.databaseUrl)).toEqual(before);
    expect(await ask(server.url(kept!), `select code from erp.units where code = 'LATER'`)).toHaveLength(1);
    await ask(server.url('postgres'), 'create database elsewhere');
    const empty = config.with({ databaseUrl: server.url('elsewhere'), databaseDirectUrl: server.url('elsewhere') });
    expect(await restoreBackup(empty, store, { confirmed: false })).toMatchObject({ kept: null });
    expect(await tableDigests(server.url('elsewhere'))).toEqual(before);
  });
});

describe('the embedded server', () => {
  let close: () => Promise<void>;

  beforeAll(async () => {
    rmSync(join(folder, 'backups'), { recursive: true, force: true });
    const opened = await openDatabaseServer(settings({}), () => undefined);
    close = opened.close;
    await open(opened.config);
  });

  afterAll(async () => {
    await app?.close();
    await close?.();
  });

  it('is copied file by file while it is written to; the copy starts, is consistent and equal', async () => {
    const before = await tableDigests(config.databaseUrl);
    // Under load: every row that was committed before the copy began is in it, and they come without a gap.
    await ask(config.databaseUrl, 'create table public.written (n bigint primary key)');
    let writing = true;
    let n = 0;
    const writer = (async () => {
      const client = new pg.Client({ connectionString: config.databaseUrl });
      await client.connect();
      while (writing) await client.query('insert into public.written values ($1)', [++n]);
      await client.end();
    })();
    const atBegin = n;
    const busy = await make();
    const atEnd = n;
    writing = false;
    await writer;
    expect(busy).toMatchObject({ kind: 'physical', client_version: null });
    const [found, digests] = await withRestored(config, store, busy, async (url) => [
      (await ask(url, 'select count(*)::int as count, max(n)::int as last from public.written'))[0],
      await tableDigests(url),
    ]);
    expect(digests).toEqual(before);
    expect(found.count).toBe(found.last);
    expect(found.last).toBeGreaterThanOrEqual(atBegin);
    expect(found.last).toBeLessThanOrEqual(atEnd + 1);
    const proven = await backups.verify(busy.name);
    expect(proven.verification).toMatchObject({ ok: true, fault: null });
    expect(readdirSync(store.folder).filter((name) => name.startsWith('.verify'))).toEqual([]);
    await ask(config.databaseUrl, 'drop table public.written');
  });

  it('a damaged file is named', async () => {
    const [made] = await store.list();
    damage(join(store.path(made!.name), 'cluster', 'files', 'global', 'pg_control.gz'));
    expect((await backups.verify(made!.name)).verification).toMatchObject({ ok: false });
    await store.remove(made!.name);
  });

  it('structure alone needs the client programs, and the message says which', async () => {
    const service = app.get(BackupsService, { strict: false });
    const order = { kind: 'schema', series: 'manual', with_config: false } as const;
    await expect(service.create(order)).rejects.toThrow(/PostgreSQL 18/);
  });

  it('is restored only while it stands still, and what was there is kept', async () => {
    const before = await tableDigests(config.databaseUrl);
    const made = await make();
    await expect(restoreBackup(config, store, { confirmed: true })).rejects.toThrow('stop the server first');
    await ask(
      config.databaseUrl,
      `insert into erp.units (code, name, dimension) select 'LATER', 'Later', dimension from erp.units limit 1`,
    );
    await app.close();
    await close();
    await expect(restoreBackup(config, store, { confirmed: false })).rejects.toThrow('There is a database already');
    const { backup, kept } = await restoreBackup(config, store, { confirmed: true });
    expect(backup.name).toBe(made.name);
    expect(existsSync(join(kept!, 'PG_VERSION'))).toBe(true);
    const again = await openDatabaseServer(settings({}), () => undefined);
    expect(await tableDigests(again.config.databaseUrl)).toEqual(before);
    await again.close();
    rmSync(kept!, { recursive: true, force: true });
  });
});
