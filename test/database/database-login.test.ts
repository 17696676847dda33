import 'reflect-metadata';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createApp } from '../../src/app.configure.js';
import { loadConfig } from '../../src/kernel/config/index.js';
import { Database, loginFault, runMigrations } from '../../src/kernel/database/index.js';
import { startEmbeddedPostgres } from '../../src/kernel/database/embedded/index.js';
import { createLogger } from '../../src/kernel/http/index.js';
import { startTestApp } from '../support/app.js';
import { cloneDatabase } from '../support/database.js';
import { canMakeCertificates, makeCertificates } from '../support/tls.js';
import type { TestCertificates } from '../support/tls.js';

const SECRET = 'a-secret-of-the-tests-0123456789-abcdefghij';
const production = (url: string): ReturnType<typeof loadConfig> =>
  loadConfig({
    APP_ENV: 'production',
    DATABASE_URL: url,
    JWT_SECRET: SECRET,
    DATA_ENCRYPTION_KEY: `${SECRET}-for-data`,
    LOG_LEVEL: 'silent',
    AUDIT_SEAL_SECONDS: '0',
  });

describe('a login that may do more than the server should', () => {
  test('is told of at the start, and refused in production', async () => {
    // As the owner of the server, also where the tests go through a pooler as a lesser login.
    const database = await cloneDatabase();
    const app = await startTestApp({ database, env: { DATABASE_URL: database.url } });
    try {
      const db = app.nest.get(Database);
      expect(await loginFault(db)).toMatch(/connects as "\w+", which is a superuser/);
      const config = production(app.database.url);
      await expect(createApp(config, createLogger(config))).rejects.toThrow('which is a superuser');
      const development = loadConfig({
        APP_ENV: 'test',
        DATABASE_URL: app.database.url,
        JWT_SECRET: SECRET,
        AUDIT_SEAL_SECONDS: '0',
      });
      const logger = createLogger({ logLevel: 'silent' });
      const warn = jest.spyOn(logger, 'warn');
      const second = await createApp(development, logger);
      await second.close();
      expect(warn.mock.calls.map(([text]) => String(text)).join()).toContain('which is a superuser');
    } finally {
      await app.close();
      await database.drop();
    }
  });

  test.each([
    ['an owner', { is_superuser: false, is_owner: true }, /is an owner of the database/],
    ['nobody of importance', { is_superuser: false, is_owner: false }, null],
  ])('%s', async (_, row, expected) => {
    const fault = await loginFault({ one: () => Promise.resolve({ login: 'x', ...row }) } as never);
    if (expected) expect(fault).toMatch(expected);
    else expect(fault).toBeNull();
  });
});

const secured = canMakeCertificates() ? describe : describe.skip;

secured('a database behind TLS', () => {
  let folder: string;
  let certificates: TestCertificates;
  let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  let admin: pg.Client;
  const LOGIN = 'pabrik_server';
  let client: { cert: string; key: string };

  beforeAll(async () => {
    certificates = makeCertificates();
    client = certificates.client(LOGIN);
    folder = mkdtempSync(join(tmpdir(), 'pabrik-tls-server-'));
    chmodSync(folder, 0o755);
    server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    await server.ensureDatabase('pabrik');
    admin = new pg.Client({ connectionString: server.url('pabrik') });
    await admin.connect();
    const { rows } = await admin.query(
      `select current_setting('data_directory') as data, current_setting('hba_file') as hba`,
    );
    const { data, hba } = rows[0] as { data: string; hba: string };
    const { uid, gid } = statSync(data);
    const place = (file: string, name: string): void => {
      const to = join(data, name);
      copyFileSync(file, to);
      chmodSync(to, 0o600);
      chownSync(to, uid, gid);
    };
    place(certificates.server.cert, 'server.crt');
    place(certificates.server.key, 'server.key');
    place(certificates.ca, 'ca.crt');
    // As the README has it: an owner that is no superuser migrates, and lets the server's login be no more than `erp_app`.
    await admin.query(
      `create role pabrik_owner login password 'owner' createrole; create role ${LOGIN} login; alter database pabrik owner to pabrik_owner`,
    );
    const url = Object.assign(new URL(server.url('pabrik')), { username: 'pabrik_owner', password: 'owner' });
    await runMigrations(url.href);
    const owner = new pg.Client({ connectionString: url.href });
    await owner.connect();
    await owner.query(`grant erp_app to ${LOGIN}`);
    await owner.end();
    for (const [name, value] of [
      ['ssl_ca_file', 'ca.crt'],
      ['ssl_cert_file', 'server.crt'],
      ['ssl_key_file', 'server.key'],
      ['ssl', 'on'],
    ])
      await admin.query(`alter system set ${name} = '${value}'`);
    const rules = readFileSync(hba, 'utf8');
    writeFileSync(hba, `hostnossl all ${LOGIN} all reject\nhostssl all ${LOGIN} all cert\n${rules}`);
    await admin.query('select pg_reload_conf()');
    for (let tries = 0; tries < 50; tries++) {
      if ((await admin.query('show ssl')).rows[0].ssl === 'on') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }, 120_000);
  afterAll(async () => {
    await admin.end();
    await server.stop();
    for (const each of [folder, certificates.folder]) rmSync(each, { recursive: true, force: true });
  });

  const address = (settings: Record<string, string>, host = 'localhost'): string => {
    const url = new URL(server.url('pabrik'));
    url.hostname = host;
    url.username = LOGIN;
    url.password = '';
    for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
    return url.href;
  };
  const whole = (): Record<string, string> => ({
    sslmode: 'verify-full',
    sslrootcert: certificates.ca,
    sslcert: client.cert,
    sslkey: client.key,
  });

  test('is reached with certificates alone by all of the server, its pool and its probes', async () => {
    const config = production(address(whole()));
    const app = await createApp(config, createLogger(config));
    try {
      const ready = await app.inject({ method: 'GET', url: '/health/ready' });
      expect([ready.statusCode, ready.json().details.database.status]).toEqual([200, 'up']);
      expect((await app.get(Database).one<{ n: number }>('select 1 as n')).n).toBe(1);
      const { rows } = await admin.query(
        `select a.application_name as name, s.ssl, s.client_dn from pg_stat_activity a join pg_stat_ssl s using (pid) where a.usename = $1`,
        [LOGIN],
      );
      expect(rows.map(({ name }) => name as string)).toEqual(expect.arrayContaining(['pabrik', 'pabrik health']));
      expect(rows.filter(({ ssl, client_dn }) => !ssl || client_dn !== `/CN=${LOGIN}`)).toEqual([]);
    } finally {
      await app.close();
    }
  });

  const connects = async (url: string): Promise<string> => {
    const tried = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    try {
      await tried.connect();
      return 'connected';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await tried.end().catch(() => undefined);
    }
  };

  test.each<[string, () => string, RegExp]>([
    ['the whole of it', () => address(whole()), /^connected$/],
    ['no TLS', () => address({ sslmode: 'disable' }), /pg_hba.conf rejects|no encryption/],
    [
      'a CA that did not sign the server',
      () => address({ ...whole(), sslrootcert: certificates.otherCa }),
      /certificate/,
    ],
    ['a server of another name', () => address(whole(), '127.0.0.1'), /does not match certificate|altnames/],
    [
      'no certificate of its own',
      () => address({ sslmode: 'verify-full', sslrootcert: certificates.ca }),
      /certificate/,
    ],
  ])('with %s', async (_, url, expected) => expect(await connects(url())).toMatch(expected));
});
