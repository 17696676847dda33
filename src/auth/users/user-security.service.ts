import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { AuthEvents } from '../events/auth-events.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import type { SessionDto, SessionsQuery } from '../sessions/sessions.dto.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { UserGuards } from './user-guards.js';
import type { ResetPasswordDto, UserDto } from './users.dto.js';
import { UsersRepository } from './users.repository.js';

/** What an administrator does for the security of other people's accounts. */
@Injectable()
export class UserSecurityService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly passwords: PasswordsService,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  /** Gives a user a new password and ends his sessions. @throws OWN_ACCOUNT, PERMISSION_NOT_HELD, VALIDATION_FAILED, LOGIN_BUSY */
  async resetPassword(id: string, input: ResetPasswordDto): Promise<UserDto> {
    const hash = await this.passwords.hashNew(input.password, await this.users.answer(id));
    return this.db.transaction(async () => {
      const user = await this.guards.lockOther(id);
      await this.passwords.store(id, hash, input.must_change_password ?? true);
      await this.users.forgetFailures(user.username);
      const ended = await this.guards.endSessions(id, 'password_reset');
      await this.events.record({ event: 'password_reset', user_id: id, details: { sessions_ended: ended } });
      this.guards.rightsChanged(id);
      return this.users.answer(id);
    });
  }

  /** Opens the door again to who failed too often. Answers from how many addresses he had. */
  async unlock(id: string): Promise<number> {
    return this.db.transaction(async () => {
      const user = await this.users.lock(id);
      const count = await this.users.forgetFailures(user.username, true);
      await this.events.record({ event: 'user_unlocked', user_id: id, details: { count } });
      return count;
    });
  }

  /** @throws NOT_FOUND */
  async listSessions(id: string, query: SessionsQuery): Promise<Page<SessionDto>> {
    await this.users.answer(id);
    return this.sessions.page(id, query);
  }

  /** Ends all sessions of a user. Answers how many were open. @throws NOT_FOUND */
  async revokeSessions(id: string): Promise<number> {
    return this.db.transaction(async () => {
      await this.users.lock(id);
      const count = await this.guards.endSessions(id, 'revoked');
      await this.events.record({ event: 'sessions_revoked', user_id: id, details: { count } });
      this.guards.rightsChanged(id);
      return count;
    });
  }

  /** Demands a new password of one user. @throws NOT_FOUND, PERMISSION_NOT_HELD */
  async forcePasswordChange(id: string): Promise<UserDto> {
    return this.db.transaction(async () => {
      await this.guards.lock(id);
      await this.users.demandPasswordChange(id);
      await this.events.record({ event: 'password_change_forced', user_id: id });
      this.guards.rightsChanged(id);
      return this.users.answer(id);
    });
  }

  /** Demands a new password of everybody, the caller included. Answers of how many it was not demanded before. */
  async forcePasswordChangeOfAll(reason: string): Promise<number> {
    return this.db.transaction(async () => {
      const count = await this.users.demandPasswordChange(null);
      await this.events.record({ event: 'all_password_changes_forced', details: { count, reason } });
      this.guards.rightsChanged();
      return count;
    });
  }
}
