import { Injectable } from '@nestjs/common';
import { PeriodicWork } from '../../kernel/periodic/index.js';
import { AlertsRepository } from './alerts.repository.js';

const EVERY_MS = 15 * 60 * 1000;

/** Looks at all stock every quarter of an hour. Of several processes one looks at a time; the next finds nothing to do. */
@Injectable()
export class StockAlertRefresher extends PeriodicWork {
  constructor(private readonly alerts: AlertsRepository) {
    super(EVERY_MS, 'Alerts of stock could not be refreshed');
  }

  protected work(): Promise<unknown> {
    return this.alerts.refresh(null);
  }
}
