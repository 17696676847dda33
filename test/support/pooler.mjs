/** PgBouncer in transaction mode before the test server, with the very settings of docker/pgbouncer. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const FILE = fileURLToPath(new URL('../../docker/pgbouncer/pgbouncer.ini', import.meta.url));
/** A login that may do what the application does and nothing else. */
const LOGIN = 'pabrik_test_server';
const PASSWORD = 'pooled';

/** Starts it. @throws Error when there is no pgbouncer on the PATH @returns the address to put a database's name behind, and how to stop */
export async function startPooler(adminUrl) {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${LOGIN}') then create role ${LOGIN} login; end if;
    end $$`);
    await admin.query(`alter role ${LOGIN} password '${PASSWORD}'; grant erp_app to ${LOGIN}`);
  } finally {
    await admin.end();
  }
  const { hostname, port } = new URL(adminUrl);
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-pooler-'));
  const listen = await freePort();
  const settings = readFileSync(FILE, 'utf8')
    .replace(/^pabrik = .*$/m, `* = host=${hostname} port=${port}`)
    .replace(/^listen_addr = .*$/m, 'listen_addr = 127.0.0.1')
    .replace(/^listen_port = .*$/m, `listen_port = ${listen}`)
    .replace(/^auth_type = .*$/m, 'auth_type = trust')
    .replace(/^auth_file = .*$/m, `auth_file = ${join(folder, 'users.txt')}`)
    // Copies come and go by the dozen.
    .replace(/^server_idle_timeout = .*$/m, 'server_idle_timeout = 5');
  writeFileSync(join(folder, 'pgbouncer.ini'), settings);
  writeFileSync(join(folder, 'users.txt'), `"${LOGIN}" "${PASSWORD}"\n`);
  chmodSync(folder, 0o755);
  const asRoot = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('pgbouncer', [...asRoot, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  await once(child, 'spawn');
  return {
    url: `postgresql://${LOGIN}:${PASSWORD}@127.0.0.1:${listen}/`,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
