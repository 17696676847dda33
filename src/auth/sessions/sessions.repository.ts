import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { clientSource } from '../limits/client-source.js';
import type { SessionDto, SessionsQuery } from './sessions.dto.js';

export type RevocationReason =
  'logout' | 'logout_everywhere' | 'revoked' | 'password_changed' | 'password_reset' | 'incident';

export interface OpenedSession {
  readonly session_id: string | null;
  /** Seconds since 1970 by the database's clock. */
  readonly issued_at: number;
  readonly must_change_password: boolean;
}

export interface RefreshOutcome {
  readonly outcome: 'rotated' | 'raced' | 'superseded' | 'reused' | 'ended' | 'unknown';
  readonly session_id: string;
  readonly user_id: string;
  readonly issued_at: number;
  readonly must_change_password: boolean;
}

/** A session lives a month at most, and a week without use. */
const SESSION_SECONDS = 30 * 86_400;
const REFRESH_SECONDS = 7 * 86_400;
/** Several tabs that wake at once present the same token; this long they are given the same successor. */
export const REFRESH_GRACE_SECONDS = 10;

const SESSIONS = defineList({
  select: `s.id, s.user_id, u.username, s.ip, s.user_agent, s.id::text = current_setting('erp.session', true) as is_current,
    s.revoked_at is null and s.expires_at > now() as is_open, s.last_used_at, s.expires_at, s.revoked_at, s.revoked_reason, s.created_at`,
  from: 'erp.sessions s join erp.user_names u on u.id = s.user_id',
  id: 's.id',
  sorts: { created_at: 's.created_at' },
  default_sort: '-created_at',
  filters: { is_open: '(s.revoked_at is null and s.expires_at > now()) = ?' },
});

@Injectable()
export class SessionsRepository {
  constructor(private readonly db: Database) {}

  /** Sessions of a user. They are hidden from whoever has set no context, hence the transaction. */
  page(userId: string, query: SessionsQuery): Promise<Page<SessionDto>> {
    return this.db.transaction(() =>
      this.db.page<SessionDto>(SESSIONS, query, { where: 's.user_id = ?', params: [userId] }),
    );
  }

  /** Opens a session, unless the user has been deactivated meanwhile (then `session_id` is null). */
  open(userId: string, refreshHash: Buffer): Promise<OpenedSession> {
    const { ip, user_agent, request_id } = RequestContext.current();
    return this.db.one<OpenedSession>('select * from erp.auth_open_session($1, $2, $3, $4, $5, $6, $7, $8)', [
      userId,
      clientSource(ip),
      refreshHash,
      SESSION_SECONDS,
      REFRESH_SECONDS,
      ip,
      user_agent,
      request_id,
    ]);
  }

  rotate(tokenHash: Buffer, successorHash: Buffer): Promise<RefreshOutcome> {
    const { ip, user_agent, request_id } = RequestContext.current();
    return this.db.one<RefreshOutcome>('select * from erp.auth_refresh_session($1, $2, $3, $4, $5, $6, $7)', [
      tokenHash,
      successorHash,
      REFRESH_GRACE_SECONDS,
      REFRESH_SECONDS,
      ip,
      user_agent,
      request_id,
    ]);
  }

  /** Ends sessions: of one user or (null) of all, one or (null) all of them, but one. Answers how many were open. */
  async revoke(
    which: { user: string | null; session?: string | null; except?: string | null },
    reason: RevocationReason,
  ): Promise<number> {
    const { count } = await this.db.one<{ count: number }>('select erp.auth_revoke_sessions($1, $2, $3, $4) as count', [
      which.user,
      which.session ?? null,
      which.except ?? null,
      reason,
    ]);
    return count;
  }
}
