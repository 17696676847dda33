import type { Pool } from 'pg';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { AuditIntegrity, SealsService } from '../../src/audit/index.js';
import { IntegrityService } from '../../src/operations/index.js';
import { integrityNow } from '../support/integrity.js';
import { aProduct, aReceipt } from '../support/makers.js';

let app: TestApp;
let db: Pool;

beforeAll(async () => {
  app = await startTestApp();
  db = app.db;
  const product = await aProduct(app);
  for (let n = 0; n < 3; n++) await aReceipt(app, product.id, 5, '1');
});
afterAll(() => app.close());

const seals = (): SealsService => app.nest.get(SealsService, { strict: false });
const integrity = (): AuditIntegrity => app.nest.get(AuditIntegrity, { strict: false });
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Rows of a stream that no batch holds. */
const unsealed = async (table: string): Promise<number> =>
  (
    await db.query(
      `select count(*)::int as n from erp.${table} t where t.id > coalesce((select sealed_id from erp.seal_streams where stream = $1), '00000000-0000-0000-0000-000000000000')`,
      [table],
    )
  ).rows[0].n;

/** Seals all there is. Other suites on this server have transactions of their own, which are waited for. */
async function sealAll(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    await seals().seal(0);
    if ((await unsealed('audit_logs')) + (await unsealed('stock_ledgers')) === 0) return;
    await sleep(50);
  }
  throw new Error('It was not sealed');
}

const faults = async (): Promise<any[]> => {
  const [seal] = await integrity().check({ samples: 1000 });
  expect(seal!.samples).toHaveLength(seal!.violations);
  return seal!.samples;
};

/** Changes rows as somebody who owns the database would, looks, and undoes it. */
async function tampered(sql: string, params: unknown[] = []): Promise<any[]> {
  const client = await db.connect();
  const undo = `set session_replication_role = replica`;
  await client.query(`${undo}; create temp table if not exists kept_logs as select * from erp.audit_logs; create temp table if not exists kept_ledgers as select * from erp.stock_ledgers;
    create temp table if not exists kept_batches as select * from erp.seal_batches`);
  try {
    await client.query(sql, params);
    return await faults();
  } finally {
    await client.query(`alter table erp.seal_batches disable trigger all; delete from erp.seal_batches; insert into erp.seal_batches select * from kept_batches; alter table erp.seal_batches enable trigger all;
      delete from erp.audit_logs; insert into erp.audit_logs select * from kept_logs;
      delete from erp.stock_ledgers; insert into erp.stock_ledgers select * from kept_ledgers;
      drop table kept_logs, kept_ledgers, kept_batches; set session_replication_role = default`);
    client.release();
    expect(await faults()).toEqual([]);
  }
}

describe('sealing', () => {
  test('takes every committed row of both streams, once, in the order of ids', async () => {
    await sealAll();
    const { rows } = await db.query(
      `select stream, sum(row_count)::int as n from erp.seal_batches group by stream order by stream`,
    );
    const count = async (table: string): Promise<number> =>
      (await db.query(`select count(*)::int as n from erp.${table}`)).rows[0].n;
    expect(rows).toEqual([
      { stream: 'audit_logs', n: await count('audit_logs') },
      { stream: 'stock_ledgers', n: await count('stock_ledgers') },
    ]);
    expect(await faults()).toEqual([]);
    const before = (await seals().head()).batches;
    await sealAll();
    expect((await seals().head()).batches).toBe(before);
  });

  test('chains each batch to the one before', async () => {
    await aProduct(app);
    await sealAll();
    const { rows } = await db.query('select id, previous_digest, digest from erp.seal_batches order by id');
    expect(rows.length).toBeGreaterThan(2);
    rows.slice(1).forEach(({ id, previous_digest }, index) => {
      expect(Number(id)).toBe(Number(rows[index].id) + 1);
      expect(previous_digest).toEqual(rows[index].digest);
    });
    expect(await seals().head()).toMatchObject({
      batch_id: Number(rows.at(-1).id),
      digest: rows.at(-1).digest.toString('hex'),
      batches: rows.length,
    });
  });

  test('waits for a transaction that is still open, and leaves out none of its rows', async () => {
    await sealAll();
    const slow = await db.connect();
    await slow.query('begin');
    await slow.query(`insert into erp.units (code, name, dimension) values ('SLOW', 'Slow', 'count')`);
    // Later, and committed before.
    await aProduct(app);
    for (let n = 0; n < 3; n++) await seals().seal(0);
    const waiting = await unsealed('audit_logs');
    await slow.query('commit');
    slow.release();
    expect(waiting).toBeGreaterThan(0);
    await sealAll();
    expect(await faults()).toEqual([]);
    const { rows } = await db.query(
      `select count(*)::int as n from erp.audit_logs a where a.new_values ->> 'code' = 'SLOW'
          and exists (select from erp.seal_batches b where b.stream = 'audit_logs' and a.id > b.from_id and a.id <= b.to_id
                        and position(uuid_send(a.id) in b.leaves) > 0)`,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('is done by one server at a time', async () => {
    const other = await db.connect();
    await other.query(`begin; select pg_advisory_xact_lock(hashtextextended('seal_batches', 0))`);
    const { rows } = await db.query(`select erp.seal_rows('audit_logs', 10, 0) as sealed`);
    await other.query('rollback');
    other.release();
    expect(rows).toEqual([{ sealed: null }]);
    await aProduct(app);
    await Promise.all(Array.from({ length: 8 }, () => seals().seal(0)));
    await sealAll();
    expect(await faults()).toEqual([]);
  });

  test('goes on in a copy whose transactions are counted from anew', async () => {
    await aProduct(app);
    await seals().seal(0);
    await db.query(
      `update erp.seal_streams set candidate_id = erp.seal_place(now()), candidate_xmax = '9000000000000000'`,
    );
    await sealAll();
    expect(await faults()).toEqual([]);
  });

  test('makes batches of no more rows than told', async () => {
    await db.query(
      `insert into erp.units (code, name, dimension) select 'SB' || n, 'Batch', 'count' from generate_series(1, 25) n`,
    );
    const sealed = async (): Promise<number> =>
      (await db.query(`select erp.seal_rows('audit_logs', 10, 0) as n`)).rows[0].n;
    const found: number[] = [];
    for (let tries = 0; tries < 200 && (await unsealed('audit_logs')) > 0; tries++) {
      const n = await sealed();
      if (n > 0) found.push(n);
      else await sleep(20);
    }
    expect(Math.max(...found)).toBe(10);
    expect(found.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(25);
    expect(await faults()).toEqual([]);
  });
});

describe('what was done behind the server', () => {
  let log: { id: string };
  let entry: { id: string };
  beforeAll(async () => {
    await sealAll();
    [log] = (await db.query('select id from erp.audit_logs order by id offset 5 limit 1')).rows as [{ id: string }];
    [entry] = (await db.query('select id from erp.stock_ledgers order by id limit 1')).rows as [{ id: string }];
  });

  const LOG_COLUMNS: Record<string, string> = {
    recorded_at: `recorded_at + interval '1 millisecond'`,
    table_name: `'other'`,
    entity_id: `'other'`,
    action: `'insert'`,
    company_id: `'${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}'`,
    actor_id: `'${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}'`,
    session_id: `'${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}'`,
    request_id: `'other'`,
    ip: `'other'`,
    user_agent: `'other'`,
    db_role: `'other'`,
    old_values: `'{"other": 1}'`,
    new_values: `'{"other": 1}'`,
    changed_fields: `array['other']`,
    hash: `sha256('other')`,
  };

  test.each(Object.entries(LOG_COLUMNS))('a changed %s of the audit is named', async (column, value) => {
    const row =
      column === 'action' ? `(select id from erp.audit_logs where action = 'update' order by id limit 1)` : '$1';
    const sql = `alter table erp.audit_logs drop constraint ck_audit_logs_values, drop constraint ck_audit_logs_changed_fields`;
    const add = `alter table erp.audit_logs add constraint ck_audit_logs_values check ((action = 'insert') = (old_values is null) and (action = 'delete') = (new_values is null)),
      add constraint ck_audit_logs_changed_fields check ((action = 'update') = (changed_fields is not null))`;
    await db.query(sql);
    try {
      const found = await tampered(
        `update erp.audit_logs set ${column} = ${value} where id = ${row === '$1' ? `'${log.id}'` : row}`,
      );
      expect(found).toEqual([
        { stream: 'audit_logs', fault: 'changed', batch_id: expect.any(Number), row_id: expect.any(String) },
      ]);
      if (row === '$1') expect(found[0].row_id).toBe(log.id);
    } finally {
      await db.query(add);
    }
  });

  test('also when its own hash was made to fit', async () => {
    const found =
      await tampered(`update erp.audit_logs a set ip = 'x', hash = erp.audit_log_hash(a.id, a.recorded_at, a.table_name, a.entity_id, a.action,
      a.company_id, a.actor_id, a.session_id, a.request_id, 'x', a.user_agent, a.db_role, a.old_values, a.new_values, a.changed_fields) where id = '${log.id}'`);
    expect(found).toEqual([{ stream: 'audit_logs', fault: 'changed', batch_id: expect.any(Number), row_id: log.id }]);
  });

  const LEDGER_COLUMNS: Record<string, string> = {
    recorded_at: `recorded_at + interval '1 millisecond'`,
    movement_id: 'erp.uuid_v7()',
    line_no: 'line_no + 1',
    product_id: 'erp.uuid_v7()',
    lot_id: 'erp.uuid_v7()',
    quantity: 'quantity + 1',
    from_location_id: 'erp.uuid_v7()',
    to_location_id: 'erp.uuid_v7()',
    from_area_id: 'erp.uuid_v7()',
    to_area_id: 'erp.uuid_v7()',
    value: 'value + 0.01',
    returns_line_id: 'erp.uuid_v7()',
  };

  test('every column but the id is in the hashes', async () => {
    const columns = async (table: string): Promise<string[]> =>
      (
        await db.query(
          `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
          [table],
        )
      ).rows.map(({ name }) => name as string);
    expect(['id', ...Object.keys(LOG_COLUMNS)]).toEqual(await columns('erp.audit_logs'));
    expect(['id', ...Object.keys(LEDGER_COLUMNS)]).toEqual(await columns('erp.stock_ledgers'));
  });

  test.each(Object.entries(LEDGER_COLUMNS))('a changed %s of the ledger is named', async (column, value) => {
    expect(await tampered(`update erp.stock_ledgers set ${column} = ${value} where id = '${entry.id}'`)).toEqual([
      { stream: 'stock_ledgers', fault: 'changed', batch_id: expect.any(Number), row_id: entry.id },
    ]);
  });

  test('a removed row is named', async () => {
    expect(await tampered(`delete from erp.audit_logs where id = '${log.id}'`)).toEqual([
      { stream: 'audit_logs', fault: 'removed', batch_id: expect.any(Number), row_id: log.id },
    ]);
    expect(await tampered(`delete from erp.stock_ledgers where id = '${entry.id}'`)).toEqual([
      { stream: 'stock_ledgers', fault: 'removed', batch_id: expect.any(Number), row_id: entry.id },
    ]);
  });

  test('all of them, when the table was emptied', async () => {
    const { rows } = await db.query('select id from erp.stock_ledgers order by id');
    const found = await tampered('delete from erp.stock_ledgers');
    expect(found.map(({ row_id, fault }) => [row_id, fault])).toEqual(rows.map(({ id }) => [id, 'removed']));
  });

  test('a row that was put in is named', async () => {
    const id = (await db.query(`select overlay($1::text placing 'ffffffffffff' from 25)::uuid as id`, [entry.id]))
      .rows[0].id;
    const found =
      await tampered(`insert into erp.stock_ledgers select ('${id}')::uuid, recorded_at, movement_id, line_no + 1, product_id, lot_id, quantity, from_location_id,
      to_location_id, from_area_id, to_area_id, value from erp.stock_ledgers where id = '${entry.id}'`);
    expect(found).toEqual([{ stream: 'stock_ledgers', fault: 'inserted', batch_id: expect.any(Number), row_id: id }]);
  });

  test('a batch that was changed, removed from the middle or cut off the end is told', async () => {
    const { rows } = await db.query('select id::int, stream from erp.seal_batches order by id');
    const middle = rows[1];
    const kinds = (found: any[]): string[] => [...new Set(found.map(({ fault, batch_id }) => `${fault} ${batch_id}`))];
    expect(
      kinds(
        await tampered(
          `update erp.seal_batches set sealed_at = sealed_at + interval '1 second' where id = ${middle.id}`,
        ),
      ),
    ).toEqual([`batch_changed ${middle.id}`]);
    expect(kinds(await tampered(`delete from erp.seal_batches where id = ${middle.id}`))).toContain(
      `batch_removed ${middle.id}`,
    );
    expect(kinds(await tampered(`delete from erp.seal_batches where id = ${rows.at(-1).id}`))).toEqual([
      'batch_removed null',
    ]);
    expect(
      kinds(
        await tampered(`update erp.seal_batches b set previous_digest = sha256('x'),
          digest = erp.seal_digest(b.id, b.stream, b.from_id, b.to_id, b.row_count, b.sealed_at, b.leaves, sha256('x')) where id = ${middle.id}`),
      ),
    ).toEqual([`chain_broken ${middle.id}`, `chain_broken ${middle.id + 1}`]);
  });

  test('a chain that was made anew as a whole does not hold a head exported before', async () => {
    const head = await seals().head();
    const known = { batch_id: head.batch_id!, digest: head.digest! };
    expect((await integrity().check({ head: known }))[0]).toMatchObject({ violations: 0 });
    expect((await integrity().check({ head: { ...known, digest: 'ab'.repeat(32) } }))[0]).toMatchObject({
      violations: 1,
      samples: [{ fault: 'head_not_in_chain', batch_id: known.batch_id }],
    });
  });

  test('a row that is not sealed yet is held against its own hash', async () => {
    await aProduct(app);
    const { rows } = await db.query('select id from erp.audit_logs order by id desc limit 1');
    expect(await tampered(`update erp.audit_logs set ip = 'x' where id = '${rows[0].id}'`)).toEqual([
      { stream: 'audit_logs', fault: 'changed', batch_id: null, row_id: rows[0].id },
    ]);
    await sealAll();
  });

  test('what was archived by order is not missed', async () => {
    const { rows } = await db.query('select id from erp.stock_ledgers order by id limit 2');
    const client = await db.connect();
    await client.query(`update erp.seal_streams set archived_id = $1 where stream = 'stock_ledgers'`, [rows[0].id]);
    expect(await tampered(`delete from erp.stock_ledgers where id = '${rows[0].id}'`)).toEqual([]);
    expect(
      (await tampered(`delete from erp.stock_ledgers where id = '${rows[1].id}'`)).map(({ row_id }) => row_id),
    ).toEqual([rows[1].id]);
    await client.query(`update erp.seal_streams set archived_id = null`);
    client.release();
  });

  test('is found by the check of all invariants and by its route, named exactly', async () => {
    const client = await db.connect();
    await client.query(
      `set session_replication_role = replica; update erp.stock_ledgers set value = value + 1 where id = '${entry.id}'`,
    );
    const seen = (await app.nest.get(IntegrityService, { strict: false }).check()).find(
      ({ name }) => name === 'audit_seals',
    );
    const route = await integrityNow(app);
    await client.query(
      `update erp.stock_ledgers set value = value - 1 where id = '${entry.id}'; set session_replication_role = default`,
    );
    client.release();
    expect(seen).toMatchObject({
      violations: 1,
      samples: [{ stream: 'stock_ledgers', fault: 'changed', row_id: entry.id }],
    });
    expect(route.invariants).toContainEqual(expect.objectContaining(seen!));
  });
});
