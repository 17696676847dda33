import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import type { SecurityEventDto, SecurityEventsQuery } from './security-events.dto.js';
import { SecurityEventsRepository } from './security-events.repository.js';

/** What happened to identities and rights, beside what was changed. */
@Injectable()
export class SecurityEventsService {
  constructor(private readonly events: SecurityEventsRepository) {}

  list(query: SecurityEventsQuery): Promise<Page<SecurityEventDto>> {
    return this.events.page(query);
  }
}
