import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { SealsService } from '../../src/audit/index.js';
import { ArchivesService, IntegrityService } from '../../src/operations/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made } from '../support/makers.js';
import { SYSTEM_USER } from '../support/stock.js';

jest.setTimeout(90_000);

/** Seventeen months of a factory, written into the past as the owner; those that ended a year ago or more are archived. */
let app: TestApp;
let folder: string;
let archives: ArchivesService;
let place: Record<string, string>;
let plain: string;
let tracked: string;
let lot: string;
/** Movements by month and what they were. */
const movement = new Map<string, string>();
const BACK = 17;

const now = new Date();
const monthStart = (back: number): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
const day = (date: Date): string => date.toISOString().slice(0, 10);
/** Two days into a month a year back, its first month younger than twelve begins. */
const CUT = new Date(
  Date.UTC(new Date(+now - 2 * 86_400_000).getUTCFullYear(), new Date(+now - 2 * 86_400_000).getUTCMonth() - 12, 1),
);
const old = (): number[] =>
  Array.from({ length: BACK }, (_, i) => BACK - i).filter((back) => monthStart(back - 1) <= CUT);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pabrik-archives-'));
  app = await startTestApp({ env: { ARCHIVE_DIR: folder } });
  archives = app.nest.get(ArchivesService, { strict: false });
  await app.db.query(
    `insert into erp.locations (company_id, parent_id, code, name, type) select company_id, id, 'OLD-BIN', 'Bin', 'bin' from erp.locations where company_id = $1 and code = 'STOCK'`,
    [app.company_id],
  );
  const { rows } = await app.db.query('select id, code from erp.locations where company_id = $1', [app.company_id]);
  place = Object.fromEntries(rows.map(({ id, code }) => [code, id]));
  plain = (await aProduct(app)).id;
  tracked = (await aProduct(app, { tracking: 'lot' })).id;
  lot = (await app.db.query(`insert into erp.lots (product_id, code) values ($1, 'OLD-LOT') returning id`, [tracked]))
    .rows[0].id;
  await tellTheStory();
});

afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function tellTheStory(): Promise<void> {
  const client = await app.db.connect();
  try {
    await client.query(`set search_path = erp; set erp.actor = '${SYSTEM_USER}'; set erp.request_id = 'story'`);
    for (let back = BACK; back >= 1; back--) {
      const [first, next] = [day(monthStart(back)), day(monthStart(back - 1))];
      const month = first.slice(0, 7).replace('-', '_');
      await client.query(`
        create table stock_ledgers_${month} partition of stock_ledgers for values from ('${first} 00:00+00') to ('${next} 00:00+00');
        create trigger trg_stock_ledgers_no_truncate before truncate on stock_ledgers_${month} for each statement execute function fn_refuse_change();
        create trigger trg_update_stock_balance after insert on stock_ledgers_${month} referencing new table as new_rows for each statement execute function fn_update_stock_balance();
        alter table stock_ledgers_${month} owner to erp_admin;
        revoke all on stock_ledgers_${month} from erp_app, erp_readonly`);
      const at = (days: number): Date => new Date(+monthStart(back) + days * 86_400_000 + 36_000_000);
      const tell = (
        kind: string,
        quantity: number,
        from: string,
        to: string,
        when: Date,
        lotId: string | null = null,
      ) => post(client, { kind, quantity, from, to, when, lotId, effective: new Date(+when - 3_600_000) });
      movement.set(`receipt ${back}`, await tell('receipt', 20, 'SUPPLIER', 'STOCK', at(2)));
      await tell('issue', 5, 'STOCK', 'CUSTOMER', at(5));
      await tell('transfer', 3, 'STOCK', 'OLD-BIN', at(9));
      movement.set(`lot ${back}`, await tell('receipt', 10, 'SUPPLIER', 'STOCK', at(11), lot));
      await tell('issue', 2, 'STOCK', 'CUSTOMER', at(12), lot);
      await client.query(
        `insert into stock_value_adjustments (company_id, type, product_id, area_id, value, counter_value, source_type, source_id, effective_at, recorded_at, created_by, request_id)
         values ($1, 'revaluation', $2, $1, 7.00, 0, 'test', $1, $3, $3, current_actor(), 'story')`,
        [app.company_id, plain, at(20)],
      );
    }
    const [first, next] = [day(monthStart(15)), day(monthStart(14))];
    const month = first.slice(0, 7).replace('-', '_');
    await client.query(`create table audit_logs_${month} partition of audit_logs for values from ('${first} 00:00+00') to ('${next} 00:00+00');
      create trigger trg_audit_logs_no_truncate before truncate on audit_logs_${month} for each statement execute function fn_refuse_change();
      alter table audit_logs_${month} owner to erp_admin;
      revoke all on audit_logs_${month} from erp_app, erp_readonly`);
    await client.query(
      `insert into audit_logs (id, recorded_at, table_name, entity_id, action, db_role, new_values, hash)
       select i, t, 'products', n::text, 'insert', 'erp_app', '{"name": "Bär\\twith a tab"}', audit_log_hash(i, t, 'products', n::text, 'insert', null, null, null, null, '', '', 'erp_app', null, '{"name": "Bär\\twith a tab"}', null)
         from (select n, uuid_v7() as i, ($1::timestamptz + n * interval '1 hour')::timestamptz(3) as t from generate_series(1, 50) n offset 0) x`,
      [`${first} 00:00+00`],
    );
  } finally {
    client.release(true);
  }
}

async function post(
  client: PoolClient,
  f: { kind: string; quantity: number; from: string; to: string; when: Date; effective: Date; lotId: string | null },
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into stock_movements (company_id, type, source_type, source_id, effective_at, recorded_at, created_by, request_id)
     values ($1, $2, 'manual', $1, $3, $4, current_actor(), 'story') returning id`,
    [app.company_id, f.kind, f.effective, f.when],
  );
  await client.query(
    `insert into stock_ledgers (recorded_at, movement_id, line_no, product_id, lot_id, quantity, from_location_id, to_location_id, from_area_id, to_area_id, value)
     select m.recorded_at, m.id, 1, $2, $3, $4, f.id, t.id, f.valuation_area_id, t.valuation_area_id, $5 from stock_movements m, locations f, locations t
      where m.id = $1 and f.id = $6 and t.id = $7`,
    [rows[0]!.id, f.lotId ? tracked : plain, f.lotId, f.quantity, f.quantity * 10, place[f.from], place[f.to]],
  );
  return rows[0]!.id;
}

/** Seals all there is. Other suites on this server have transactions of their own, which are waited for. */
async function sealAll(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    await app.nest.get(SealsService, { strict: false }).seal(0);
    const { rows } = await app.db.query(
      `select (select count(*) from erp.stock_ledgers l where l.id > s.sealed_id)::int as n from erp.seal_streams s where stream = 'stock_ledgers' and sealed_id is not null`,
    );
    const { rows: logs } = await app.db.query(
      `select (select count(*) from erp.audit_logs l where l.id > s.sealed_id)::int as n from erp.seal_streams s where stream = 'audit_logs' and sealed_id is not null`,
    );
    if (rows[0]?.n === 0 && logs[0]?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It was not sealed');
}

async function closeMonths(): Promise<void> {
  for (let back = BACK; back >= 3; back--)
    await app.db.query(
      `insert into erp.stock_periods (company_id, month, state, created_by) values ($1, $2, 'hard_closed', $3)`,
      [app.company_id, day(monthStart(back)), SYSTEM_USER],
    );
}

const count = async (sql: string, params: unknown[] = []): Promise<number> =>
  Number((await app.db.query<{ n: string }>(`select count(*) as n from ${sql}`, params)).rows[0]!.n);
const answers = async (): Promise<unknown> => {
  const told: unknown[] = [];
  for (const table of ['stock_balances', 'stock_valuations'])
    told.push((await app.db.query(`select to_jsonb(t) - 'updated_at' as row from erp.${table} t order by id`)).rows);
  for (let back = 0; monthStart(back) >= CUT; back++)
    for (const at of [monthStart(back), new Date(+monthStart(back) + 8 * 86_400_000)].filter((each) => each <= now))
      for (const by of ['effective', 'recorded'])
        for (const what of ['stock-as-of', 'value-as-of'])
          told.push((await app.as(app.admin).get(`/warehouse/${what}?at=${at.toISOString()}&by=${by}`)).body);
  told.push((await app.as(app.admin).get(`/warehouse/lots/${lot}/genealogy`)).body);
  return told;
};
const violated = async (): Promise<string[]> =>
  (await app.nest.get(IntegrityService, { strict: false }).check())
    .filter(({ violations }) => violations > 0)
    .map(({ name }) => name);
const months = async (): Promise<string[]> =>
  (
    await app.db.query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'erp.stock_ledgers'::regclass order by 1`,
    )
  ).rows.map(({ name }) => name);

let before: unknown;

it('archives no month that is too young, not sealed or not closed hard, and says why', async () => {
  await expect(archives.plan(11)).rejects.toThrow('a whole number of months from 12');
  expect((await archives.plan(12)).map(({ table_name, hindrance }) => [table_name, hindrance])).toEqual([
    ['stock_ledgers', 'not every row is sealed yet'],
    ['audit_logs', 'not every row is sealed yet'],
  ]);
  await sealAll();
  expect((await archives.plan(12, 'stock_ledgers'))[0]).toMatchObject({ hindrance: 'not closed hard: MAIN' });
  expect(await archives.execute(12, 'stock_ledgers')).toEqual([]);
  await closeMonths();
  await sealAll();
  await app.as(app.admin).post('/accounting/accounts/install', {});
  expect((await archives.plan(12, 'stock_ledgers'))[0]).toMatchObject({ hindrance: 'not in the books: MAIN' });
  expect((await app.as(app.admin).post('/accounting/stock-books/post', {})).body).toMatchObject({ difference: '0.00' });
  await sealAll();
  expect(await violated()).toEqual([]);
  const plan = await archives.plan(12, 'stock_ledgers');
  expect(plan.map(({ from_at }) => new Date(from_at).getTime())).toEqual(old().map((back) => +monthStart(back)));
  expect(plan.every(({ hindrance }) => hindrance === null)).toBe(true);
  before = await answers();
});

it('archives nothing while an invariant is broken', async () => {
  const bend = (by: number) =>
    app.db.query(`update erp.stock_balances set on_hand = on_hand + $2 where product_id = $1 and on_hand > 100`, [
      plain,
      by,
    ]);
  await bend(1);
  await expect(archives.execute(12)).rejects.toThrow(/invariants are broken: .*balance_equals_ledger/);
  await bend(-1);
  expect(readdirSync(folder)).toEqual([]);
});

it('drops nothing when it is interrupted or its file was changed, and goes on with the file that is whole', async () => {
  const all = await months();
  const rows = await count('erp.stock_ledgers');
  const blocker = await app.db.connect();
  try {
    await blocker.query(`begin; lock table erp.${all[0]} in row exclusive mode`);
    await expect(archives.execute(12, 'stock_ledgers')).rejects.toMatchObject({ code: '55P03' });
  } finally {
    blocker.release(true);
  }
  const [left] = await archives.list();
  expect(left).toMatchObject({ state: 'dumped', partition_name: all[0], rows: 5, archived_at: null });
  expect([await months(), await count('erp.stock_ledgers'), await violated()]).toEqual([all, rows, []]);

  const path = join(folder, left!.file);
  const whole = readFileSync(path);
  const bent = Buffer.from(whole);
  bent[bent.length - 12]! ^= 0x55;
  writeFileSync(path, bent);
  await expect(archives.execute(12, 'stock_ledgers')).rejects.toThrow('is not as it was written');
  writeFileSync(path, whole.subarray(0, 40));
  await expect(archives.execute(12, 'stock_ledgers')).rejects.toThrow('is not as it was written');
  rmSync(path);
  await expect(archives.execute(12, 'stock_ledgers')).rejects.toThrow('cannot be read');
  expect([await months(), await count('erp.stock_ledgers')]).toEqual([all, rows]);
  expect((await archives.verify()).map(({ fault }) => fault)).toEqual([expect.stringContaining('cannot be read')]);
  writeFileSync(path, whole);

  const done = await archives.execute(12, 'stock_ledgers');
  expect(done[0]).toMatchObject({ id: left!.id, file: left!.file, state: 'archived', rows: 5, kept_rows: 2 });
  expect(done).toHaveLength(old().length);
  expect(done.at(-1)).toMatchObject({
    opening_rows: expect.any(Number),
    opening_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

it('leaves every balance, value, answer and invariant as it was', async () => {
  expect(await answers()).toEqual(before);
  expect(await violated()).toEqual([]);
  expect(await count('erp.stock_ledgers where recorded_at < $1', [CUT])).toBe(2 * old().length);
  await expectIntegrity(app);
});

it('says of what is archived that it is', async () => {
  const admin = app.as(app.admin);
  const early = new Date(+CUT - 1000).toISOString();
  for (const what of ['stock-as-of', 'value-as-of'])
    expect(await admin.get(`/warehouse/${what}?at=${early}`)).toMatchObject({
      status: 409,
      body: { error_code: 'ARCHIVED', archived_through: expect.any(String) },
    });
  const gone = movement.get(`receipt ${BACK}`)!;
  expect((await admin.get(`/warehouse/movements/${gone}`)).body).toMatchObject({ error_code: 'ARCHIVED', status: 409 });
  expect((await admin.post(`/warehouse/movements/${gone}/reverse`, { reason: 'Wrong' })).body).toMatchObject({
    error_code: 'ARCHIVED',
    status: 409,
  });
  // The lines of lots are here, and so is what can be done with them.
  const kept = movement.get(`lot ${BACK}`)!;
  expect((await admin.get(`/warehouse/movements/${kept}`)).body.lines).toHaveLength(1);
  const back = await admin.post(`/warehouse/movements/${kept}/reverse?dry_run=true`, { reason: 'Wrong' });
  expect(back.status).toBe(201);

  const list = await admin.get('/operations/partition-archives?table_name=stock_ledgers&sort=from_at');
  expect(list.status).toBe(200);
  expect(list.body.data.map((each: any) => each.state)).toEqual(old().map(() => 'archived'));
  const nobody = app.as(await app.actor({ permissions: ['operations.jobs.read'] }));
  expect((await nobody.get('/operations/partition-archives')).status).toBe(403);
});

it('takes the audit too, and its chain stays whole and checked', async () => {
  const [done] = await archives.execute(12, 'audit_logs');
  expect(done).toMatchObject({ table_name: 'audit_logs', rows: 50, kept_rows: 0, opening_digest: null });
  expect(await violated()).toEqual([]);
  expect(await count('erp.audit_logs where recorded_at < $1', [CUT])).toBe(0);
});

it('still sees a line that stayed and was changed, and an opening that was', async () => {
  const client = await app.db.connect();
  const bend = async (sql: string): Promise<string[]> => {
    await client.query(`set session_replication_role = replica; ${sql}`);
    return violated();
  };
  try {
    const line = `update erp.stock_ledgers set value = value`;
    const where = `where movement_id = '${movement.get(`lot ${BACK}`)}'`;
    expect(await bend(`${line} + 1 ${where}`)).toEqual(['audit_seals']);
    expect(await bend(`${line} - 1 ${where}`)).toEqual([]);
    const opening = (by: number): string =>
      `update erp.stock_snapshot_quantities set quantity = quantity + ${by} where month = '${day(CUT)}' and product_id = '${plain}' and quantity > 10`;
    expect(await bend(opening(1))).toEqual(
      expect.arrayContaining(['balance_equals_ledger', 'snapshot_equals_ledger', 'archive_opening_is_kept']),
    );
    expect(await bend(opening(-1))).toEqual([]);
  } finally {
    client.release(true);
  }
});

it('goes on posting, and makes balances anew from the opening', async () => {
  await made(app, '/warehouse/issues', {
    lines: [{ product_id: plain, quantity: 1, from_location_id: place['STOCK'] }],
  });
  const { rows } = await app.db.query('select * from erp.stock_balance_differences(null)');
  expect(rows).toEqual([]);
  expect(await violated()).toEqual([]);
});

it('brings a month back as it was, the newest first, and archives it again', async () => {
  const all = (await archives.list()).filter(({ table_name }) => table_name === 'stock_ledgers');
  const [oldest, newest] = [all[0]!, all.at(-1)!];
  await expect(archives.restore(oldest.id)).rejects.toThrow('was archived after it');
  await expect(archives.restore('00000000-0000-7000-8000-000000000000')).rejects.toThrow('There is no archived month');

  const path = join(folder, newest.file);
  const whole = readFileSync(path);
  writeFileSync(path, Buffer.concat([whole, Buffer.from('x')]));
  expect((await archives.verify()).filter(({ fault }) => fault !== null)).toHaveLength(1);
  await expect(archives.restore(newest.id)).rejects.toThrow('is not as it was written');
  writeFileSync(path, whole);

  for (const each of [...all].reverse()) expect(await archives.restore(each.id)).toMatchObject({ state: 'restored' });
  expect(await violated()).toEqual([]);
  expect(await count('erp.stock_ledgers where recorded_at < $1', [CUT])).toBe(5 * old().length);
  const early = new Date(+CUT - 1000).toISOString();
  expect((await app.as(app.admin).get(`/warehouse/stock-as-of?at=${early}`)).status).toBe(200);
  const gone = movement.get(`receipt ${BACK}`)!;
  expect((await app.as(app.admin).get(`/warehouse/movements/${gone}`)).body.lines).toHaveLength(1);

  const again = await archives.execute(12, 'stock_ledgers');
  expect(again.map(({ rows, kept_rows }) => [rows, kept_rows])).toEqual(old().map(() => [5, 2]));
  expect(await violated()).toEqual([]);
});

it('an unfinished file can be thrown away', async () => {
  await app.db.query(
    `insert into erp.partition_archives (table_name, partition_name, from_at, to_at, state, file, rows, content_sha256, file_sha256, size_bytes, archived_by)
     values ('audit_logs', 'x', '2020-01-01', '2020-02-01', 'dumped', 'audit_logs-2020-01-01-x.copy.gz', 0, repeat('0', 64), repeat('0', 64), 0, 'test')`,
  );
  expect(await archives.discard()).toBe(1);
  expect((await archives.list()).filter(({ state }) => state === 'dumped')).toEqual([]);
});
