import { Injectable } from '@nestjs/common';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import type { JobRun } from '../../kernel/jobs/index.js';
import { MaintenanceRepository } from './maintenance.repository.js';

/** Every night, what autovacuum has not come to. */
@Injectable()
export class MaintenanceJob extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly maintenance: MaintenanceRepository,
  ) {
    super(registry, {
      name: 'maintenance',
      title: 'Vacuums and analyzes tables that need it.',
      schedule: '10 3 * * *',
      kind: 'repeatable',
    });
  }

  async work(run?: JobRun): Promise<{ tables: number }> {
    return { tables: (await this.maintenance.vacuum(run?.signal)).length };
  }
}
