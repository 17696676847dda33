import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform, Writable } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { AppConfig } from '../../kernel/config/index.js';

/** What the rows of a month come to: as many lines of text, with this digest. */
export interface Content {
  readonly rows: number;
  /** SHA-256 of the rows as COPY writes them, in the order of their ids; in hexadecimal. */
  readonly content_sha256: string;
}

/** A file of rows on the disk. */
export interface ArchiveFile extends Content {
  /** Its name in the folder of archives. */
  readonly file: string;
  readonly file_sha256: string;
  readonly size_bytes: number;
}

/** What stands beside a file, so that it can be read without this database. */
export interface ArchiveManifest extends ArchiveFile {
  readonly table_name: string;
  readonly columns: readonly string[];
  readonly from_at: string;
  readonly to_at: string;
  readonly made_at: string;
  readonly server_version: string;
}

const NEW_LINE = 0x0a;

/** The folder of archives: ARCHIVE_DIR, or `archives` in DATA_DIR. */
export function archiveFolder({ archiveDir, dataDir }: Pick<AppConfig, 'archiveDir' | 'dataDir'>): string {
  return archiveDir ?? join(dataDir, 'archives');
}

/** Counts and digests rows on their way. COPY writes a new line only at the end of a row. */
export class Meter extends Transform {
  private readonly hash = createHash('sha256');
  private rows = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk);
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, at + 1)) this.rows += 1;
    done(null, chunk);
  }

  /** Once, after the last row. */
  content(): Content {
    return { rows: this.rows, content_sha256: this.hash.digest('hex') };
  }
}

/** Reads rows to their end without keeping them. */
export async function measure(rows: Readable): Promise<Content> {
  const meter = new Meter();
  await pipeline(rows, meter, new Writable({ write: (_chunk, _encoding, done) => done() }));
  return meter.content();
}

/** Writes rows into a compressed file, which gets its name when it is whole and on the disk. */
export async function writeArchive(folder: string, file: string, rows: Readable): Promise<ArchiveFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, file);
  const partial = `${path}.partial`;
  const meter = new Meter();
  await pipeline(rows, meter, createGzip(), createWriteStream(partial, { mode: 0o600 }));
  await onTheDisk(partial);
  await rename(partial, path);
  await onTheDisk(folder);
  return { file, ...meter.content(), ...(await fileFacts(path)) };
}

/** Reads a file back to its end. @throws Error that says what is not as it was written */
export async function verifyArchive(folder: string, expected: ArchiveFile): Promise<void> {
  const path = join(folder, expected.file);
  const facts = await fileFacts(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The archive ${path} cannot be read: ${error.message}`);
  });
  if (facts.file_sha256 !== expected.file_sha256)
    throw new Error(`The archive ${path} is not as it was written: its SHA-256 is ${facts.file_sha256}.`);
  const content = await measure(readArchive(folder, expected.file)).catch((error: Error) => {
    throw new Error(`The archive ${path} is damaged: ${error.message}`);
  });
  if (!sameContent(content, expected))
    throw new Error(`The archive ${path} holds ${content.rows} rows that are not those it should hold.`);
}

export function sameContent(one: Content, other: Content): boolean {
  return one.rows === other.rows && one.content_sha256 === other.content_sha256;
}

/** The rows of a file, as COPY takes them. */
export function readArchive(folder: string, file: string): Readable {
  const source = createReadStream(join(folder, file));
  const rows = createGunzip();
  source.on('error', (error) => rows.destroy(error));
  return source.pipe(rows);
}

export async function writeManifest(folder: string, manifest: ArchiveManifest): Promise<void> {
  const path = join(folder, manifestOf(manifest.file));
  await writeFile(`${path}.partial`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.partial`, path);
}

export async function readManifest(folder: string, file: string): Promise<ArchiveManifest> {
  return JSON.parse(await readFile(join(folder, manifestOf(file)), 'utf8')) as ArchiveManifest;
}

export async function removeArchive(folder: string, file: string): Promise<void> {
  for (const name of [file, manifestOf(file)]) await rm(join(folder, basename(name)), { force: true });
}

function manifestOf(file: string): string {
  return file.replace(/\.copy\.gz$/, '.json');
}

async function fileFacts(path: string): Promise<{ file_sha256: string; size_bytes: number }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { file_sha256: hash.digest('hex'), size_bytes: (await stat(path)).size };
}

/** A name is safe only when its folder is written too. */
async function onTheDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
