import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';

/** One file of a copy, as it was in the data directory; it lies there compressed, with `.gz` behind its name. */
export interface CopiedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a copy holds. */
export interface ClusterCopy {
  readonly folders: readonly string[];
  readonly files: readonly CopiedFile[];
  /** Where the log begins that makes the copy consistent, and where it has become so. */
  readonly start_lsn: string;
  readonly stop_lsn: string;
  readonly server_version: string;
}

const LIST = 'files.json';
const FILES = 'files';
const AT_ONCE = 8;
/** Folders whose content belongs to the running server and is made anew by a starting one. */
const EMPTY = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'log',
]);
const LEFT_OUT = /^(postmaster\.(pid|opts)|start\.log|backup_label(\.old)?|tablespace_map|backup_manifest|.*\.tmp)$/;
const LEFT_OUT_ANYWHERE = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init(\.\d+)?)(\/|$)/;

/**
 * Copies the files of a running server so that they can be started elsewhere: PostgreSQL's low-level backup (`pg_backup_start`,
 * files in any order, `pg_backup_stop`, then the log in between), by reading its data directory, which has to be on this machine. A
 * slot of this session keeps the log in place until it is copied. Writers are not disturbed.
 * @param url as a superuser
 * @param target a folder that is there and empty
 * @throws Error when the server keeps tablespaces elsewhere, or its log does not allow copies (`wal_level` minimal)
 */
export async function copyCluster(url: string, target: string): Promise<ClusterCopy> {
  const client = new pg.Client({ connectionString: url, application_name: 'pabrik backup' });
  // A connection that is cut fails the next statement; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await copyThrough(client, target);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function copyThrough(client: pg.Client, target: string): Promise<ClusterCopy> {
  const ask = async <Row extends object>(sql: string, params: unknown[] = []): Promise<Row> =>
    (await client.query<Row>(sql, params)).rows[0]!;
  const server = await ask<{ folder: string; version: string; segment: string }>(
    `select current_setting('data_directory') as folder, current_setting('server_version') as version,
            (select setting from pg_settings where name = 'wal_segment_size') as segment`,
  );
  if ((await readdir(join(server.folder, 'pg_tblspc'))).length > 0)
    throw new Error('The server keeps tablespaces outside of its data directory: this copy does not take them along.');
  const slot = `pabrik_backup_${process.pid}_${Date.now()}`;
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot]);
  const { lsn: start_lsn, wal: firstWal } = await ask<{ lsn: string; wal: string }>(
    `with s as (select pg_backup_start($1, true) as lsn) select lsn::text, pg_walfile_name(lsn) as wal from s`,
    [slot],
  );
  const copy = new CopyWriter(server.folder, target);
  await copy.all();
  const stop = await ask<{ lsn: string; wal: string; label: string; map: string }>(
    `select lsn::text, pg_walfile_name(lsn) as wal, labelfile as label, spcmapfile as map from pg_backup_stop(false)`,
  );
  await copy.text('backup_label', stop.label);
  for (const name of walFiles(firstWal, stop.wal, Number(server.segment))) await copy.file(`pg_wal/${name}`, true);
  const { folders } = copy;
  const files = [...copy.files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const list = { folders, files, start_lsn, stop_lsn: stop.lsn, server_version: server.version };
  await writeFile(join(target, LIST), JSON.stringify(list), { mode: 0o600, flush: true });
  return list;
}

/** The names of the log's files from one to another, both included. @throws Error when they are of two timelines */
export function walFiles(first: string, last: string, segmentBytes: number): string[] {
  if (first.slice(0, 8) !== last.slice(0, 8)) throw new Error('The server changed its timeline during the copy.');
  const each = 2 ** 32 / segmentBytes;
  const number = (name: string): number => parseInt(name.slice(8, 16), 16) * each + parseInt(name.slice(16), 16);
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  const names: string[] = [];
  for (let n = number(first); n <= number(last); n++)
    names.push(`${first.slice(0, 8)}${hex(Math.floor(n / each))}${hex(n % each)}`);
  return names;
}

/** What a copy says it holds. */
export async function readCopy(folder: string): Promise<ClusterCopy> {
  return JSON.parse(await readFile(join(folder, LIST), 'utf8')) as ClusterCopy;
}

/** Where a file of a copy lies. */
export function pathInCopy(folder: string, path: string): string {
  return join(folder, FILES, `${path}.gz`);
}

/** Reads files that may change, grow, shrink or go while they are read: the log makes good for it. */
class CopyWriter {
  readonly folders: string[] = [];
  readonly files: CopiedFile[] = [];

  constructor(
    private readonly source: string,
    private readonly target: string,
  ) {}

  /** Several at a time: each waits for the disk. */
  async all(): Promise<void> {
    const paths = await this.find('');
    const copySome = async (): Promise<void> => {
      for (let path = paths.pop(); path !== undefined; path = paths.pop()) await this.file(path, false);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, copySome));
  }

  /** @param needed false: a file that is gone meanwhile is left out */
  async file(path: string, needed: boolean): Promise<void> {
    await this.write(path, createReadStream(join(this.source, path))).catch((error: NodeJS.ErrnoException) => {
      if (needed || error.code !== 'ENOENT') throw error;
    });
  }

  text(path: string, content: string): Promise<void> {
    return this.write(path, Readable.from([Buffer.from(content)]));
  }

  private async find(folder: string): Promise<string[]> {
    const paths: string[] = [];
    for (const entry of (await readdir(join(this.source, folder), { withFileTypes: true }).catch(missing)) ?? []) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (LEFT_OUT_ANYWHERE.test(path) || (folder === '' && LEFT_OUT.test(entry.name))) continue;
      if (entry.isFile()) paths.push(path);
      else this.folders.push(path);
      if (entry.isDirectory() && !(folder === '' && EMPTY.has(entry.name))) paths.push(...(await this.find(path)));
    }
    return paths;
  }

  private async write(path: string, source: Readable): Promise<void> {
    const file = pathInCopy(this.target, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    let bytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    await pipeline(source, measure, createGzip({ level: 3 }), createWriteStream(file, { mode: 0o600, flush: true }));
    this.files.push({ path, bytes, sha256: hash.digest('hex') });
  }
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
