import { SYSTEM_USER_ID } from '../../src/kernel/security/index.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { runCli, type CliResult } from '../support/run-cli.js';
import { makeDataFolder, startServer } from '../support/server-process.js';

jest.setTimeout(120_000);

const PASSWORD = 'a-password-of-the-first-administrator';

let database: TestDatabase;

beforeEach(async () => {
  database = await cloneDatabase();
});

afterEach(() => database.drop());

const pabrik = (args: string[], input = ''): Promise<CliResult> => runCli(args, { DATABASE_URL: database.url }, input);

describe('pabrik bootstrap', () => {
  it('makes the first administrator with the password given, and nothing at the second time', async () => {
    const first = await pabrik(['bootstrap', '--username', 'Ratna', '--password-stdin'], `${PASSWORD}\n`);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('Administrator Ratna made.');
    expect(first.stdout).not.toContain(PASSWORD);
    const { rows } = await database
      .pool()
      .query(
        `select u.username, r.code from erp.users u join erp.user_roles ur on ur.user_id = u.id join erp.roles r on r.id = ur.role_id`,
      );
    expect(rows).toEqual([{ username: 'ratna', code: 'super_admin' }]);

    const second = await pabrik(['bootstrap', '--username', 'somebody-else', '--password-stdin'], `${PASSWORD}\n`);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('no administrator was made');
  });

  it('prints a password once when none is given, and that password logs in', async () => {
    const made = await pabrik(['bootstrap']);
    const password = /Password: (\S+)/.exec(made.stdout)?.[1];
    expect(password).toMatch(/^\S{20,}$/);
    const folder = makeDataFolder();
    const server = await startServer(folder.path, { DATABASE_URL: database.url });
    try {
      const login = await fetch(`${server.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'admin', password }),
      });
      expect(login.status).toBe(200);
    } finally {
      await server.end('SIGTERM');
      folder.remove();
    }
  });

  it('refuses a password that is too short, makes nobody, and ends with 1', async () => {
    const refused = await pabrik(['bootstrap', '--password-stdin'], 'short\n');
    expect(refused.code).toBe(1);
    const { rowCount } = await database.pool().query(`select 1 from erp.users where kind = 'person'`);
    expect(rowCount).toBe(0);
  });
});

describe('in an incident', () => {
  beforeEach(async () => {
    await pabrik(['bootstrap', '--username', 'ratna', '--password-stdin'], PASSWORD);
    await database.pool().query(`
      insert into erp.sessions (user_id, expires_at) select id, now() + interval '1 day' from erp.users where username = 'ratna'`);
  });

  it('pabrik sessions revoke ends the sessions of one user', async () => {
    const result = await pabrik(['sessions', 'revoke', '--user', 'ratna']);
    expect(result).toMatchObject({ code: 0, stdout: '1 session ended.\n' });
    expect((await pabrik(['sessions', 'revoke', '--all'])).stdout).toBe('0 sessions ended.\n');
  });

  it('pabrik users force-password-change demands a new password', async () => {
    const result = await pabrik(['users', 'force-password-change', '--user', 'ratna']);
    expect(result).toMatchObject({ code: 0, stdout: '1 user has to choose a new password.\n' });
    const { rows } = await database.pool().query(`select must_change_password from erp.users where username = 'ratna'`);
    expect(rows).toEqual([{ must_change_password: true }]);
  });

  it.each([[[]], [['--all', '--user', 'ratna']], [['--user', 'nobody-of-that-name']]])('refuses %j', async (whom) => {
    const result = await pabrik(['sessions', 'revoke', ...whom]);
    expect(result.code).toBe(1);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('pabrik addresses', () => {
  const block = (network: string, more = `'manual', 'A test', null, '${SYSTEM_USER_ID}'`) =>
    database
      .pool()
      .query(
        `insert into erp.blocked_addresses (network, origin, reason, blocked_until, blocked_by) values ('${network}', ${more})`,
      );

  it('lists what is blocked, and lets in again who has locked himself out', async () => {
    await block('203.0.113.0/24');
    await block('203.0.113.7', `'automatic', '100 refused', now() + interval '1 hour', null`);
    await block('198.51.100.1', `'automatic', '100 refused', now() + interval '1 hour', null`);
    const listed = await pabrik(['addresses', 'blocked']);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(/^203\.0\.113\.0\/24 {2}manual by \S+ {2}since \S+ {2}without an end {2}A test$/m);
    expect(listed.stdout).toMatch(/^203\.0\.113\.7\/32 {2}automatic {2}since \S+ {2}until \S+ {2}100 refused$/m);
    expect(listed.stdout).toContain('\n3 blocked.\n');

    const folder = makeDataFolder();
    const server = await startServer(folder.path, { DATABASE_URL: database.url, TRUST_PROXY: '127.0.0.1' });
    const ask = async (ip: string): Promise<number> =>
      (await fetch(`${server.url}/api/v1/errors`, { headers: { 'x-forwarded-for': ip } })).status;
    try {
      expect(await ask('203.0.113.7')).toBe(403);
      const ended = await pabrik(['addresses', 'unblock', '203.0.113.7', '--reason', 'Locked himself out']);
      expect(ended).toMatchObject({
        code: 0,
        stdout: '203.0.113.0/24 is answered again.\n203.0.113.7/32 is answered again.\n',
      });
      for (let n = 0; n < 50 && (await ask('203.0.113.7')) === 403; n += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await ask('203.0.113.7')).not.toBe(403);
      expect(await ask('198.51.100.1')).toBe(403);
    } finally {
      await server.end('SIGTERM');
      folder.remove();
    }
    const { rows } = await database
      .pool()
      .query(
        `select b.end_reason, u.kind from erp.blocked_addresses b join erp.users u on u.id = b.ended_by order by b.network`,
      );
    expect(rows).toEqual([
      { end_reason: 'Locked himself out', kind: 'system' },
      { end_reason: 'Locked himself out', kind: 'system' },
    ]);
    expect(
      (await database.pool().query(`select from erp.auth_events where event = 'address_unblocked'`)).rowCount,
    ).toBe(2);
    expect(await pabrik(['addresses', 'unblock', '203.0.113.7'])).toMatchObject({
      code: 1,
      stdout: '203.0.113.7 is not blocked.\n',
    });
  });

  it.each([
    ['203.0.113', 'address'],
    ['203.0.113.7', 'reason', '--reason', 'x'],
  ])('refuses %s for its %s', async (address, field, ...more) => {
    const refused = await pabrik(['addresses', 'unblock', address, ...more]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(field);
    expect(refused.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('pabrik check', () => {
  it('shows that all invariants of a new database hold', async () => {
    const { code, stdout } = await pabrik(['check']);
    expect(stdout).toMatch(/^All \d+ invariants hold\.$/m);
    expect(code).toBe(0);
  });

  it('names what is violated and ends with 1', async () => {
    await database.pool().query('alter table erp.users disable trigger trg_users_updated_at');
    const { code, stdout } = await pabrik(['check']);
    expect(stdout).toContain('VIOLATED  triggers');
    expect(stdout).toContain('trg_users_updated_at');
    expect(code).toBe(1);
  });
});
