import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

let clone: TestDatabase;
let root: Pool;
let app: Pool;
beforeAll(async () => {
  clone = await cloneDatabase();
  root = clone.pool();
  app = clone.appPool();
});
afterAll(() => clone.drop());

/** SQLSTATE of a refusal, or what came instead. */
async function state(pool: Pool, sql: string): Promise<string> {
  try {
    await pool.query(sql);
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('uuid_v7', () => {
  const file = (name: string): string => readFileSync(join(PROJECT_ROOT, 'migrations/functions/uuid_v7', name), 'utf8');

  it.each(['v1.sql', 'v1.pg18.sql'])('of %s makes ids of version 7 that sort by their time', async (name) => {
    const { rows: version } = await root.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    );
    if (name.includes('pg18') && version[0]!.major < 18) return;
    await root.query(file(name).replace('erp.uuid_v7()', 'erp.test_uuid()'));
    const { rows } = await root.query<{ id: string; at: number }>(
      `select erp.test_uuid()::text as id, extract(epoch from clock_timestamp()) * 1000 as at from generate_series(1, 2000)`,
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2000);
    for (const { id, at } of rows) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Math.abs(parseInt(id.replaceAll('-', '').slice(0, 12), 16) - Number(at))).toBeLessThan(2_000);
    }
  });
});

describe('iso', () => {
  it.each([
    ['Asia/Jakarta', '2026-01-26T17:03:11.120+07:00'],
    ['UTC', '2026-01-26T10:03:11.120+00:00'],
    ['America/St_Johns', '2026-01-26T06:33:11.120-03:30'],
  ])('writes a time in %s as %s', async (zone, expected) => {
    const client = await app.connect();
    await client.query(`set timezone = '${zone}'`);
    const { rows } = await client.query(`select erp.iso('2026-01-26T10:03:11.12Z') as text`);
    client.release(true);
    expect(rows[0].text).toBe(expected);
  });
});

describe('history', () => {
  it('cannot be changed, removed or emptied, whoever asks', async () => {
    await root.query(
      `insert into erp.document_history (machine, document_id, event, to_state, actor_id) values ('m', erp.uuid_v7(), 'e', 's', '00000000-0000-7000-8000-000000000001')`,
    );
    for (const sql of [
      'update erp.document_history set reason = null',
      'delete from erp.document_history',
      'truncate erp.document_history',
    ]) {
      expect(await state(root, sql)).toBe('PB409');
      expect(await state(app, sql)).toBe('42501');
    }
  });
});

describe('transitions', () => {
  it('that a machine does not have are refused by the table itself', async () => {
    await root.query(`
      create table erp.test_doors (state text not null, note text);
      create trigger trg_test_doors_transition before update of state on erp.test_doors for each row execute function erp.fn_check_transition('test_door');
      insert into erp.state_transitions values ('test_door', 'shut', 'open', 'shut');
      insert into erp.test_doors values ('open')`);
    expect(await state(root, `update erp.test_doors set state = 'locked'`)).toBe('PB409');
    expect(await state(root, `update erp.test_doors set state = 'shut'`)).toBe('done');
    expect(await state(root, `update erp.test_doors set state = 'open'`)).toBe('PB409');
    expect(await state(root, `update erp.test_doors set state = 'shut', note = 'same state'`)).toBe('done');
  });
});

describe('numbers', () => {
  it('rise, and are not taken back by a rollback', async () => {
    await root.query(`set role erp_admin; select erp.create_number_series('test_letter', 'TL'); reset role`);
    const next = async (pool: { query: Pool['query'] }): Promise<string> =>
      (await pool.query(`select erp.next_number('test_letter') as nr`)).rows[0].nr;
    expect(await next(app)).toBe('TL-000001');
    const client = await app.connect();
    await client.query('begin');
    expect(await next(client)).toBe('TL-000002');
    await client.query('rollback');
    client.release();
    expect(await next(app)).toBe('TL-000003');
    await root.query(`select setval('erp.number_test_letter', 999999)`);
    expect(await next(app)).toBe('TL-1000000');
  });
});

describe("the application's own role", () => {
  it.each([
    'create table erp.mine (a int)',
    'create schema mine',
    'create temporary table erp.mine (a int)',
    'drop table erp.units',
    'alter table erp.units add column a int',
    'alter table erp.units disable trigger all',
    'alter table erp.units owner to erp_app',
    'truncate erp.units',
    'truncate erp.stock_ledgers',
    'insert into erp.stock_balances default values',
    'update erp.stock_balances set on_hand = 1000000',
    'delete from erp.stock_ledgers',
    'select * from erp.stock_ledgers for update',
    'update erp.stock_valuations set value = 0',
    'update erp.number_series set prefix = prefix',
    'delete from erp.state_transitions',
    'delete from erp.document_history',
    'update erp.idempotency_keys set body = body',
    'update erp.schema_migrations set name = name',
    'select * from erp.user_credentials',
    'select * from erp.refresh_tokens',
    'select * from erp.api_key_secrets',
    'select * from pg_authid',
    'set session_replication_role = replica',
    'set role erp_admin',
    'create role mine',
    'alter role erp_app superuser',
    'grant erp_admin to erp_app',
    `copy erp.units to program 'cat'`,
    `copy erp.units from '/etc/passwd'`,
    `select pg_read_file('/etc/passwd')`,
    `select pg_ls_dir('/')`,
    `select lo_import('/etc/passwd')`,
    'create extension dblink',
    `alter system set fsync = off`,
    'select pg_reload_conf()',
    `select erp.create_number_series('mine', 'MINE')`,
    `select erp.add_updated_at_trigger('erp.units')`,
    `create or replace function erp.current_actor() returns uuid language sql as 'select null::uuid'`,
    `create function erp.mine() returns int language sql as 'select 1'`,
    'create policy mine on erp.sessions using (true)',
    'alter table erp.sessions disable row level security',
    'comment on table erp.units is $$mine$$',
  ])('may not: %s', async (sql) => {
    // As the application: a login that holds nothing but the role.
    const client = await clone.pool({ max: 1 }).connect();
    await client.query(
      `do $$ begin create role pabrik_test_login login; exception when duplicate_object then null; end $$; grant erp_app to pabrik_test_login`,
    );
    await client.query('set session authorization pabrik_test_login; set role erp_app');
    const outcome = await state(client as unknown as Pool, sql);
    client.release(true);
    // No right to it; no temporary table in a schema.
    expect(['42501', '42P16']).toContain(outcome);
  });
});
