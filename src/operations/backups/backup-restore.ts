import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppConfig } from '../../kernel/config/index.js';
import {
  prepareRoles,
  removeCluster,
  restoreOverEmbedded,
  startEmbeddedPostgres,
} from '../../kernel/database/index.js';
import { COPY_FOLDER, DUMP_FILE, checkSum, copiedPassword } from './backup-maker.js';
import type { BackupManifest } from './backup-manifest.js';
import { newestWhole } from './backup-manifest.js';
import type { BackupStore } from './backup-store.js';
import { findClientPrograms } from './client-programs.js';
import type { ClientPrograms } from './client-programs.js';
import {
  dropDatabase,
  hasTables,
  load,
  makeScratch,
  read,
  scratchName,
  serverFacts,
  takePlace,
} from './dump.repository.js';

/** A backup brought to life beside the real database, for as long as `work` takes. */
export async function withRestored<T>(
  config: AppConfig,
  store: BackupStore,
  backup: BackupManifest,
  work: (url: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  await checkSum(store, backup);
  return backup.kind === 'physical'
    ? withStarted(store, backup, work)
    : withLoaded(config, store, backup, work, signal);
}

/** Reads a backup of rows alone to its end: they cannot live without their tables. */
export async function readThrough(
  config: AppConfig,
  store: BackupStore,
  backup: BackupManifest,
  signal?: AbortSignal,
): Promise<void> {
  await checkSum(store, backup);
  await read(await programsFor(config), dumpOf(store, backup), signal);
}

export interface RestoreOrder {
  /** Name of a backup; the newest whole one without it. */
  readonly name?: string;
  /** Puts the backup in the place of what is there. */
  readonly confirmed: boolean;
}

export interface Restored {
  readonly backup: BackupManifest;
  /** Where what was there before is kept: a database, or a folder; null when there was nothing. */
  readonly kept: string | null;
}

/**
 * Brings a backup back. What is there is never written over: the backup is restored beside it, and takes its place when it is whole.
 * @throws Error when something is there and it is not confirmed, or the backup cannot be restored
 */
export async function restoreBackup(config: AppConfig, store: BackupStore, order: RestoreOrder): Promise<Restored> {
  const backup = order.name === undefined ? newestWhole(await store.list()) : await store.get(order.name);
  if (!backup) throw new Error(`There is no whole backup in ${store.folder}.`);
  if (backup.kind === 'data')
    throw new Error(
      'A backup of rows alone has no tables to put them in. Restore a full one, or load it by pg_restore --data-only into a migrated database.',
    );
  await checkSum(store, backup);
  if (backup.kind === 'physical') return restorePhysical(config, store, backup, order.confirmed);
  if (config.usesEmbeddedDatabase)
    throw new Error(
      'A dump is restored into a server of your own: set DATABASE_URL. The embedded one takes its own kind.',
    );
  return restoreDump(config, store, backup, order.confirmed);
}

async function restorePhysical(
  config: AppConfig,
  store: BackupStore,
  backup: BackupManifest,
  confirmed: boolean,
): Promise<Restored> {
  if (!config.usesEmbeddedDatabase)
    throw new Error('This backup holds the files of an embedded server: leave DATABASE_URL out to restore it.');
  const password = await copiedPassword(store, backup.name);
  const copy = join(store.path(backup.name), COPY_FOLDER);
  return { backup, kept: await restoreOverEmbedded(copy, join(config.dataDir, 'database'), password, confirmed) };
}

async function restoreDump(
  config: AppConfig,
  store: BackupStore,
  backup: BackupManifest,
  confirmed: boolean,
): Promise<Restored> {
  const url = config.databaseDirectUrl;
  const { database } = await serverFacts(url);
  const taken = await hasTables(url);
  if (taken && !confirmed)
    throw new Error(
      `The database ${database} is not empty: say --confirm to put the backup in its place (it is kept).`,
    );
  const programs = await programsFor(config);
  const name = scratchName('restored');
  const fresh = await makeScratch(url, name);
  try {
    await prepareRoles(fresh);
    await load(programs, fresh, dumpOf(store, backup));
    const kept = await takePlace(url, database, name);
    if (taken) return { backup, kept };
    await dropDatabase(url, kept);
    return { backup, kept: null };
  } catch (error) {
    await dropDatabase(url, name).catch(() => undefined);
    throw error;
  }
}

async function withLoaded<T>(
  config: AppConfig,
  store: BackupStore,
  backup: BackupManifest,
  work: (url: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const programs = await programsFor(config);
  const name = scratchName('verify');
  try {
    const url = await makeScratch(config.databaseDirectUrl, name);
    await load(programs, url, dumpOf(store, backup), signal);
    return await work(url);
  } finally {
    await dropDatabase(config.databaseDirectUrl, name).catch(() => undefined);
  }
}

async function withStarted<T>(
  store: BackupStore,
  backup: BackupManifest,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const dataDir = join(store.folder, `.verify-${backup.name}-${process.pid}`);
  await mkdir(dataDir, { recursive: true });
  try {
    const password = await copiedPassword(store, backup.name);
    await restoreOverEmbedded(join(store.path(backup.name), COPY_FOLDER), dataDir, password, false);
    await writeFile(join(dataDir, 'README'), 'A backup that is being verified; nothing here is needed afterwards.\n');
    const server = await startEmbeddedPostgres({ dataDir, durable: true });
    try {
      return await work(server.url(backup.database));
    } finally {
      await server.stop();
    }
  } finally {
    await removeCluster(dataDir);
  }
}

async function programsFor(config: AppConfig): Promise<ClientPrograms> {
  const { major } = await serverFacts(config.databaseDirectUrl);
  return findClientPrograms(config.pgBinDir, major);
}

function dumpOf(store: BackupStore, { name }: BackupManifest): string {
  return join(store.path(name), DUMP_FILE);
}
