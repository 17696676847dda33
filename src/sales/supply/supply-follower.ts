import { Injectable } from '@nestjs/common';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import { SupplyService } from './supply.service.js';

/** Orders that are looked up together. */
const AT_ONCE = 200;

/** Holds for order lines, every minute, what was made, bought or freed for them since, and stock in place of claims whose day has come. */
@Injectable()
export class SupplyFollower extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly supply: SupplyService,
  ) {
    super(registry, {
      name: 'sales-supply',
      title: 'Holds stock for the lines of sales orders that wait for it.',
      schedule: '* * * * *',
      // A transaction for each order: one that fails must not undo the others.
      kind: 'repeatable',
    });
  }

  async work(): Promise<{ held: number }> {
    return { held: await this.supply.followAll(AT_ONCE) };
  }
}
