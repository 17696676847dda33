import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { backupFolder, makeBackup } from './backup-maker.js';
import type { BackupOrder } from './backup-maker.js';
import { expired, newestProven, newestWhole } from './backup-manifest.js';
import type { BackupManifest, Verification } from './backup-manifest.js';
import { readThrough, withRestored } from './backup-restore.js';
import { BackupStore } from './backup-store.js';
import { BackupsRepository } from './backups.repository.js';
import type { BackupRow } from './backups.repository.js';
import { CopyCheck } from './copy-check.js';

const LONGEST_FAULT = 2000;

export interface BackupStatus {
  readonly folder: string;
  readonly newest: BackupManifest | null;
  readonly proven: BackupManifest | null;
}

/** Backups of this database: made, proven, thrown away; what lies in the folder is mirrored in the database. */
@Injectable()
export class BackupsService {
  private readonly store: BackupStore;

  constructor(
    private readonly config: AppConfig,
    private readonly repository: BackupsRepository,
    private readonly copies: CopyCheck,
  ) {
    this.store = new BackupStore(backupFolder(config));
  }

  /** What the database knows: the same on every server. */
  known(): Promise<BackupRow[]> {
    return this.repository.list();
  }

  /** What lies in the folder. */
  list(): Promise<BackupManifest[]> {
    return this.store.list();
  }

  async status(): Promise<BackupStatus> {
    const all = await this.store.list();
    return { folder: this.store.folder, newest: newestWhole(all) ?? null, proven: newestProven(all) ?? null };
  }

  /** @throws Error in plain words when it cannot be made */
  async create(order: BackupOrder): Promise<BackupManifest> {
    const manifest = await makeBackup(this.config, this.store, order);
    await this.mirror();
    return manifest;
  }

  /**
   * Restores a backup beside the database and runs `pabrik check` there. A bad backup is a result, not an error.
   * @param name the newest whole one without it
   */
  async verify(name?: string, signal?: AbortSignal): Promise<BackupManifest> {
    const backup = name === undefined ? newestWhole(await this.store.list()) : await this.store.get(name);
    if (!backup) throw new Error(`There is no backup in ${this.store.folder}.`);
    const verification = await this.prove(backup, signal);
    const proven = { ...backup, verification };
    await this.store.update(proven);
    await this.mirror();
    return proven;
  }

  /** Throws away what is past its time, and what was never finished. @returns the names */
  async prune(execute = true): Promise<string[]> {
    const old = expired(await this.store.list(), new Date(), this.config.backupRetentionDays);
    if (!execute) return old.map(({ name }) => name);
    for (const { name } of old) await this.store.remove(name);
    const swept = await this.store.sweep();
    await this.mirror();
    return [...old.map(({ name }) => name), ...swept];
  }

  private async prove(backup: BackupManifest, signal?: AbortSignal): Promise<Verification> {
    const at = new Date().toISOString();
    try {
      const checked = await this.check(backup, signal);
      return { at, ok: true, checked, fault: null };
    } catch (error) {
      // Stopped on purpose: that says nothing about the backup.
      if (signal?.aborted) throw error;
      return { at, ok: false, checked: 0, fault: (error as Error).message.slice(0, LONGEST_FAULT) };
    }
  }

  /** @returns how many invariants hold. @throws Error when one does not, or the backup cannot be restored */
  private async check(backup: BackupManifest, signal?: AbortSignal): Promise<number> {
    const { config, store } = this;
    if (backup.kind === 'data') return readThrough(config, store, backup, signal).then(() => 0);
    if (backup.kind === 'schema') return withRestored(config, store, backup, () => Promise.resolve(0), signal);
    const { invariants } = await withRestored(config, store, backup, (url) => this.copies.check(url), signal);
    const violated = invariants.filter(({ violations }) => violations > 0).map(({ name }) => name);
    if (violated.length > 0) throw new Error(`Restored, but these invariants are violated: ${violated.join(', ')}`);
    return invariants.length;
  }

  private async mirror(): Promise<void> {
    await this.repository.mirror(await this.store.list());
  }
}
