import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { AuthEvents } from '../events/auth-events.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { requireSession } from '../sessions/sessions.service.js';
import { UserGuards } from '../users/user-guards.js';
import { UsersRepository } from '../users/users.repository.js';
import { CredentialsCheck, tooMany } from './credentials-check.js';
import type { ChangePasswordDto, MeDto } from './login.dto.js';

/** What a person sees and changes of his own account. */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordsService,
    private readonly credentials: CredentialsCheck,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  async me(): Promise<MeDto> {
    const actor = currentActor();
    const user = await this.users.answer(actor.user_id);
    return {
      ...user,
      permissions: [...actor.permissions].sort(),
      session_id: actor.session_id,
      api_key_id: actor.api_key_id,
    };
  }

  /**
   * Changes the caller's password and ends his other sessions. The current one counts as an attempt to log in, so that a stolen
   * session is no way to guess it.
   * @throws SESSION_REQUIRED, VALIDATION_FAILED, TOO_MANY_FAILED_LOGINS, LOGIN_BUSY
   */
  async changePassword(input: ChangePasswordDto): Promise<void> {
    const { user_id, username, session_id } = requireSession();
    await this.guards.readCallerAfresh();
    const checked = await this.credentials.check(username, input.current_password);
    if (!checked.right) {
      if (checked.retry_after !== null) throw tooMany(checked.retry_after);
      throw invalid([{ pointer: '/current_password', code: 'WRONG_PASSWORD', message: 'is not your password' }]);
    }
    if (input.new_password === input.current_password) {
      throw invalid([{ pointer: '/new_password', code: 'PASSWORD_UNCHANGED', message: 'is the one you have' }]);
    }
    const owner = await this.users.answer(user_id);
    const hash = await this.passwords.hashNew(input.new_password, owner, '/new_password');
    await this.db.transaction(async () => {
      await this.passwords.store(user_id, hash, false);
      await this.users.forgetFailures(username);
      const ended = await this.guards.endSessions(user_id, 'password_changed', session_id);
      await this.events.record({ event: 'password_changed', user_id, details: { sessions_ended: ended } });
      this.guards.rightsChanged(user_id);
    });
  }
}
