import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SETTINGS, VERSION } from '../../kernel/config/index.js';
import type { AppConfig, Setting } from '../../kernel/config/index.js';
import { copyCluster } from '../../kernel/database/index.js';
import type { BackupKind, BackupManifest, BackupSeries } from './backup-manifest.js';
import type { BackupStore } from './backup-store.js';
import { sha256OfFile, sizeOf } from './backup-store.js';
import { findClientPrograms } from './client-programs.js';
import { dump, serverFacts } from './dump.repository.js';

export const DUMP_FILE = 'database.dump';
export const COPY_FOLDER = 'cluster';
export const PASSWORD_FILE = 'superuser-password';
const CONFIG_FILE = 'settings.json';

export interface BackupOrder {
  readonly kind: Exclude<BackupKind, 'physical'>;
  readonly series: BackupSeries;
  readonly with_config: boolean;
  readonly signal?: AbortSignal;
}

/** The folder of the backups. */
export function backupFolder(config: AppConfig): string {
  return config.backupDir ?? join(config.dataDir, 'backups');
}

/**
 * Makes one backup: a dump by pg_dump; of the embedded server, for which no fitting client comes along, a copy of its files.
 * @throws Error in plain words when the client programs are missing or too old, or what they said
 */
export async function makeBackup(config: AppConfig, store: BackupStore, order: BackupOrder): Promise<BackupManifest> {
  const started = performance.now();
  const facts = await serverFacts(config.databaseDirectUrl);
  const physical = config.usesEmbeddedDatabase && order.kind === 'full';
  const programs = physical ? null : await findClientPrograms(config.pgBinDir, facts.major);
  const kind = physical ? 'physical' : order.kind;
  const name = `pabrik-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-${order.series}-${kind}`;
  const folder = await store.begin(name);
  try {
    const sha256 = programs
      ? await dumpInto(folder, () =>
          dump(programs, config.databaseDirectUrl, join(folder, DUMP_FILE), kind, order.signal),
        )
      : await copyInto(folder, config);
    if (order.with_config) await writeFile(join(folder, CONFIG_FILE), settingsText(config), { mode: 0o600 });
    const manifest: BackupManifest = {
      name,
      kind,
      series: order.series,
      made_at: new Date().toISOString(),
      duration_ms: Math.round(performance.now() - started),
      version: VERSION,
      server_version: facts.version,
      client_version: programs?.version ?? null,
      database: facts.database,
      size_bytes: await sizeOf(folder),
      sha256,
      with_config: order.with_config,
      verification: null,
    };
    await store.finish(manifest);
    return manifest;
  } catch (error) {
    await store.discard(name);
    throw error;
  }
}

/** The checksum of what a backup holds, reckoned anew. @throws Error when it is not what it was */
export async function checkSum(store: BackupStore, { name, kind, sha256 }: BackupManifest): Promise<void> {
  const file = kind === 'physical' ? join(COPY_FOLDER, 'files.json') : DUMP_FILE;
  const path = join(store.path(name), file);
  if (!existsSync(path) || (await sha256OfFile(path)) !== sha256)
    throw new Error(`The backup ${name} is damaged: ${file} is not what it was when it was made.`);
}

async function dumpInto(folder: string, work: () => Promise<void>): Promise<string> {
  await work();
  return sha256OfFile(join(folder, DUMP_FILE));
}

async function copyInto(folder: string, config: AppConfig): Promise<string> {
  const target = join(folder, COPY_FOLDER);
  await mkdir(target, { mode: 0o700 });
  await copyCluster(config.databaseDirectUrl, target);
  // The copy lets in who knows this password and nobody else; it lies beside the hash that it fits.
  await copyFile(join(config.dataDir, 'database', PASSWORD_FILE), join(folder, PASSWORD_FILE));
  return sha256OfFile(join(target, 'files.json'));
}

/** Every setting but secrets, of which it only says whether they were set: a backup must not be a way to them. */
function settingsText(config: AppConfig): string {
  const values = Object.entries<Setting>(SETTINGS).map(([key, { name, secret }]) => {
    const value = (config as unknown as Record<string, unknown>)[key];
    return [name, secret ? (value === undefined ? null : '(secret, not kept)') : (value ?? null)];
  });
  return `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`;
}

/** Password of a copied server. */
export async function copiedPassword(store: BackupStore, name: string): Promise<string> {
  return (await readFile(join(store.path(name), PASSWORD_FILE), 'utf8')).trim();
}
