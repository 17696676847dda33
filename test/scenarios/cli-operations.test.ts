import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { runCli } from '../support/run-cli.js';

jest.setTimeout(300_000);

let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await cloneDatabase();
  folder = mkdtempSync(join(tmpdir(), 'pabrik-cli-'));
  env = { DATABASE_URL: database.url, BACKUP_DIR: folder, PG_BIN_DIR: folder };
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

it('retention is a dry run unless it is executed', async () => {
  const db = database.pool();
  await db.query(
    `insert into erp.idempotency_keys (id, request_hash, status, body, created_at) values (gen_random_uuid(), 'x', 200, '{}', now() - interval '31 days')`,
  );
  const dry = await runCli(['retention'], env);
  expect(dry).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/ 1 {2}idempotency_keys \(after 30 days\).*dry run/s),
  });
  expect((await runCli(['retention', '--execute'], env)).stdout).toMatch(/ 1 {2}idempotency_keys.*Removed/s);
  expect((await db.query('select from erp.idempotency_keys')).rowCount).toBe(0);
});

it('partitions are made and listed, and a wrong number is refused', async () => {
  expect((await runCli(['partitions', 'create', '5'], env)).stdout).toBe('4 months made.\n');
  expect((await runCli(['partitions', 'list'], env)).stdout).toMatch(
    /^\d{4}-\d\d-01 {2}stock_ledgers {2}stock_ledgers_/m,
  );
  const wrong = await runCli(['partitions', 'create', 'many'], env);
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('a whole number from 0 to 120') });
});

it('archiving is a dry run unless it is executed, and says what it does not take', async () => {
  const dry = await runCli(['partitions', 'archive', '--older-than', '12'], env);
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('this was a dry run') });
  const done = await runCli(['partitions', 'archive', '--older-than', '12', '--execute', '--anew'], env);
  expect(done).toMatchObject({ code: 0, stdout: '0 unfinished files thrown away.\n0 archived.\n' });
  const young = await runCli(['partitions', 'archive', '--older-than', '3'], env);
  expect(young).toMatchObject({ code: 1, stderr: expect.stringContaining('from 12 to 1200') });
  const table = await runCli(['partitions', 'archive', '--older-than', '12', '--table', 'users'], env);
  expect(table).toMatchObject({ code: 1, stderr: expect.stringContaining('stock_ledgers or audit_logs') });
  expect(await runCli(['partitions', 'verify'], env)).toMatchObject({ code: 0, stdout: '' });
  const restored = await runCli(['partitions', 'restore', '00000000-0000-7000-8000-000000000000'], env);
  expect(restored).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no archived month') });
});

it('in production no month is taken out without a folder for its file', async () => {
  const production = { ...env, APP_ENV: 'production' };
  const args = ['partitions', 'archive', '--older-than', '12', '--execute'];
  expect(await runCli(args, production)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('ARCHIVE_DIR is not set'),
  });
  expect(await runCli(args, { ...production, ARCHIVE_DIR: folder })).toMatchObject({
    code: 0,
    stdout: '0 archived.\n',
  });
  expect((await runCli(args.slice(0, -1), production)).stdout).toContain('this was a dry run');
});

it('balances are made anew only with --execute and a reason', async () => {
  const db = database.pool();
  await db.query(
    `insert into erp.products (sku, name, type, unit_id) select 'BENT', 'Bent', 'material', id from erp.units limit 1`,
  );
  await db.query(
    `insert into erp.stock_balances (product_id, location_id, on_hand) select p.id, l.id, 7 from erp.products p, erp.locations l where p.sku = 'BENT' and l.code = 'STOCK'`,
  );
  const dry = await runCli(['balances', 'rebuild'], env);
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 7 -> 0\n1 are off. Nothing was changed/) });
  const why = await runCli(['balances', 'rebuild', '--execute'], env);
  expect(why).toMatchObject({ code: 1, stderr: expect.stringContaining('--reason') });
  const done = await runCli(['balances', 'rebuild', '--execute', '--reason', 'Bent by hand'], env);
  expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 7 -> 0\n1 changed: rebuild /) });
  expect((await runCli(['balances', 'rebuild'], env)).stdout).toContain('0 are off');
});

it('a backup says what is missing, status that there is none, restore which one is meant', async () => {
  const made = await runCli(['backup', 'create'], env);
  expect(made).toMatchObject({ code: 1, stderr: expect.stringContaining('No pg_dump and pg_restore were found in') });
  expect(await runCli(['backup', 'status'], env)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('There is no backup.'),
  });
  expect(await runCli(['backup', 'list'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0 backups'),
  });
  expect(await runCli(['backup', 'restore'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--latest'),
  });
});
