import { Injectable } from '@nestjs/common';
import { reportBackups } from '../../kernel/metrics/index.js';
import { PeriodicRegistry, PeriodicWork } from '../../kernel/periodic/index.js';
import { BackupsRepository } from './backups.repository.js';

const EVERY_MS = 60_000;
const WHOLE: readonly string[] = ['full', 'physical'];

/** Every process tells its metrics how old the newest whole backup and the newest proof are: any of them may be the one that is asked. */
@Injectable()
export class BackupReport extends PeriodicWork {
  constructor(
    registry: PeriodicRegistry,
    private readonly backups: BackupsRepository,
  ) {
    super(registry, {
      name: 'backup-report',
      title: 'Tells the metrics how old the backups are.',
      every_ms: EVERY_MS,
      complaint: 'The age of the backups could not be told',
    });
  }

  override onApplicationBootstrap(): void {
    void this.attempt();
    void super.onApplicationBootstrap();
  }

  async work(): Promise<void> {
    const whole = (await this.backups.list()).filter(({ kind }) => WHOLE.includes(kind));
    const proofs = whole.flatMap(({ verified_ok, verified_at }) => (verified_ok && verified_at ? [verified_at] : []));
    reportBackups(latest(whole.map(({ made_at }) => made_at)), latest(proofs));
  }
}

function latest(times: readonly string[]): Date | null {
  return times.length === 0 ? null : new Date(Math.max(...times.map((time) => new Date(time).getTime())));
}
