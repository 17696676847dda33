import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const SYSTEM = '00000000-0000-7000-8000-000000000001';
const MONTH = new Date().toISOString().slice(0, 7).replace('-', '_');

let database: TestDatabase;
let login: string;
let pool: pg.Pool;

/** A login as production gives the server: member of `erp_app` and nothing else; `reset role` leads nowhere. */
beforeAll(async () => {
  database = await cloneDatabase();
  login = `pabrik_escape_${process.pid}_${randomBytes(3).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await database.pool().query(`create role ${login} login password '${password}' in role erp_app`);
  const url = Object.assign(new URL(database.url), { username: login, password });
  pool = new pg.Pool({ connectionString: url.href, options: '-c role=erp_app -c search_path=erp', max: 2 });
});
afterAll(async () => {
  await pool.end();
  const owner = database.pool();
  await owner.query(`drop owned by ${login}; drop role ${login}`);
  await database.drop();
});

/** Runs an attempt within a context, as the server would; answers the SQLSTATE of its refusal, or what it got. */
async function attempt(sql: string): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select erp.set_app_context('${SYSTEM}', null, 'escape', '', '')`);
    const result = await client.query(sql);
    const last = [result].flat().at(-1)!;
    return `got away: ${JSON.stringify(last.rows.slice(0, 2))} ${last.rowCount}`;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release(true);
  }
}

/** Insufficient privilege. */
const DENIED = '42501';

const ATTEMPTS: readonly (readonly [what: string, sql: string, code?: string])[] = [
  // Other structure.
  ['making a table', 'create table erp.mine (id int)'],
  ['making a table elsewhere', 'create table public.mine (id int)'],
  ['making a schema', 'create schema mine'],
  ['making a view', 'create view erp.mine as select * from erp.users'],
  ['making a function', `create function erp.mine() returns int language sql as 'select 1'`],
  [
    'replacing a function',
    `create or replace function erp.current_actor() returns uuid language sql as 'select null::uuid'`,
  ],
  ['making an operator of its own language', 'create language plperl', '0A000|42501|58P01'],
  [
    'making a trigger',
    'create trigger mine before insert on erp.units for each row execute function erp.fn_set_updated_at()',
  ],
  ['making an extension', 'create extension file_fdw', '0A000|42501|58P01'],
  ['making a publication', 'create publication mine for all tables'],
  ['making an event trigger', 'create event trigger mine on ddl_command_end execute function erp.fn_audit()'],
  ['adding a column', 'alter table erp.units add column mine int'],
  ['dropping a table', 'drop table erp.units'],
  ['dropping a column', 'alter table erp.units drop column name'],
  ['dropping a constraint', 'alter table erp.stock_ledgers drop constraint ck_stock_ledgers_quantity'],
  ['dropping the schema', 'drop schema erp cascade'],
  ['making an index', 'create index mine on erp.units (name)'],
  ['renaming a table', 'alter table erp.audit_logs rename to gone'],
  ['detaching a month of the ledger', `alter table erp.stock_ledgers detach partition erp.stock_ledgers_${MONTH}`],
  ['detaching a month of the audit', `alter table erp.audit_logs detach partition erp.audit_logs_${MONTH}`],
  ['taking a table over', 'alter table erp.units owner to current_user'],
  ['commenting on a table', `comment on table erp.units is 'mine'`],
  ['clustering a table', 'reindex table erp.units'],
  // Triggers, rules and row security.
  ['turning a trigger off', 'alter table erp.stock_ledgers disable trigger trg_update_stock_balance'],
  ['turning all triggers off', 'alter table erp.units disable trigger all'],
  ['dropping an audit trigger', 'drop trigger trg_units_audit_update on erp.units'],
  ['going round triggers', 'set session_replication_role = replica'],
  ['going round triggers for one transaction', 'set local session_replication_role = replica'],
  ['going round triggers by a function', `select set_config('session_replication_role', 'replica', true)`],
  ['turning row security off', 'alter table erp.users disable row level security'],
  ['dropping a policy', 'drop policy users_need_a_context on erp.users'],
  ['making a policy', 'create policy mine on erp.users using (true)'],
  ['making a rule', 'create rule mine as on insert to erp.units do instead nothing'],
  ['calling an audit exemption', `select erp.exempt_from_audit('erp.units', 'because I want to')`],
  ['calling the maker of audit triggers', `select erp.add_audit_trigger('erp.units')`],
  // What functions alone write.
  ['truncating a table', 'truncate erp.units cascade'],
  ['truncating the ledger', 'truncate erp.stock_ledgers'],
  ['truncating a month of the ledger', `truncate erp.stock_ledgers_${MONTH}`],
  ['inserting into the ledger', 'insert into erp.stock_ledgers select * from erp.stock_ledgers'],
  ['inserting into a month of the ledger', `insert into erp.stock_ledgers_${MONTH} select * from erp.stock_ledgers`],
  ['changing the ledger', 'update erp.stock_ledgers set quantity = 1'],
  ['deleting from a month of the ledger', `delete from erp.stock_ledgers_${MONTH}`],
  ['reading a month of the audit, past its policy', `select * from erp.audit_logs_${MONTH}`],
  ['inserting into the audit', 'insert into erp.audit_logs select * from erp.audit_logs'],
  ['deleting from the audit', 'delete from erp.audit_logs'],
  ['deleting from a month of the audit', `delete from erp.audit_logs_${MONTH}`],
  ['changing a seal', `update erp.seal_batches set digest = sha256('')`],
  ['inserting a seal', 'insert into erp.seal_batches select * from erp.seal_batches'],
  ['moving what is sealed', 'update erp.seal_streams set archived_id = erp.uuid_v7()'],
  ['exempting a table', `insert into erp.audit_exemptions values ('units', 'because I want to')`],
  ['changing a balance', 'update erp.stock_balances set on_hand = 1000'],
  ['changing a value', 'update erp.stock_valuations set value = 1000'],
  ['changing history', 'update erp.document_history set actor_id = null'],
  ['changing a security event', 'update erp.auth_events set succeeded = true'],
  ['changing a machine', `insert into erp.state_transitions values ('manufacturing_order', 'x', 'draft', 'closed')`],
  ['locking the ledger from everybody', 'lock table erp.stock_ledgers in access exclusive mode'],
  // Secrets.
  ['reading password hashes', 'select * from erp.user_credentials'],
  ['reading refresh tokens', 'select * from erp.refresh_tokens'],
  ['reading secrets of keys', 'select * from erp.api_key_secrets'],
  ['reading secrets of second factors', 'select * from erp.user_mfa'],
  ['reading recovery codes', 'select * from erp.user_recovery_codes'],
  ['turning a second factor off', 'delete from erp.user_mfa'],
  ['making a challenge of its own', 'update erp.mfa_challenges set user_id = user_id'],
  ['copying password hashes out', 'copy erp.user_credentials to stdout'],
  ['reading the passwords of the server', 'select * from pg_authid'],
  ['reading them by another view', 'select passwd from pg_shadow'],
  ['reading statistics samples of others', 'select * from pg_statistic'],
  [
    'making a session by hand',
    `insert into erp.sessions (user_id, expires_at) values ('${SYSTEM}', now() + interval '1 day')`,
  ],
  // The machine below.
  ['running a program', `copy erp.units to program 'cat'`],
  ['running a program for input', `copy erp.units from program 'id'`],
  ['writing a file', `copy (select 1) to '/tmp/pabrik-escape'`],
  ['reading a file by COPY', `copy erp.units from '/etc/passwd'`],
  ['reading a file', `select pg_read_file('/etc/passwd')`],
  ['reading a binary file', `select pg_read_binary_file('postgresql.conf')`],
  ['listing a folder', `select pg_ls_dir('.')`],
  ['looking at a file', `select pg_stat_file('postgresql.conf')`],
  ['importing a large object', `select lo_import('/etc/passwd')`],
  ['exporting a large object', `select lo_export(1, '/tmp/pabrik-escape')`],
  ['reading the settings file', 'select * from pg_file_settings'],
  ['reading the access rules', 'select * from pg_hba_file_rules'],
  ['changing a setting of the server', `alter system set log_statement = 'none'`, '25001|42501'],
  ['reloading the settings', 'select pg_reload_conf()'],
  ['rotating the log', 'select pg_rotate_logfile()'],
  ['loading a library', `load '/tmp/mine.so'`, '42501|58P01'],
  ['switching the log', 'select pg_switch_wal()'],
  ['making a checkpoint', 'checkpoint'],
  [
    'ending the server of somebody else',
    `select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user and datname = current_database()`,
  ],
  // Other roles and databases.
  ['becoming the owner', 'set role erp_admin'],
  ['becoming the reports', 'set role erp_readonly'],
  ['becoming the superuser', 'set session authorization postgres'],
  ['making a role', 'create role mine superuser'],
  ['making itself more', 'alter role erp_app superuser'],
  ['joining the owner', 'grant erp_admin to erp_app'],
  ['giving rights away', 'grant all on erp.user_credentials to public; select * from erp.user_credentials'],
  ['giving itself rights', 'grant delete on erp.stock_ledgers to erp_app; delete from erp.stock_ledgers'],
  ['opening the schema', 'grant create on schema erp to public; create table erp.mine (id int)'],
  ['changing default rights of the owner', 'alter default privileges for role erp_admin grant all on tables to public'],
  ['making a database', 'create database mine', '25001|42501'],
  ['dropping a database', 'drop database postgres', '25001|42501|55006'],
  ['changing settings of the database', `alter database ${'postgres'} set search_path = mine`],
  ['reading another database', `select * from dblink('dbname=postgres', 'select 1') as t (n int)`, '42883'],
];

it('there are enough of them', () => expect(ATTEMPTS.length).toBeGreaterThanOrEqual(40));

it.each(ATTEMPTS.map(([what, sql, code = DENIED]) => [what, sql, code] as const))(
  '%s is refused',
  async (_what, sql, code) => {
    expect(await attempt(sql)).toMatch(new RegExp(`^(${code})$`));
  },
);

it('the login is nobody of importance, and the roles are not members of each other', async () => {
  const client = await pool.connect();
  const { rows } = await client.query(
    `select r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolbypassrls, r.rolreplication,
            pg_has_role(r.rolname, 'erp_admin', 'member') as is_owner, pg_has_role(r.rolname, 'erp_readonly', 'member') as is_reports
       from pg_roles r where r.rolname in (session_user, 'erp_app')`,
  );
  client.release();
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(new Set(Object.values(row))).toEqual(new Set([false]));
});

it('a table of its own with the name of ours diverts neither the audit nor the ledger', async () => {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(`select erp.set_app_context('${SYSTEM}', null, 'shadow', '', '')`);
  await client.query(
    'create temp table audit_logs (like erp.audit_logs); create temp table units (like erp.units); set search_path = pg_temp, erp',
  );
  await client.query(`insert into erp.units (code, name, dimension) values ('SHADOW', 'x', 'count')`);
  const { rows } = await client.query(
    `select (select count(*)::int from pg_temp.audit_logs) as mine, (select count(*)::int from erp.audit_logs where request_id = 'shadow') as ours`,
  );
  await client.query('rollback');
  client.release(true);
  expect(rows).toEqual([{ mine: 0, ours: 1 }]);
});
