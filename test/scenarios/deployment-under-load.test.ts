import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { migrationSource, otherVersion } from '../support/next-version.js';
import type { Differences } from '../support/next-version.js';
import { hasNginx, startNginx } from '../support/nginx.js';
import type { Nginx } from '../support/nginx.js';
import { PostingLoad, ask, openFactory } from '../support/posting-load.js';
import type { Factory, Outcome } from '../support/posting-load.js';
import { runCli } from '../support/run-cli.js';
import { freePort, makeDataFolder, startServer } from '../support/server-process.js';
import type { DataFolder, ServerProcess } from '../support/server-process.js';

jest.setTimeout(900_000);

const PASSWORD = 'the-password-of-the-first-administrator';
const secrets = { JWT_SECRET: randomBytes(32).toString('hex'), DATA_ENCRYPTION_KEY: randomBytes(32).toString('hex') };
const LIST = 'master-data/products/products.kind.js';
/** What the runbook promises of the way back (docker/RUNBOOK.md, "Rollback"). */
const ROLLBACK_LIMIT_MS = 180_000;

/**
 * A column of the products gets another name over three versions: the first reads `remark`; the second adds `note`, keeps both equal and
 * reads `note`; the third takes `remark` away, which nobody reads any more. The ledger's movements gain a column and lose it again beside it.
 */
const FIRST: Differences = {
  migrations: {
    '1799000000100-remark': migrationSource(
      'Remark1799000000100',
      [`alter table erp.products add column remark text not null default 'as before'`],
      ['alter table erp.products drop column remark'],
    ),
  },
  code: { [LIST]: ['select: `p.*, ', "select: `p.*, 'first' as made_by, p.remark as told, "] },
};
const SECOND: Differences = {
  migrations: {
    ...FIRST.migrations,
    '1799000000200-note': migrationSource(
      'Note1799000000200',
      [
        'alter table erp.products add column note text',
        'update erp.products set note = remark',
        `create function erp.fn_note() returns trigger language plpgsql as $$ begin new.note = coalesce(new.note, new.remark); return new; end $$`,
        'create trigger trg_note before insert or update on erp.products for each row execute function erp.fn_note()',
        `alter table erp.stock_movements add column origin text not null default 'here'`,
      ],
      [
        'alter table erp.stock_movements drop column origin',
        'drop trigger trg_note on erp.products',
        'drop function erp.fn_note()',
        'alter table erp.products drop column note',
      ],
    ),
  },
  code: { [LIST]: ['select: `p.*, ', "select: `p.*, 'second' as made_by, p.note as told, "] },
};
const THIRD: Differences = {
  migrations: {
    ...SECOND.migrations,
    '1799000000300-no-remark': migrationSource(
      'NoRemark1799000000300',
      [
        'drop trigger trg_note on erp.products',
        'drop function erp.fn_note()',
        `alter table erp.products alter column note set default 'as before'`,
        'alter table erp.products drop column remark',
        'alter table erp.stock_movements drop column origin',
      ],
      [],
    ),
  },
  code: { [LIST]: ['select: `p.*, ', "select: `p.*, 'third' as made_by, p.note as told, "] },
};

(hasNginx() ? describe : describe.skip)('three versions, one after the other, behind nginx under load', () => {
  let database: TestDatabase;
  let nginx: Nginx;
  let factory: Factory;
  let load: PostingLoad | undefined;
  const folders: DataFolder[] = [];
  const servers: ServerProcess[] = [];
  const ports: number[] = [];
  const versions: { folder: string; launcher: string }[] = [];

  const env = (): Record<string, string> => ({ ...secrets, DATABASE_URL: database.url });

  async function start(place: number, launcher: string): Promise<void> {
    servers[place] = await startServer(
      folders[place]!.path,
      // The grace as in production.
      { ...env(), PORT: String(ports[place]), SHUTDOWN_GRACE_SECONDS: '5', TRUST_PROXY: '127.0.0.1' },
      [process.execPath, launcher, 'serve'],
    );
  }

  beforeAll(async () => {
    for (const version of [FIRST, SECOND, THIRD]) versions.push(otherVersion(version));
    database = await cloneDatabase();
    expect((await runCli(['migrate'], env(), '', versions[0]!.launcher)).code).toBe(0);
    expect((await runCli(['bootstrap', '--password-stdin'], env(), PASSWORD)).code).toBe(0);
    for (const place of [0, 1]) {
      folders.push(makeDataFolder());
      ports.push(await freePort());
      await start(place, versions[0]!.launcher);
    }
    nginx = await startNginx(ports);
    factory = await openFactory(nginx.url, 'admin', PASSWORD);
  });

  afterAll(async () => {
    await load?.stop();
    await nginx?.stop();
    for (const server of servers) await server.end('SIGKILL');
    for (const folder of folders) folder.remove();
    for (const { folder } of versions) rmSync(folder, { recursive: true, force: true });
    await database?.drop();
  });

  const call = (method: string, path: string, body?: object): Promise<Outcome> =>
    ask(
      `${nginx.url}/api/v1/${path}`,
      method,
      { authorization: `Bearer ${factory.token}`, 'idempotency-key': randomUUID() },
      body,
    );

  it('each brings its migration while the one before serves; no request fails, and each posting is there once', async () => {
    const { body: units } = await call('GET', 'units?limit=1');
    const made: string[] = [];
    const told = new Set<string>();
    const faults: Outcome[] = [];
    let going = true;
    // Beside the postings: somebody who makes products and reads the list, in every state of the schema.
    const clerk = (async () => {
      while (going) {
        const sku = `NEW-${randomUUID().slice(0, 8)}`;
        const post = await call('POST', 'products', { sku, name: sku, type: 'material', unit_id: units.data[0].id });
        const list = await call('GET', `products?sku=${sku}`);
        for (const outcome of [post, list]) if (![200, 201].includes(outcome.status)) faults.push(outcome);
        made.push(sku);
        told.add(`${list.body?.data?.[0]?.made_by}: ${list.body?.data?.[0]?.told}`);
        await sleep(50);
      }
    })();
    load = new PostingLoad(factory).start();
    await load.until(100);
    for (const { launcher } of versions.slice(1)) {
      expect((await runCli(['migrate', 'status'], env(), '', launcher)).code).toBe(2);
      const { code, stderr } = await runCli(['migrate'], env(), '', launcher);
      expect([code, stderr]).toEqual([0, '']);
      // The version before goes on for a while on the schema of this one.
      const before = load.outcomes.length;
      await load.until(before + 200);
      for (const place of [0, 1]) {
        expect(await servers[place]!.end('SIGTERM')).toBe(0);
        await start(place, launcher);
      }
    }
    const before = load.outcomes.length;
    await load.until(before + 100);
    going = false;
    await clerk;
    await load.stop();
    process.stderr.write(
      `${load.outcomes.length} requests over two deployments, ${load.failed.length} failed, ${made.length} products made\n`,
    );
    expect(load.failed).toEqual([]);
    expect(faults).toEqual([]);
    await load.expectOnceEach(database.url);
    expect([...told].sort()).toEqual(['first: as before', 'second: as before', 'third: as before']);
    const { rows } = await database
      .pool()
      .query<{ count: number }>(
        `select count(*)::int as count from erp.products where sku = any($1) and note = 'as before'`,
        [made],
      );
    expect(rows[0]!.count).toBe(made.length);
    expect((await runCli(['check'], env(), '', versions[2]!.launcher)).code).toBe(0);
  });

  it('and back to the version before, under load, within three minutes: the schema stays, no request fails', async () => {
    const [, before] = versions;
    const [product] = (await call('GET', 'products?limit=1')).body.data;
    expect(product.made_by).toBe('third');
    // Products of its own, so that what is counted at the end is what this load has posted.
    load = new PostingLoad(await openFactory(nginx.url, 'admin', PASSWORD)).start();
    await load.until(100);
    // Somebody decides to go back: the servers one after the other, then the smoke test, as the runbook says.
    const began = performance.now();
    for (const place of [0, 1]) {
      expect(await servers[place]!.end('SIGTERM')).toBe(0);
      await start(place, before!.launcher);
    }
    const smoke = await runCli(
      ['smoke', '--url', nginx.url, '--username', 'admin'],
      { ...env(), NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      PASSWORD,
      before!.launcher,
    );
    const took = performance.now() - began;
    expect([smoke.code, smoke.stdout]).toEqual([0, expect.stringContaining(' works.')]);
    const sofar = load.outcomes.length;
    await load.until(sofar + 200);
    await load.stop();
    process.stderr.write(
      `Back on the version before in ${(took / 1000).toFixed(1)} s, ${load.outcomes.length} requests meanwhile and after, ${load.failed.length} failed\n`,
    );
    expect(took).toBeLessThan(ROLLBACK_LIMIT_MS);
    expect(load.failed).toEqual([]);
    await load.expectOnceEach(database.url);
    const { body } = await call('GET', `products/${product.id}`);
    expect(body.id).toBe(product.id);
    const { body: list } = await call('GET', 'products?limit=1');
    expect(list.data[0]).toMatchObject({ made_by: 'second', told: 'as before' });
    expect((await runCli(['check'], env(), '', before!.launcher)).code).toBe(0);
  });
});
