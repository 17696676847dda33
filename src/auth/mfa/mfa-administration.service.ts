import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthEvents } from '../events/auth-events.js';
import { UserGuards } from '../users/user-guards.js';
import { UsersRepository } from '../users/users.repository.js';
import type { UserMfaDto } from './mfa.dto.js';
import { MfaRepository } from './mfa.repository.js';

/** What an administrator sees and does of other people's second factor: never its secret. */
@Injectable()
export class MfaAdministration {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly factors: MfaRepository,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  /** @throws NOT_FOUND */
  async of(id: string): Promise<UserMfaDto> {
    await this.users.answer(id);
    return this.state(id);
  }

  /** Takes a user's second factor away and ends his sessions. @throws NOT_FOUND, OWN_ACCOUNT, PERMISSION_NOT_HELD, MFA_NOT_ENABLED */
  reset(id: string): Promise<UserMfaDto> {
    return this.db.transaction(async () => {
      await this.guards.lockOther(id);
      if (!(await this.factors.remove(id))) throw AUTH_ERRORS.MFA_NOT_ENABLED();
      const ended = await this.guards.endSessions(id, 'revoked');
      await this.events.record({ event: 'second_factor_reset', user_id: id, details: { sessions_ended: ended } });
      this.guards.rightsChanged(id);
      return this.state(id);
    });
  }

  private async state(id: string): Promise<UserMfaDto> {
    const { confirmed_at, codes_left } = await this.factors.of(id);
    return { user_id: id, is_enabled: confirmed_at !== null, confirmed_at, recovery_codes_left: codes_left };
  }
}
