import { Injectable } from '@nestjs/common';
import { PeriodicWork } from '../../kernel/periodic/index.js';
import { BoardEventsRepository } from './board-events.repository.js';

const EVERY_MS = 3600 * 1000;

/** Board changes are kept for a day: longer away, a board is read anew. */
@Injectable()
export class BoardEventPurge extends PeriodicWork {
  constructor(private readonly events: BoardEventsRepository) {
    super(EVERY_MS, 'Old board changes could not be forgotten');
  }

  protected work(): Promise<number> {
    return this.events.purge();
  }
}
