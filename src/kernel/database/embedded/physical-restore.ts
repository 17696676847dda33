import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { passwordFile, placeOf } from './cluster.js';
import { withLock } from './leases.js';
import { pathInCopy, readCopy } from './physical-copy.js';
import type { CopiedFile } from './physical-copy.js';
import { readPostmaster } from './postmaster.js';
import { serviceAccount } from './service-account.js';
import type { ServiceAccount } from './service-account.js';

const AT_ONCE = 8;
const quiet = (): void => undefined;

/**
 * Writes a copy out as a data directory that a server can be started on; it then reads the log of the copy and is consistent.
 * @param pgData a folder that is not there yet
 * @throws Error when a file of the copy is not what it was
 */
export async function restoreCluster(copy: string, pgData: string): Promise<void> {
  const account = serviceAccount(quiet);
  const { folders, files } = await readCopy(copy);
  await makeFolder(pgData, account);
  for (const folder of folders) await makeFolder(join(pgData, folder), account);
  const left = [...files];
  const restoreSome = async (): Promise<void> => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) await restoreFile(copy, pgData, file, account);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, restoreSome));
}

/**
 * Puts a copy in the place of the embedded server of a data folder, which has to stand still. What was there is kept beside it.
 * @param password of the copy's superuser
 * @param replace false: refuses when there is a database already
 * @returns where the data that was there before is now; null when there was none
 */
export async function restoreOverEmbedded(
  copy: string,
  given: string,
  password: string,
  replace: boolean,
): Promise<string | null> {
  const account = serviceAccount(quiet);
  mkdirSync(given, { recursive: true });
  const dataDir = realpathSync(given);
  if (account) chmodSync(dataDir, 0o711);
  return withLock(dataDir, async () => {
    const pgData = placeOf({ dataDir, account, log: quiet });
    if (readPostmaster(pgData)?.alive) throw new Error('The embedded database is running: stop the server first.');
    const taken = existsSync(join(pgData, 'PG_VERSION'));
    if (taken && !replace)
      throw new Error(
        'There is a database already: say --confirm to put the backup in its place (it is kept beside it).',
      );
    const stamp = new Date().toISOString().replace(/[-:.]/g, '');
    const fresh = `${pgData}.restored-${stamp}`;
    await restoreCluster(copy, fresh);
    const kept = taken ? `${pgData}.before-${stamp}` : null;
    if (kept) await rename(pgData, kept);
    await rename(fresh, pgData);
    await writeFile(passwordFile(dataDir), `${password}\n`, { mode: 0o600 });
    return kept;
  });
}

/** Removes a data folder with its cluster, wherever that is. Nothing may run in it. */
export async function removeCluster(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const pgData = placeOf({ dataDir: realpathSync(dataDir), account: serviceAccount(quiet), log: quiet });
  await rm(pgData, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}

async function makeFolder(path: string, account: ServiceAccount | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  if (account) await chown(path, account.uid, account.gid);
}

async function restoreFile(copy: string, pgData: string, file: CopiedFile, account?: ServiceAccount): Promise<void> {
  const path = join(pgData, file.path);
  if (!existsSync(dirname(path))) await makeFolder(dirname(path), account);
  const hash = createHash('sha256');
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const to = createWriteStream(path, { mode: 0o600 });
  // Not flushed: a server that begins from a copy flushes its whole folder before it goes on.
  await pipeline(createReadStream(pathInCopy(copy, file.path)), createGunzip(), measure, to);
  if (hash.digest('hex') !== file.sha256) throw new Error(`The file ${file.path} of the backup is damaged.`);
  if (account) await chown(path, account.uid, account.gid);
}
