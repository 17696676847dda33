import { Injectable } from '@nestjs/common';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import { Reservations } from './reservations.js';

/** Gives back, every minute, what reservations past their time still hold. Who needs such pieces sooner takes them anyway. */
@Injectable()
export class ExpiredReservations extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly reservations: Reservations,
  ) {
    super(registry, {
      name: 'expired-reservations',
      title: 'Gives back what reservations past their time still hold.',
      schedule: '* * * * *',
      // Batches of their own transactions: a large one would keep the balances locked.
      kind: 'repeatable',
    });
  }

  async work(): Promise<{ released: number }> {
    return { released: await this.reservations.releaseExpired() };
  }
}
