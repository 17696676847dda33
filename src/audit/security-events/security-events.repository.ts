import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { SecurityEventDto, SecurityEventsQuery } from './security-events.dto.js';

const EVENTS = defineList({
  select: `e.id, e.event, e.succeeded, e.user_id, coalesce(e.username, u.username) as username, e.actor_id, a.username as actor_username,
    e.session_id, e.ip, e.user_agent, e.request_id, e.details, e.created_at as recorded_at`,
  from: 'erp.auth_events e left join erp.user_names u on u.id = e.user_id left join erp.user_names a on a.id = e.actor_id',
  id: 'e.id',
  sorts: { recorded_at: 'e.created_at' },
  default_sort: '-recorded_at',
  filters: {
    event: 'e.event = ?',
    user_id: 'e.user_id = ?',
    actor_id: 'e.actor_id = ?',
    succeeded: 'e.succeeded = ?',
    ip: 'e.ip = ?',
    request_id: 'e.request_id = ?',
    from: 'e.created_at >= ?',
    to: 'e.created_at < ?',
  },
});

@Injectable()
export class SecurityEventsRepository {
  constructor(private readonly db: Database) {}

  /** Events of users the caller may see: those who share a company with him, belong to none, or are unknown. */
  page(query: SecurityEventsQuery): Promise<Page<SecurityEventDto>> {
    const scope = scopeWhere({ company: 'c.company_id' });
    const where = `e.user_id is null
      or not exists (select from erp.user_companies c where c.user_id = e.user_id)
      or exists (select from erp.user_companies c where c.user_id = e.user_id and ${scope.where})`;
    return this.db.transaction(() => this.db.page<SecurityEventDto>(EVENTS, query, { where, params: scope.params }));
  }
}
