import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { RequestContext, currentActor } from '../../kernel/security/index.js';
import { Actors } from '../access/actors.js';
import { Authority } from '../access/authority.js';
import { Administrators } from '../roles/administrators.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import type { RevocationReason } from '../sessions/sessions.repository.js';
import type { UserDto } from './users.dto.js';
import { UsersRepository } from './users.repository.js';

/** What every change of a user has in common: who may be changed by whom, and that the change is felt at once. */
@Injectable()
export class UserGuards {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly authority: Authority,
    private readonly administrators: Administrators,
    private readonly actors: Actors,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Locks a user whom the caller may manage. @throws NOT_FOUND, STALE_VERSION, PERMISSION_NOT_HELD */
  async lock(id: string): Promise<UserDto> {
    const user = await this.users.lock(id);
    await this.authority.requireOver(id);
    return user;
  }

  /** The same, for what nobody does to himself. @throws OWN_ACCOUNT */
  async lockOther(id: string): Promise<UserDto> {
    this.authority.requireOther(id);
    return this.lock(id);
  }

  /** @throws PERMISSION_NOT_HELD */
  requireHeld(patterns: Iterable<string>): void {
    this.authority.requireHeld(patterns);
  }

  /** @throws LAST_ADMINISTRATOR */
  keepAdministrator<T>(id: string, change: () => Promise<T>): Promise<T> {
    return this.administrators.keepOne(id, change);
  }

  /** Ends the sessions of a user (null: of everybody), but the one to be kept. Answers how many were open. */
  endSessions(id: string | null, reason: RevocationReason, keep: string | null = null): Promise<number> {
    return this.sessions.revoke({ user: id, except: keep }, reason);
  }

  /** A right password forgets the wrong ones before it. */
  async forgetFailures(username: string): Promise<void> {
    await this.users.forgetFailures(username);
  }

  /** For what opens its own transaction: the caller's rights as they are now. @throws UNAUTHENTICATED */
  async readCallerAfresh(): Promise<void> {
    RequestContext.current().actor = await this.actors.readAfresh(currentActor());
  }

  /** Lets this process forget what the user (without an id: anybody) was allowed, once the transaction is committed. */
  rightsChanged(id?: string): void {
    this.db.afterCommit(() => this.actors.forget(id));
  }
}
