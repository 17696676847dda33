import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { Actor } from '../../kernel/security/index.js';
import { Actors } from '../access/actors.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthEvents } from '../events/auth-events.js';
import type { SessionDto, SessionsQuery } from './sessions.dto.js';
import { SessionsRepository } from './sessions.repository.js';

/** The caller's own sessions, and in an incident everybody's. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionsRepository,
    private readonly actors: Actors,
    private readonly events: AuthEvents,
  ) {}

  listOwn(query: SessionsQuery): Promise<Page<SessionDto>> {
    return this.sessions.page(currentActor().user_id, query);
  }

  /** @throws SESSION_REQUIRED */
  logout(): Promise<void> {
    return this.endOwn(async ({ user_id, session_id }) => {
      await this.sessions.revoke({ user: user_id, session: session_id }, 'logout');
      await this.events.record({ event: 'logout', user_id });
    });
  }

  /** @throws SESSION_REQUIRED */
  logoutEverywhere(): Promise<void> {
    return this.endOwn(async ({ user_id }) => {
      const count = await this.sessions.revoke({ user: user_id }, 'logout_everywhere');
      await this.events.record({ event: 'logout_everywhere', user_id, details: { count } });
    });
  }

  /** Ends one of the caller's sessions. @throws NOT_FOUND, SESSION_REQUIRED */
  async revokeOwn(id: string): Promise<void> {
    await this.endOwn(async ({ user_id }) => {
      if ((await this.sessions.revoke({ user: user_id, session: id }, 'revoked')) === 0) throw notFound('Session', id);
      await this.events.record({ event: 'session_revoked', user_id, details: { session_id: id } });
    });
  }

  /** Ends every session of everybody, the caller's own included. Answers how many were open. */
  async revokeAll(reason: string): Promise<number> {
    return this.db.transaction(async () => {
      const count = await this.sessions.revoke({ user: null }, 'incident');
      await this.events.record({ event: 'all_sessions_revoked', details: { count, reason } });
      this.db.afterCommit(() => this.actors.forget());
      return count;
    });
  }

  private async endOwn(end: (actor: Actor) => Promise<void>): Promise<void> {
    const actor = requireSession();
    await this.db.transaction(async () => {
      await end(actor);
      this.db.afterCommit(() => this.actors.forget(actor.user_id));
    });
  }
}

/** The caller, who must be a logged-in person. @throws SESSION_REQUIRED for an API key */
export function requireSession(): Actor & { readonly session_id: string } {
  const actor = currentActor();
  if (actor.session_id === null) throw AUTH_ERRORS.SESSION_REQUIRED();
  return actor as Actor & { readonly session_id: string };
}
