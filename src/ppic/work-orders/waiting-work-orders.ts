import { Injectable } from '@nestjs/common';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import { FloorRepository } from './floor.repository.js';

/** Makes work orders ready, every minute, whose material has come by a document that knows nothing of their order: a receipt, a transfer, a count. */
@Injectable()
export class WaitingWorkOrders extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly floor: FloorRepository,
  ) {
    super(registry, {
      name: 'waiting-work-orders',
      title: 'Makes work orders ready whose material has come.',
      schedule: '* * * * *',
    });
  }

  async work(): Promise<{ ready: number }> {
    return { ready: await this.floor.makeAllReady() };
  }
}
