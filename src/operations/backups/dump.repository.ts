import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { BackupKind } from './backup-manifest.js';
import type { ClientPrograms } from './client-programs.js';

const MOST_OUTPUT = 4000;

/** A database by its address: what it is called, and what its server is. */
export interface ServerFacts {
  readonly database: string;
  readonly version: string;
  readonly major: number;
}

export async function serverFacts(url: string): Promise<ServerFacts> {
  const [row] = await ask<{ database: string; version: string; number: string }>(
    url,
    `select current_database() as database, current_setting('server_version') as version, current_setting('server_version_num') as number`,
  );
  return { database: row!.database, version: row!.version, major: Math.floor(Number(row!.number) / 10_000) };
}

/** Whether schema erp has tables. */
export async function hasTables(url: string): Promise<boolean> {
  const [row] = await ask<{ taken: boolean }>(
    url,
    `select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'erp' and c.relkind in ('r', 'p')) as taken`,
  );
  return row!.taken;
}

/** Dumps schema erp in PostgreSQL's own compressed form, as of one moment. @throws Error with what pg_dump said */
export async function dump(
  programs: ClientPrograms,
  url: string,
  file: string,
  kind: BackupKind,
  signal?: AbortSignal,
): Promise<void> {
  const part = { full: [], schema: ['--schema-only'], data: ['--data-only'], physical: [] }[kind];
  const args = ['--format=custom', '--compress=6', '--schema=erp', '--role=erp_admin', '--no-password', ...part];
  await call(programs.dump, [...args, `--file=${file}`], url, signal);
}

/** Restores a dump into a database that has no schema erp. @throws Error with what pg_restore said */
export async function load(programs: ClientPrograms, url: string, file: string, signal?: AbortSignal): Promise<void> {
  const { pathname } = new URL(url);
  const args = ['--exit-on-error', '--no-password', '--jobs=2', `--dbname=${decodeURIComponent(pathname.slice(1))}`];
  await call(programs.restore, [...args, file], url, signal);
}

/** Reads a dump to its end without a database. @throws Error when it is damaged */
export async function read(programs: ClientPrograms, file: string, signal?: AbortSignal): Promise<void> {
  await call(programs.restore, ['--file=/dev/null', file], undefined, signal);
}

/** Makes an empty database on the same server. @returns its address */
export async function makeScratch(url: string, name: string): Promise<string> {
  await ask(url, `create database ${pg.escapeIdentifier(name)} template template0 encoding 'UTF8'`);
  return withDatabase(url, name);
}

export async function dropDatabase(url: string, name: string): Promise<void> {
  await ask(url, `drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

/** A name that no other run uses. */
export function scratchName(purpose: string): string {
  return `pabrik_${purpose}_${Math.floor(Date.now() / 1000)}_${randomBytes(3).toString('hex')}`;
}

/**
 * Puts one database in the place of another, by their names: who is connected is cut off, and nothing is lost.
 * @returns the name under which the one before is kept
 */
export async function takePlace(url: string, database: string, restored: string): Promise<string> {
  const maintenance = withDatabase(url, 'postgres');
  const kept = `${database.slice(0, 40)}_before_${Math.floor(Date.now() / 1000)}`;
  const [from, to, fresh] = [database, kept, restored].map((name) => pg.escapeIdentifier(name));
  await ask(maintenance, `alter database ${from} allow_connections false`);
  try {
    await ask(maintenance, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
    await ask(maintenance, `alter database ${from} rename to ${to}`);
  } catch (error) {
    await ask(maintenance, `alter database ${from} allow_connections true`);
    throw error;
  }
  await ask(maintenance, `alter database ${to} allow_connections true`);
  await ask(maintenance, `alter database ${fresh} rename to ${from}`);
  return kept;
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}

async function ask<Row extends object>(url: string, sql: string, params: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'pabrik backup',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, params)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address goes by the environment: what is on the command line can be read by everybody on the machine. */
function call(program: string, args: string[], url: string | undefined, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { PATH: process.env['PATH'], LANG: 'C', LC_ALL: 'C', ...(url !== undefined && environment(url)) },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal && { signal }),
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-MOST_OUTPUT)));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${output.trim()}`)),
    );
  });
}

function environment(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const ssl = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
  return {
    PGHOST: searchParams.get('host') ?? decodeURIComponent(hostname),
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGAPPNAME: 'pabrik backup',
    ...Object.fromEntries(
      ssl.flatMap((name) => (searchParams.has(name) ? [[`PG${name.toUpperCase()}`, searchParams.get(name)!]] : [])),
    ),
  };
}
