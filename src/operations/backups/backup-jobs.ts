import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { JobRegistry } from '../../kernel/jobs/index.js';
import type { JobOutcome, JobRun } from '../../kernel/jobs/index.js';
import type { BackupSeries } from './backup-manifest.js';
import { BackupsService } from './backups.service.js';

/** Backups on schedule, where BACKUP_DIR says where to. */
@Injectable()
export class BackupJobs implements OnModuleInit {
  constructor(
    private readonly config: AppConfig,
    private readonly registry: JobRegistry,
    private readonly backups: BackupsService,
  ) {}

  onModuleInit(): void {
    const { backupDir, backupDailySchedule: daily, backupWeeklySchedule: weekly } = this.config;
    if (backupDir === undefined) return;
    const add = (series: BackupSeries, schedule: string, title: string): void => {
      if (schedule === 'off') return;
      const work = (run: JobRun): Promise<JobOutcome> => this.make(series, run);
      this.registry.add({ name: `backup-${series}`, title, schedule, kind: 'repeatable', work });
    };
    add('daily', daily, 'Makes a backup and throws away those past their time.');
    add('weekly', weekly, 'Makes a backup and proves it: restored elsewhere and checked.');
  }

  private async make(series: BackupSeries, { signal }: JobRun): Promise<JobOutcome> {
    const { name, size_bytes } = await this.backups.create({ kind: 'full', series, with_config: true, signal });
    const pruned = await this.backups.prune();
    if (series !== 'weekly') return { name, size_bytes, pruned: pruned.length };
    const { verification } = await this.backups.verify(name, signal);
    if (!verification?.ok) throw new Error(`The backup ${name} is no good: ${verification?.fault ?? 'not verified'}`);
    return { name, size_bytes, pruned: pruned.length, invariants_checked: verification.checked };
  }
}
