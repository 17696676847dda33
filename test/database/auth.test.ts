import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

let database: TestDatabase;
let owner: Pool;
/** The application within a context, and without one. */
let app: Pool;
let stranger: Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  owner = database.pool({ max: 25 });
  app = database.appPool({
    max: 25,
    options: '-c role=erp_app -c search_path=erp -c erp.actor=00000000-0000-7000-8000-000000000001',
  });
  stranger = database.appPool();
});
afterAll(() => database.drop());

const HASH = '$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$c29tZWhhc2g';
const sha = (text: string): Buffer => createHash('sha256').update(text).digest();
let made = 0;

async function row<R = any>(pool: Pool, sql: string, params: unknown[] = []): Promise<R> {
  return (await pool.query(sql, params)).rows[0] as R;
}

async function aUser(): Promise<{ id: string; username: string }> {
  const username = `user-${++made}`;
  const { id } = await row(owner, 'insert into erp.users (username) values ($1) returning id', [username]);
  await owner.query('select erp.auth_set_password($1, $2, false)', [id, HASH]);
  return { id, username };
}

async function aSession(
  userId: string,
  token = randomBytes(8).toString('hex'),
): Promise<{ id: string; token: string }> {
  const { session_id } = await row(
    app,
    `select * from erp.auth_open_session($1, 'here', $2, 3600, 600, 'here', 'jest', 'r-1')`,
    [userId, sha(token)],
  );
  return { id: session_id, token };
}

const versionOf = async (id: string): Promise<number> =>
  (await row<{ access_version: number }>(owner, 'select access_version from erp.users where id = $1', [id]))
    .access_version;

describe('what the application may touch', () => {
  test.each(['user_credentials', 'refresh_tokens', 'api_key_secrets', 'login_attempts'])(
    'cannot read or write %s',
    async (table) => {
      await expect(app.query(`select * from erp.${table}`)).rejects.toMatchObject({ code: '42501' });
      await expect(app.query(`delete from erp.${table}`)).rejects.toMatchObject({ code: '42501' });
      const readonly = database.pool({ options: '-c role=erp_readonly' });
      await expect(readonly.query(`select * from erp.${table}`)).rejects.toMatchObject({ code: '42501' });
    },
  );

  test('cannot make, change or delete a session by hand', async () => {
    const user = await aUser();
    await expect(
      app.query(`insert into erp.sessions (user_id, expires_at) values ($1, now())`, [user.id]),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(app.query(`update erp.sessions set revoked_at = null`)).rejects.toMatchObject({ code: '42501' });
    await expect(app.query(`delete from erp.sessions`)).rejects.toMatchObject({ code: '42501' });
  });

  test('sees sessions only once it has said who acts', async () => {
    const user = await aUser();
    const session = await aSession(user.id);
    expect((await stranger.query('select id from erp.sessions')).rowCount).toBe(0);
    const client = await stranger.connect();
    await client.query(`begin; select set_config('erp.actor', '${user.id}', true)`);
    expect((await client.query('select id from erp.sessions where id = $1', [session.id])).rowCount).toBe(1);
    await client.query('rollback');
    client.release();
  });

  test('the log of events only grows, even for its owner', async () => {
    await app.query(`insert into erp.auth_events (event) values ('login')`);
    await expect(app.query(`update erp.auth_events set event = 'other'`)).rejects.toMatchObject({ code: '42501' });
    for (const sql of [
      `update erp.auth_events set event = 'other'`,
      'delete from erp.auth_events',
      'truncate erp.auth_events',
    ]) {
      await expect(owner.query(sql)).rejects.toMatchObject({ code: 'PB409', constraint: 'APPEND_ONLY' });
    }
  });

  test('the system user never gets a password', async () => {
    await expect(
      app.query(`select erp.auth_set_password('00000000-0000-7000-8000-000000000001', $1, false)`, [HASH]),
    ).rejects.toMatchObject({
      code: 'PB404',
    });
    expect((await row(app, `select * from erp.auth_begin_login('system', 'here')`)).user_id).toBeNull();
  });
});

describe('the sixteen roles', () => {
  const ROLES = [
    'accountant',
    'admin',
    'auditor',
    'manager',
    'operator',
    'ppic_admin',
    'ppic_manager',
    'production_supervisor',
    'purchasing',
    'purchasing_manager',
    'quality',
    'sales',
    'super_admin',
    'viewer',
    'warehouse',
    'warehouse_manager',
  ];

  test('are there after the migration', async () => {
    const { rows } = await owner.query('select code from erp.roles where is_system order by code');
    expect(rows.map(({ code }) => code)).toEqual(ROLES);
  });

  test('seeding again adds only what is missing and keeps what was adapted', async () => {
    await owner.query(`delete from erp.roles where code = 'quality'`);
    await owner.query(
      `delete from erp.role_permissions using erp.roles r where r.id = role_id and r.code = 'sales' and pattern = 'sales.*.cancel'`,
    );
    expect((await row(app, 'select erp.auth_seed_roles() as added')).added).toBe(1);
    expect((await row(app, 'select erp.auth_seed_roles() as added')).added).toBe(0);
    const { rows } = await owner.query(
      `select pattern from erp.role_permissions p join erp.roles r on r.id = p.role_id where r.code = 'sales'`,
    );
    expect(rows.map(({ pattern }) => pattern)).not.toContain('sales.*.cancel');
  });
});

describe('a connection that has not said who acts', () => {
  test('sees no user, session or event, and changes none', async () => {
    const user = await aUser();
    await aSession(user.id);
    for (const table of ['users', 'sessions', 'auth_events'])
      expect((await stranger.query(`select * from erp.${table}`)).rows).toEqual([]);
    expect((await stranger.query(`update erp.users set full_name = 'x'`)).rowCount).toBe(0);
    expect((await stranger.query('delete from erp.users')).rowCount).toBe(0);
    await expect(stranger.query(`insert into erp.users (username) values ('nobody')`)).rejects.toMatchObject({
      code: '42501',
    });
    expect((await app.query('select 1 from erp.users where id = $1', [user.id])).rowCount).toBe(1);
    expect((await app.query('select 1 from erp.sessions where user_id = $1', [user.id])).rowCount).toBe(1);
  });

  test('nor does the role for reports, which reads names only', async () => {
    const reports = database.pool({ options: '-c role=erp_readonly' });
    expect((await reports.query('select * from erp.users')).rows).toEqual([]);
    expect((await reports.query('select * from erp.sessions')).rows).toEqual([]);
    const { rows, fields } = await reports.query('select * from erp.user_names');
    expect(rows.length).toBeGreaterThan(0);
    expect(fields.map(({ name }) => name)).toEqual(['id', 'username', 'full_name']);
  });

  test('changes rights all the same, and they are counted', async () => {
    const user = await aUser();
    const before = await versionOf(user.id);
    await stranger.query(`insert into erp.user_roles select $1, id from erp.roles where code = 'viewer'`, [user.id]);
    await stranger.query(
      `insert into erp.role_permissions select id, 'kanban.*.ship' from erp.roles where code = 'viewer'`,
    );
    expect(await versionOf(user.id)).toBe(before + 2);
  });
});

describe('access_version counts every change of rights', () => {
  const company = '0198a6f2-3c1e-7d4b-9a55-000000000001';

  test.each([
    ['a role given', `insert into erp.user_roles select $1, id from erp.roles where code = 'viewer'`],
    [
      'the role allowing more',
      `insert into erp.role_permissions select ur.role_id, 'kanban.*.approve' from erp.user_roles ur where ur.user_id = $1`,
    ],
    [
      'the role allowing less',
      `delete from erp.role_permissions p using erp.user_roles ur where ur.user_id = $1 and p.role_id = ur.role_id and p.pattern = 'kanban.*.approve'`,
    ],
    ['the role taken away', 'delete from erp.user_roles where user_id = $1'],
    [
      'a grant',
      `insert into erp.user_grants (user_id, permission, valid_until) values ($1, 'warehouse.bom.read', now() + interval '1 hour')`,
    ],
    ['the grant revoked', 'update erp.user_grants set revoked_at = now() where user_id = $1'],
    ['deactivation', 'update erp.users set is_active = false where id = $1'],
    ['reactivation', 'update erp.users set is_active = true where id = $1'],
    ['a demanded password change', 'update erp.users set must_change_password = true where id = $1'],
  ])('%s', async (_, sql) => {
    rightsUser ??= await aUser();
    const before = await versionOf(rightsUser.id);
    await app.query(sql, [rightsUser.id]);
    expect(await versionOf(rightsUser.id)).toBe(before + 1);
  });
  let rightsUser: { id: string } | undefined;

  test.each([
    ['companies', 'user_companies', 'company_id'],
    ['warehouses', 'user_warehouses', 'warehouse_id'],
    ['departments', 'user_departments', 'department_id'],
  ])('%s', async (_, table, column) => {
    const user = await aUser();
    // Only the counting is looked at here: whether the company exists is the foreign key's business.
    const client = await owner.connect();
    await client.query('begin');
    const before = (await client.query('select access_version from erp.users where id = $1', [user.id])).rows[0]
      .access_version;
    await client.query(
      `alter table erp.${table} disable trigger all; alter table erp.${table} enable trigger trg_${table}_access`,
    );
    await client.query(`insert into erp.${table} (user_id, ${column}) values ($1, $2)`, [user.id, company]);
    await client.query(`delete from erp.${table} where user_id = $1 and ${column} = $2`, [user.id, company]);
    const after = (await client.query('select access_version from erp.users where id = $1', [user.id])).rows[0]
      .access_version;
    await client.query('rollback');
    client.release();
    expect(after).toBe(before + 2);
  });

  test('a name is no right', async () => {
    const user = await aUser();
    const before = await versionOf(user.id);
    await app.query(`update erp.users set full_name = 'Other', email = 'a@b.example' where id = $1`, [user.id]);
    expect(await versionOf(user.id)).toBe(before);
  });
});

describe('the first statement of a transaction', () => {
  async function access(
    actor: string | null,
    session: string | null,
    key: string | null,
    version: number,
  ): Promise<string> {
    const sql = `select access from erp.begin_request($1, $2, $3, $4, 'r', 'ip', 'agent', false, null, null)`;
    return (await row<{ access: string }>(app, sql, [actor, session, key, version])).access;
  }

  test('lets a live session with the rights of now pass, and the system', async () => {
    const user = await aUser();
    const session = await aSession(user.id);
    expect(await access(user.id, session.id, null, await versionOf(user.id))).toBe('ok');
    expect(await access('00000000-0000-7000-8000-000000000001', null, null, 0)).toBe('ok');
    expect(await access(null, null, null, 0)).toBe('ok');
  });

  test('sees that rights have changed since they were read', async () => {
    const user = await aUser();
    const session = await aSession(user.id);
    expect(await access(user.id, session.id, null, (await versionOf(user.id)) - 1)).toBe('changed');
  });

  test.each([
    ['a revoked session', `select erp.auth_revoke_sessions($1, null, null, 'logout')`],
    ['an expired session', `update erp.sessions set expires_at = now() - interval '1 second' where user_id = $1`],
    ['an inactive user', `update erp.users set is_active = false, access_version = access_version - 1 where id = $1`],
  ])('refuses %s', async (_, sql) => {
    const user = await aUser();
    const session = await aSession(user.id);
    await owner.query(sql, [user.id]);
    expect(await access(user.id, session.id, null, await versionOf(user.id))).toBe('revoked');
  });

  test('refuses the session of another, and one that never was', async () => {
    const user = await aUser();
    const other = await aUser();
    const session = await aSession(other.id);
    expect(await access(user.id, session.id, null, await versionOf(user.id))).toBe('revoked');
    expect(await access(user.id, '0198a6f2-3c1e-7d4b-9a55-00000000dead', null, await versionOf(user.id))).toBe(
      'revoked',
    );
  });

  test('asks the same of an API key', async () => {
    const user = await aUser();
    const { id } = await row(
      owner,
      `insert into erp.api_keys (user_id, name, prefix, permissions, expires_at) values ($1, 'k', 'pbk_abcdefg1', '{*}', now() + interval '1 day') returning id`,
      [user.id],
    );
    const version = await versionOf(user.id);
    expect(await access(user.id, null, id, version)).toBe('ok');
    expect(await access(user.id, null, id, version - 1)).toBe('changed');
    await owner.query('update erp.api_keys set revoked_at = now() where id = $1', [id]);
    expect(await access(user.id, null, id, version)).toBe('revoked');
  });
});

describe('attempts to log in', () => {
  const begin = (name: string, source = 'here'): Promise<{ retry_after: number | null; user_id: string | null }> =>
    row(app, 'select * from erp.auth_begin_login($1, $2)', [name, source]);
  const failed = async (name: string, source = 'here'): Promise<number | null> =>
    (
      await row(
        app,
        `select erp.auth_login_failed($1, $2, null, 'wrong_password', 'ip', 'agent', 'r') as retry_after`,
        [name, source],
      )
    ).retry_after;
  const attempt = async (name: string, source = 'here'): Promise<number | null> => {
    const { retry_after } = await begin(name, source);
    return retry_after ?? (await failed(name, source));
  };
  const waitUntilOpen = (name: string): Promise<unknown> =>
    owner.query(
      `update erp.login_attempts set blocked_until = clock_timestamp() - interval '1 second' where account_hash = sha256(convert_to($1, 'UTF8'))`,
      [name],
    );

  test('nine fail freely, the tenth closes the door for 30 s, the next for 60, 120 .. 900, never for longer', async () => {
    for (let n = 1; n <= 9; n += 1) expect(await attempt('grow')).toBeNull();
    const delays: (number | null)[] = [];
    for (let n = 10; n <= 18; n += 1) {
      delays.push(await attempt('grow'));
      await waitUntilOpen('grow');
    }
    expect(delays).toEqual([30, 60, 120, 240, 480, 900, 900, 900, 900]);
  });

  test('a closed door stays closed and does not grow by knocking', async () => {
    for (let n = 1; n <= 10; n += 1) await attempt('knock');
    for (let n = 1; n <= 50; n += 1) expect((await begin('knock')).retry_after).toBeLessThanOrEqual(30);
    await waitUntilOpen('knock');
    expect(await attempt('knock')).toBe(60);
  });

  test('five quiet minutes after the window and the last closing forget everything', async () => {
    for (let n = 1; n <= 12; n += 1) {
      await attempt('quiet');
      await waitUntilOpen('quiet');
    }
    // A millisecond more: the column rounds to one, and may round up.
    await owner.query(
      `update erp.login_attempts set window_started_at = now() - interval '1 hour', blocked_until = now() - interval '5 minutes 1 millisecond'
        where account_hash = sha256('quiet')`,
    );
    for (let n = 1; n <= 9; n += 1) expect(await attempt('quiet')).toBeNull();
    expect(await attempt('quiet')).toBe(30);
  });

  test('another address and another account are not concerned', async () => {
    for (let n = 1; n <= 10; n += 1) await attempt('apart', 'there');
    expect((await begin('apart', 'there')).retry_after).toBeGreaterThan(0);
    expect((await begin('apart', 'elsewhere')).retry_after).toBeNull();
    expect((await begin('another', 'there')).retry_after).toBeNull();
  });

  test('of 60 at once at most 10 are looked at', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => begin('storm')));
    expect(answers.filter(({ retry_after }) => retry_after === null)).toHaveLength(10);
  });

  test('success forgets, and an attempt that was not looked at does not count', async () => {
    const user = await aUser();
    for (let n = 1; n <= 9; n += 1) await attempt(user.username);
    await begin(user.username);
    await aSession(user.id);
    for (let n = 1; n <= 9; n += 1) expect(await attempt(user.username)).toBeNull();
    await begin(user.username);
    await app.query('select erp.auth_withdraw_attempt($1, $2)', [user.username, 'here']);
    expect((await begin(user.username)).retry_after).toBeNull();
  });

  test('names are not kept, since people type passwords into the name field', async () => {
    await attempt('my secret password');
    const { rows } = await owner.query(
      `select to_jsonb(a)::text || ' ' || coalesce((select string_agg(to_jsonb(e)::text, ' ') from erp.auth_events e), '') as text from erp.login_attempts a`,
    );
    expect(rows.map(({ text }) => text).join()).not.toContain('my secret password');
  });
});

describe('refresh tokens', () => {
  const rotate = (token: string, successor: string, grace = 10): Promise<{ outcome: string; session_id: string }> =>
    row(app, `select * from erp.auth_refresh_session($1, $2, $3, 600, 'ip', 'agent', 'r')`, [
      sha(token),
      sha(successor),
      grace,
    ]);

  test('of 20 racing callers one rotates and the others are told the same successor, 50 times', async () => {
    const user = await aUser();
    for (let round = 1; round <= 50; round += 1) {
      const session = await aSession(user.id);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => rotate(session.token, `${session.token} next`)),
      );
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual([...Array(19).fill('raced'), 'rotated']);
      const { rows } = await owner.query(
        'select used_at is null as open from erp.refresh_tokens where session_id = $1',
        [session.id],
      );
      expect(rows.map(({ open }) => open).sort()).toEqual([false, true]);
    }
  });

  test('one that comes back after the grace ends its session, and the successor with it', async () => {
    const user = await aUser();
    const session = await aSession(user.id);
    await rotate(session.token, 'heir');
    await owner.query(`update erp.refresh_tokens set used_at = used_at - interval '11 seconds' where session_id = $1`, [
      session.id,
    ]);
    expect((await rotate(session.token, 'heir')).outcome).toBe('reused');
    expect((await rotate('heir', 'grandchild')).outcome).toBe('ended');
    expect(await row(owner, 'select revoked_reason from erp.sessions where id = $1', [session.id])).toEqual({
      revoked_reason: 'refresh_token_reused',
    });
    expect(
      (
        await row(
          owner,
          `select count(*)::int as n from erp.auth_events where event = 'refresh_token_reused' and session_id = $1`,
          [session.id],
        )
      ).n,
    ).toBe(1);
  });

  test('one whose successor was used already is refused, but within the grace ends nothing', async () => {
    const user = await aUser();
    const session = await aSession(user.id);
    await rotate(session.token, 'second');
    await rotate('second', 'third');
    expect((await rotate(session.token, 'second')).outcome).toBe('superseded');
    expect((await rotate('third', 'fourth')).outcome).toBe('rotated');
  });

  test('unknown, expired, of a revoked session and of an inactive user are refused', async () => {
    expect((await rotate('never seen', 'x')).outcome).toBe('unknown');
    const user = await aUser();
    const [expired, revoked, inactive] = [await aSession(user.id), await aSession(user.id), await aSession(user.id)];
    await owner.query(`update erp.refresh_tokens set expires_at = now() - interval '1 second' where session_id = $1`, [
      expired.id,
    ]);
    expect((await rotate(expired.token, 'y')).outcome).toBe('ended');
    await app.query(`select erp.auth_revoke_sessions($1, $2, null, 'logout')`, [user.id, revoked.id]);
    expect((await rotate(revoked.token, 'z')).outcome).toBe('ended');
    await owner.query('update erp.users set is_active = false where id = $1', [user.id]);
    expect((await rotate(inactive.token, 'w')).outcome).toBe('ended');
  });

  test('a session of an inactive user is not opened', async () => {
    const user = await aUser();
    await owner.query('update erp.users set is_active = false where id = $1', [user.id]);
    expect((await aSession(user.id)).id).toBeNull();
  });
});

describe('the rights of a user', () => {
  test('end with the grant, and tell when', async () => {
    const user = await aUser();
    const session = await aSession(user.id);
    const grant = `insert into erp.user_grants (user_id, permission, created_at, valid_until) values ($1, $2, now() - interval '1 hour', now() + $3::interval)`;
    await owner.query(grant, [user.id, 'warehouse.bom.read', '-1 second']);
    await owner.query(grant, [user.id, 'warehouse.bom.update', '2 seconds']);
    const actor = await row(app, 'select * from erp.auth_session_actor($1)', [session.id]);
    expect(actor.patterns).toEqual(['warehouse.bom.update']);
    expect(actor.valid_ms).toBeGreaterThan(0);
    expect(actor.valid_ms).toBeLessThanOrEqual(2000);
  });
});
