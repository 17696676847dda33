import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BackupManifest } from './backup-manifest.js';
import { newestFirst } from './backup-manifest.js';

const MANIFEST = 'manifest.json';
const UNFINISHED = '.partial';
/** What nobody has worked on for this long was left by a process that is gone. */
const ABANDONED_MS = 24 * 3_600_000;
const NAME = /^pabrik-[\w-]+$/;

/** The folder of the backups: one folder for each, which gets its name in one step when it is whole. */
export class BackupStore {
  constructor(readonly folder: string) {}

  /** A folder to write a backup into. */
  async begin(name: string): Promise<string> {
    const path = join(this.folder, `${name}${UNFINISHED}`);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { mode: 0o700 });
    return path;
  }

  /** The backup is whole. */
  async finish(manifest: BackupManifest): Promise<void> {
    const path = join(this.folder, `${manifest.name}${UNFINISHED}`);
    await this.writeManifest(path, manifest);
    await rename(path, this.path(manifest.name));
  }

  async discard(name: string): Promise<void> {
    await rm(join(this.folder, `${name}${UNFINISHED}`), { recursive: true, force: true });
  }

  /** All whole ones, newest first. */
  async list(): Promise<BackupManifest[]> {
    if (!existsSync(this.folder)) return [];
    const manifests: BackupManifest[] = [];
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || !NAME.test(entry.name)) continue;
      const file = join(this.folder, entry.name, MANIFEST);
      if (existsSync(file)) manifests.push(JSON.parse(await readFile(file, 'utf8')) as BackupManifest);
    }
    return newestFirst(manifests);
  }

  /** @throws Error when there is none of this name */
  async get(name: string): Promise<BackupManifest> {
    const found = (await this.list()).find((each) => each.name === name);
    if (!found) throw new Error(`There is no backup ${name} in ${this.folder}: see pabrik backup list.`);
    return found;
  }

  update(manifest: BackupManifest): Promise<void> {
    return this.writeManifest(this.path(manifest.name), manifest);
  }

  async remove(name: string): Promise<void> {
    // Without its manifest it is no backup any more, also when we are killed half way through its files.
    await rm(join(this.path(name), MANIFEST), { force: true });
    await rm(this.path(name), { recursive: true, force: true });
  }

  /** Removes what was begun and never finished. @returns the names */
  async sweep(): Promise<string[]> {
    if (!existsSync(this.folder)) return [];
    const swept: string[] = [];
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const begun = name.endsWith(UNFINISHED) || name.startsWith('.verify-');
      if (!begun || Date.now() - (await stat(path)).mtimeMs < ABANDONED_MS) continue;
      await rm(path, { recursive: true, force: true });
      swept.push(name);
    }
    return swept;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  private async writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
    const file = join(folder, MANIFEST);
    await writeFile(`${file}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.new`, file);
  }
}

/** Checksum of a file, in hexadecimal. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Bytes of all files below a folder. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  return bytes;
}
