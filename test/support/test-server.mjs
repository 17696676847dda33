/**
 * The PostgreSQL server of the tests and its template database.
 *
 * One embedded server per user of this machine (fsync off), shared by every test run that is going on, or the server named
 * by TEST_DATABASE_URL (15 to 18; a role that may create databases and roles). The template is built once for each content of
 * the migrations; a suite takes its own copy of it in some 40 ms (see database.ts).
 *
 * With TEST_POOLER=pgbouncer the applications of the tests reach it through PgBouncer in transaction mode (docker/pgbouncer, where the
 * program is on the PATH), as a login that is no more than erp_app; see pooler.mjs.
 */
import './typescript.mjs';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startPooler } from './pooler.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEMPLATE_PREFIX = 'pabrik_template_';
const CLONE_PREFIX = 'pabrik_test_';
const TEMPLATE_LOCK = 7_215_400_311;
const DAY_MS = 86_400_000;

/** Starts or joins the server, makes sure of the template, and tells the test processes through the environment. */
export async function openTestServer() {
  const external = process.env.TEST_DATABASE_URL;
  const server = external
    ? { url: (name) => withDatabase(external, name), stop: async () => {} }
    : await startEmbedded();
  const adminUrl = external ?? server.url('postgres');
  try {
    const template = await prepareTemplate(adminUrl, server.url, Boolean(external));
    process.env.PABRIK_TEST_ADMIN_URL = adminUrl;
    process.env.PABRIK_TEST_TEMPLATE = template;
    if (process.env.TEST_POOLER) {
      const pooler = await startPooler(adminUrl);
      process.env.PABRIK_TEST_POOLER_URL = pooler.url;
      return {
        ...server,
        url: server.url,
        stop: async () => {
          await pooler.stop();
          await server.stop();
        },
      };
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function startEmbedded() {
  const { startEmbeddedPostgres } = await import('../../src/kernel/database/embedded/embedded-postgres.ts');
  const dataDir = join(tmpdir(), `pabrik-test-${process.getuid?.() ?? 'user'}`);
  return startEmbeddedPostgres({ dataDir, durable: false });
}

/** Builds the template database of the present migrations when it is not there yet. @returns its name */
async function prepareTemplate(adminUrl, urlOf, external) {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'pabrik test setup' });
  await admin.connect();
  try {
    const name = TEMPLATE_PREFIX + hashOfMigrations();
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await dropLeftovers(admin, name, external);
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await buildTemplate(admin, name, urlOf);
    await admin.query(`comment on database ${name} is '${Date.now()}'`);
    return name;
  } finally {
    await admin.end();
  }
}

async function buildTemplate(admin, name, urlOf) {
  const draft = `${name}_draft`;
  await admin.query(`drop database if exists ${draft} with (force)`);
  await admin.query(`create database ${draft} template template0 encoding 'UTF8'`);
  const { runMigrations } = await import('../../src/kernel/database/data-source.ts');
  await runMigrations(urlOf(draft));
  await admin.query(`alter database ${draft} rename to ${name}`);
  await admin.query(`alter database ${name} allow_connections false`);
}

/** Drops templates unused for a day and copies whose test process is gone. */
async function dropLeftovers(admin, current, external) {
  const { rows } = await admin.query(
    `select datname as name, shobj_description(oid, 'pg_database') as used_at from pg_database
     where datname like $1 or datname like $2`,
    [`${TEMPLATE_PREFIX}%`, `${CLONE_PREFIX}%`],
  );
  for (const { name, used_at } of rows) {
    const stale = name.startsWith(TEMPLATE_PREFIX)
      ? name !== current && !name.endsWith('_draft') && Date.now() - Number(used_at ?? 0) > DAY_MS
      : isAbandonedClone(name, external);
    if (stale) await admin.query(`drop database if exists ${name} with (force)`).catch(() => undefined);
  }
}

/** A copy is called pabrik_test_<seconds>_<pid>_<random>: see database.ts. On a server of others the pid means nothing. */
function isAbandonedClone(name, external) {
  const [seconds, pid] = name.slice(CLONE_PREFIX.length).split('_').map(Number);
  if (external) return Date.now() - seconds * 1000 > DAY_MS;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Everything that decides what a migrated database looks like. */
function hashOfMigrations() {
  const hash = createHash('sha256');
  for (const folder of ['migrations', 'src/kernel/database']) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name) && entry.name !== 'schema.sql')
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => folder === 'migrations' || file.endsWith('data-source.ts'));
    for (const file of files.sort()) hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 20);
}

function withDatabase(url, name) {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
