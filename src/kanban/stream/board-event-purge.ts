import { Injectable } from '@nestjs/common';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import { BoardEventsRepository } from './board-events.repository.js';

/** Board changes are kept for a day: longer away, a board is read anew. */
@Injectable()
export class BoardEventPurge extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly events: BoardEventsRepository,
  ) {
    super(registry, {
      name: 'kanban-events',
      title: 'Forgets board changes older than a day.',
      schedule: '20 * * * *',
    });
  }

  async work(): Promise<{ purged: number }> {
    return { purged: await this.events.purge() };
  }
}
