/** Everything of a database, only its structure, only its rows, or the files of the embedded server. */
export const BACKUP_KINDS = ['full', 'schema', 'data', 'physical'] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];

/** Why it was made: that decides how long it is kept. */
export const BACKUP_SERIES = ['manual', 'daily', 'weekly'] as const;
export type BackupSeries = (typeof BACKUP_SERIES)[number];

/** How the last proof went: the backup restored elsewhere and checked. */
export interface Verification {
  readonly at: string;
  readonly ok: boolean;
  /** Invariants that were checked on the restored copy. */
  readonly checked: number;
  readonly fault: string | null;
}

/** What lies beside a backup and says what it is. */
export interface BackupManifest {
  readonly name: string;
  readonly kind: BackupKind;
  readonly series: BackupSeries;
  /** When it was finished. */
  readonly made_at: string;
  readonly duration_ms: number;
  /** Of Pabrik, of the server, and of pg_dump or null for files. */
  readonly version: string;
  readonly server_version: string;
  readonly client_version: string | null;
  readonly database: string;
  /** Compressed, on the disk. */
  readonly size_bytes: number;
  /** Of the dump, or of the list of files, which holds the checksum of each. */
  readonly sha256: string;
  readonly with_config: boolean;
  readonly verification: Verification | null;
}

const DAY_MS = 86_400_000;
const WEEKLY_FACTOR = 4;
const DATA_KINDS: readonly BackupKind[] = ['full', 'physical'];

/** Newest first. */
export function newestFirst(backups: readonly BackupManifest[]): BackupManifest[] {
  return [...backups].sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
}

/** The newest backup from which the whole factory can be brought back. */
export function newestWhole(backups: readonly BackupManifest[]): BackupManifest | undefined {
  return newestFirst(backups).find(({ kind }) => DATA_KINDS.includes(kind));
}

/** The newest whole one that was proven to be good. */
export function newestProven(backups: readonly BackupManifest[]): BackupManifest | undefined {
  return newestWhole(backups.filter(({ verification }) => verification?.ok));
}

/**
 * What is old enough to go: daily and manual ones after so many days, weekly ones after four times as many. The newest whole one and the newest
 * proven one stay, however old: a job that fails for months must not lead to no backup at all.
 */
export function expired(backups: readonly BackupManifest[], now: Date, days: number): BackupManifest[] {
  const kept = new Set([newestWhole(backups)?.name, newestProven(backups)?.name]);
  return backups.filter(({ name, series, made_at }) => {
    const limit = days * (series === 'weekly' ? WEEKLY_FACTOR : 1) * DAY_MS;
    return !kept.has(name) && now.getTime() - new Date(made_at).getTime() > limit;
  });
}
