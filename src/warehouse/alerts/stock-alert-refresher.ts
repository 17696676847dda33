import { Injectable } from '@nestjs/common';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import type { JobOutcome } from '../../kernel/jobs/index.js';
import { AlertsRepository } from './alerts.repository.js';

/** Looks at all stock every quarter of an hour. */
@Injectable()
export class StockAlertRefresher extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly alerts: AlertsRepository,
  ) {
    super(registry, {
      name: 'stock-alerts',
      title: 'Raises and clears alerts of low, expiring and expired stock.',
      schedule: '*/15 * * * *',
    });
  }

  async work(): Promise<JobOutcome> {
    return { ...(await this.alerts.refresh(null)) };
  }
}
