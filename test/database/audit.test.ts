import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const SYSTEM = '00000000-0000-7000-8000-000000000001';
const SESSION = '0198a6f2-3c1e-7d4b-9a55-00000000aaaa';

let database: TestDatabase;
let owner: Pool;
let app: Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  owner = database.pool({ max: 10 });
  app = database.appPool({ max: 10 });
});
afterAll(() => database.drop());

/** Runs statements as the server does: in a transaction with a context. */
async function asServer<T>(work: (client: PoolClient) => Promise<T>, request = 'request-1'): Promise<T> {
  const client = await app.connect();
  try {
    await client.query('begin');
    await client.query('select erp.set_app_context($1, $2, $3, $4, $5)', [
      SYSTEM,
      SESSION,
      request,
      '203.0.113.7',
      'jest',
    ]);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const rowsOf = async (table: string, id?: string): Promise<any[]> =>
  (
    await owner.query(
      'select * from erp.audit_logs where table_name = $1 and ($2::text is null or entity_id = $2) order by id',
      [table, id],
    )
  ).rows;

let made = 0;
const aUnit = (client: PoolClient): Promise<string> =>
  client
    .query(`insert into erp.units (code, name, dimension) values ($1, 'A unit', 'count') returning id`, [`AU${++made}`])
    .then(({ rows }) => rows[0].id);

describe('a change of a business table', () => {
  test('leaves who, when, from where, which request, what was before and after', async () => {
    const id = await asServer(aUnit);
    await asServer((client) => client.query(`update erp.units set name = 'Another' where id = $1`, [id]), 'request-2');
    await asServer((client) => client.query('delete from erp.units where id = $1', [id]), 'request-3');
    const trail = await rowsOf('units', id);
    const context = {
      actor_id: SYSTEM,
      session_id: SESSION,
      ip: '203.0.113.7',
      user_agent: 'jest',
      db_role: 'erp_app',
    };
    expect(trail).toMatchObject([
      { ...context, action: 'insert', request_id: 'request-1', old_values: null, changed_fields: null },
      {
        ...context,
        action: 'update',
        request_id: 'request-2',
        old_values: { name: 'A unit' },
        new_values: { name: 'Another' },
        changed_fields: ['name'],
      },
      { ...context, action: 'delete', request_id: 'request-3', new_values: null, changed_fields: null },
    ]);
    expect(trail[0].new_values).toMatchObject({ id, name: 'A unit', code: `AU${made}` });
    expect(trail[2].old_values).toMatchObject({ id, name: 'Another' });
    expect(Date.now() - trail[0].recorded_at.getTime()).toBeLessThan(60_000);
  });

  test('that changes nothing, or only the time of it, leaves nothing', async () => {
    const id = await asServer(aUnit);
    await asServer((client) => client.query('update erp.units set name = name where id = $1', [id]));
    await asServer((client) => client.query('update erp.units set name = name where false'));
    expect(await rowsOf('units', id)).toHaveLength(1);
  });

  test('of many rows is one row for each, whichever plan the first statement had', async () => {
    const ids = await asServer(async (client) => {
      const { rows } = await client.query(
        `insert into erp.units (code, name, dimension) select 'AM' || n, 'Many', 'count' from generate_series(1, 1500) n returning id`,
      );
      await client.query(`update erp.units set name = 'Many ' || code where id = any($1)`, [rows.map(({ id }) => id)]);
      return rows.map(({ id }) => id as string);
    }, 'many');
    const { rows } = await owner.query(
      `select action, count(*)::int as n, count(distinct entity_id)::int as entities from erp.audit_logs where request_id = 'many' group by action order by 1`,
    );
    expect(rows).toEqual([
      { action: 'insert', n: ids.length, entities: ids.length },
      { action: 'update', n: ids.length, entities: ids.length },
    ]);
    const wrong = await owner.query(
      `select 1 from erp.audit_logs a join erp.units u on u.id::text = a.entity_id
        where a.request_id = 'many' and a.action = 'update' and a.new_values ->> 'name' <> 'Many ' || u.code`,
    );
    expect(wrong.rowCount).toBe(0);
  });

  test('of a key is one row that went and one that came', async () => {
    const from = await asServer(aUnit);
    const to = '0198a6f2-3c1e-7d4b-9a55-0000000000bb';
    await asServer((client) => client.query('update erp.units set id = $2 where id = $1', [from, to]));
    expect((await rowsOf('units', from)).map(({ action }) => action)).toEqual(['insert', 'delete']);
    expect((await rowsOf('units', to)).map(({ action }) => action)).toEqual(['insert']);
    await asServer((client) => client.query('delete from erp.units where id = $1', [to]));
  });

  test('of a table whose key has two columns, also by an upsert and a cascade', async () => {
    const { rows } = await owner.query(`insert into erp.roles (code, name) values ('audited', 'Audited') returning id`);
    const role = rows[0].id as string;
    await asServer((client) =>
      client.query(
        `insert into erp.role_permissions (role_id, pattern) values ($1, 'a.b.c'), ($1, 'a.b.d') on conflict do nothing`,
        [role],
      ),
    );
    await owner.query('delete from erp.roles where id = $1', [role]);
    const trail = await rowsOf('role_permissions');
    expect(
      trail
        .filter(({ entity_id }) => entity_id.startsWith(role))
        .map((row) => [row.entity_id, row.action])
        .sort(),
    ).toEqual([
      [`${role}:a.b.c`, 'delete'],
      [`${role}:a.b.c`, 'insert'],
      [`${role}:a.b.d`, 'delete'],
      [`${role}:a.b.d`, 'insert'],
    ]);
  });

  test('that is rolled back leaves nothing', async () => {
    await expect(
      asServer(async (client) => {
        await aUnit(client);
        throw new Error('no');
      }, 'undone'),
    ).rejects.toThrow('no');
    expect((await owner.query(`select 1 from erp.audit_logs where request_id = 'undone'`)).rowCount).toBe(0);
  });

  test('past the server tells by which role', async () => {
    const { rows } = await owner.query(
      `insert into erp.units (code, name, dimension) values ('PAST', 'x', 'count') returning id`,
    );
    const [row] = await rowsOf('units', rows[0].id);
    const { rows: login } = await owner.query('select session_user as name');
    expect(row).toMatchObject({ actor_id: null, session_id: null, request_id: null, db_role: login[0].name });
  });

  test('names the company of its row', async () => {
    const { rows } = await owner.query(`update erp.companies set name = name || '!' where code = 'MAIN' returning id`);
    expect((await rowsOf('companies', rows[0].id)).at(-1)).toMatchObject({ company_id: rows[0].id });
  });

  test('has a hash over all that it says, whatever the time zone of the session', async () => {
    const hashes = await Promise.all(
      ['UTC', 'Asia/Jakarta'].map(async (zone) => {
        const client = await owner.connect();
        await client.query(`set timezone = '${zone}'; set datestyle = 'German'; set extra_float_digits = 0`);
        const { rows } = await client.query(
          `select a.hash, erp.audit_log_hash(a.id, a.recorded_at, a.table_name, a.entity_id, a.action, a.company_id, a.actor_id, a.session_id,
                    a.request_id, a.ip, a.user_agent, a.db_role, a.old_values, a.new_values, a.changed_fields) as fresh
             from erp.audit_logs a`,
        );
        client.release(true);
        return rows;
      }),
    );
    for (const rows of hashes) {
      expect(rows.length).toBeGreaterThan(100);
      expect(rows.filter(({ hash, fresh }) => !hash.equals(fresh))).toEqual([]);
    }
  });
});

describe('secrets', () => {
  test('are in no column of the audit', async () => {
    const hash = '$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$c2VjcmV0LW9mLXRoZS10ZXN0';
    const secret = createHash('sha256').update('secret of the test').digest();
    const { rows } = await owner.query(`insert into erp.users (username) values ('keeper') returning id`);
    const user = rows[0].id as string;
    await owner.query('select erp.auth_set_password($1, $2, false)', [user, hash]);
    await owner.query(`select erp.auth_open_session($1, 'here', $2, 3600, 600, 'here', 'jest', 'r-1')`, [user, secret]);
    const key = await owner.query(
      `insert into erp.api_keys (user_id, name, prefix, permissions, expires_at) values ($1, 'k', 'pbk_abcdefgh', '{*}', now() + interval '1 day') returning id`,
      [user],
    );
    await owner.query('select erp.auth_store_api_key_secret($1, $2)', [key.rows[0].id, secret]);
    await owner.query('select erp.auth_set_password($1, $2, true)', [user, hash.replace('c2Vj', 'bmV3')]);
    const everything = await owner.query(`select string_agg(a::text, ' ') as text from erp.audit_logs a`);
    for (const part of ['argon2', 'c2VjcmV0', secret.toString('hex'), secret.toString('base64')])
      expect(everything.rows[0].text).not.toContain(part);
    expect(
      (await rowsOf('user_credentials', user)).map(({ action, changed_fields }) => [action, changed_fields]),
    ).toEqual([
      ['insert', null],
      ['update', ['changed_at']],
    ]);
    // A login is a security event, no change of the user.
    const changed = (await rowsOf('users', user)).flatMap(({ changed_fields }) => changed_fields ?? []);
    expect([...new Set(changed)]).toEqual(['access_version', 'must_change_password']);
  });

  const SUSPICIOUS = `(password|secret|token|hash|private|cipher|signature|salt)`;
  const suspicious = (client: Pool | PoolClient): Promise<string[]> =>
    client
      .query(
        `select c.relname || '.' || a.attname as name
           from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'trg_' || c.relname || '_audit_insert'
          where c.relnamespace = 'erp'::regnamespace and a.attname ~ $1 and a.atttypid <> 'boolean'::regtype
            and not exists (select from erp.audit_hidden_columns h where h.table_name in ('*', c.relname) and h.column_name = a.attname
                             and position(h.column_name in encode(t.tgargs, 'escape')) > 0)
          order by 1`,
        [SUSPICIOUS],
      )
      .then(({ rows }) => rows.map(({ name }) => name as string));

  test('whatever column sounds like one is left out of the audit or is told to be none', async () => {
    const harmless = ['import_jobs.content_hash', 'import_jobs.file_hash'];
    expect((await suspicious(owner)).filter((name) => !harmless.includes(name))).toEqual([]);
  });

  test('a new one would be found', async () => {
    const client = await owner.connect();
    await client.query('begin; alter table erp.suppliers add column portal_password text');
    expect(await suspicious(client)).toContain('suppliers.portal_password');
    await client.query(
      `insert into erp.audit_hidden_columns values ('suppliers', 'portal_password', 'A secret of the test')`,
    );
    expect(await suspicious(client)).toContain('suppliers.portal_password');
    await client.query(`select erp.add_audit_trigger('erp.suppliers')`);
    expect(await suspicious(client)).not.toContain('suppliers.portal_password');
    await client.query('rollback');
    client.release();
  });
});

describe('every table', () => {
  const gaps = async (client: Pool | PoolClient): Promise<any[]> =>
    (await client.query('select table_name, gap from erp.audit_gaps()')).rows;

  test('is audited or exempt for a reason, and no exemption is of a table that is gone', async () => {
    expect(await gaps(owner)).toEqual([]);
    const { rows } = await owner.query(
      `select 'exempt ' || table_name as stale from erp.audit_exemptions where to_regclass('erp.' || table_name) is null
       union all
       select 'hidden ' || h.table_name || '.' || h.column_name from erp.audit_hidden_columns h
        where h.table_name <> '*' and not exists (select from pg_attribute a where a.attrelid = to_regclass('erp.' || h.table_name) and a.attname = h.column_name)`,
    );
    expect(rows).toEqual([]);
  });

  test('a new one without either, and a trigger turned off or dropped, are found', async () => {
    const client = await owner.connect();
    await client.query('begin');
    await client.query(
      'create table erp.planted (id uuid constraint pk_planted primary key); alter table erp.units disable trigger trg_units_audit_update; drop trigger trg_products_audit_delete on erp.products',
    );
    expect(await gaps(client)).toEqual([
      { table_name: 'planted', gap: 'neither audited nor exempt' },
      { table_name: 'products', gap: 'an audit trigger is missing or turned off' },
      { table_name: 'units', gap: 'an audit trigger is missing or turned off' },
    ]);
    await client.query(`select erp.add_audit_trigger('erp.planted'), erp.add_audit_trigger('erp.products')`);
    expect((await gaps(client)).map(({ table_name }) => table_name)).toEqual(['units']);
    await client.query(`select erp.exempt_from_audit('erp.units', 'For the sake of the test')`);
    expect(await gaps(client)).toEqual([]);
    const left = await client.query(
      `select 1 from pg_trigger where tgrelid = 'erp.units'::regclass and tgfoid = 'erp.fn_audit'::regproc`,
    );
    expect(left.rowCount).toBe(0);
    await client.query('rollback');
    client.release();
  });

  test('without a key cannot be audited', async () => {
    const client = await owner.connect();
    await client.query('begin; create table erp.planted (id uuid)');
    await expect(client.query(`select erp.add_audit_trigger('erp.planted')`)).rejects.toThrow('has no primary key');
    await client.query('rollback');
    client.release();
  });
});

describe('the audit only grows', () => {
  const month = (): string => `audit_logs_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;

  test.each(["update {} set ip = 'x'", 'delete from {}', 'truncate {}'])('the owner is refused: %s', async (sql) => {
    for (const table of ['audit_logs', month()])
      await expect(owner.query(sql.replace('{}', table))).rejects.toMatchObject({
        code: 'PB409',
        constraint: 'APPEND_ONLY',
      });
  });

  test.each([
    "update {} set ip = 'x'",
    'delete from {}',
    'truncate {}',
    'insert into {} select * from {}',
    'select * from {} for update',
  ])('the application has no right: %s', async (sql) => {
    for (const table of ['audit_logs', month()])
      await expect(app.query(sql.replaceAll('{}', table))).rejects.toMatchObject({ code: '42501' });
  });

  test('it is closed to a connection that has not said who acts, and to reports', async () => {
    expect((await app.query('select * from erp.audit_logs')).rows).toEqual([]);
    expect(
      await asServer((client) => client.query('select 1 from erp.audit_logs').then(({ rowCount }) => rowCount)),
    ).toBeGreaterThan(0);
    const reports = database.pool({ options: '-c role=erp_readonly' });
    await expect(reports.query('select * from erp.audit_logs')).rejects.toMatchObject({ code: '42501' });
  });

  test('months are made ahead, once, each closed like the others', async () => {
    expect((await app.query('select erp.ensure_audit_partitions(5) as made')).rows).toEqual([{ made: 2 }]);
    expect((await app.query('select erp.ensure_audit_partitions(5) as made')).rows).toEqual([{ made: 0 }]);
    const { rows } = await owner.query(
      `select c.relname, c.relacl is null or not exists (select from aclexplode(c.relacl) a where a.grantee <> c.relowner) as closed,
              (select count(*)::int from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'erp.fn_refuse_change'::regproc) as triggers
         from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'erp.audit_logs'::regclass`,
    );
    expect(rows).toHaveLength(6);
    expect(rows.filter(({ closed, triggers }) => !closed || triggers !== 2)).toEqual([]);
  });
});

test('the first statement of a transaction says who acts, and it ends with it', async () => {
  const client = await app.connect();
  const context = `select current_setting('erp.actor', true) as actor, current_setting('erp.session', true) as session,
    current_setting('erp.request_id', true) as request, current_setting('erp.ip', true) as ip, current_setting('erp.user_agent', true) as agent`;
  await client.query('begin');
  await client.query(`select erp.begin_request($1, null, null, 0, 'r-9', '::1', 'agent', false, null, null)`, [SYSTEM]);
  expect((await client.query(context)).rows).toEqual([
    { actor: SYSTEM, session: '', request: 'r-9', ip: '::1', agent: 'agent' },
  ]);
  await client.query('commit');
  expect((await client.query(context)).rows).toEqual([{ actor: '', session: '', request: '', ip: '', agent: '' }]);
  client.release();
});
