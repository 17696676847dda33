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
