import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { RequestContext, scopeWhere } from '../../kernel/security/index.js';
import type { AuthEventDto, AuthEventsQuery } from './auth-events.dto.js';

export interface AuthEventDraft {
  readonly event: string;
  readonly succeeded?: boolean;
  readonly user_id?: string | null;
  readonly username?: string | null;
  readonly session_id?: string | null;
  /** Never a secret, never a password, not even a wrong one. */
  readonly details?: Record<string, unknown>;
}

const EVENTS = defineList({
  select: `e.id, e.event, e.succeeded, e.user_id, coalesce(e.username, u.username) as username, e.actor_id, a.username as actor,
    e.session_id, e.ip, e.user_agent, e.request_id, e.details, e.created_at`,
  from: 'erp.auth_events e left join erp.user_names u on u.id = e.user_id left join erp.user_names a on a.id = e.actor_id',
  id: 'e.id',
  sorts: { created_at: 'e.created_at' },
  default_sort: '-created_at',
  filters: {
    event: 'e.event = ?',
    user_id: 'e.user_id = ?',
    succeeded: 'e.succeeded = ?',
    from: 'e.created_at >= ?',
    to: 'e.created_at < ?',
  },
});

/** The append-only log of what happened to identities and rights. */
@Injectable()
export class AuthEvents {
  constructor(private readonly db: Database) {}

  /** Writes one line, in the ambient transaction where there is one. */
  async record(draft: AuthEventDraft): Promise<void> {
    const request = RequestContext.find();
    await this.db.query(
      `insert into erp.auth_events (event, succeeded, user_id, username, actor_id, session_id, ip, user_agent, request_id, details)
       values ($1, $2, $3, coalesce($4, (select u.username from erp.user_names u where u.id = $3)), $5, $6, $7, $8, $9, $10)`,
      [
        draft.event,
        draft.succeeded ?? true,
        draft.user_id ?? null,
        draft.username ?? null,
        request?.actor?.user_id ?? null,
        draft.session_id ?? request?.actor?.session_id ?? null,
        request?.ip ?? '',
        request?.user_agent ?? '',
        request?.request_id ?? null,
        JSON.stringify(draft.details ?? {}),
      ],
    );
  }

  /**
   * Events of users the caller may see: those who share a company with him, belong to none, or are unknown. They are hidden from
   * whoever has set no context, hence the transaction.
   */
  list(query: AuthEventsQuery): Promise<Page<AuthEventDto>> {
    const scope = scopeWhere({ company: 'c.company_id' });
    const where = `e.user_id is null
      or not exists (select from erp.user_companies c where c.user_id = e.user_id)
      or exists (select from erp.user_companies c where c.user_id = e.user_id and ${scope.where})`;
    return this.db.transaction(() => this.db.page<AuthEventDto>(EVENTS, query, { where, params: scope.params }));
  }
}
