import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { KnownActor } from '../access/actors.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthEvents } from '../events/auth-events.js';
import { CredentialsCheck, tooMany } from '../login/credentials-check.js';
import { requireSession } from '../sessions/sessions.service.js';
import { UserGuards } from '../users/user-guards.js';
import { MfaRepository } from './mfa.repository.js';
import type { MfaDto, MfaEnrolmentDto, RecoveryCodesDto } from './mfa.dto.js';
import type { Owner } from './second-factor.js';
import { SecondFactor } from './second-factor.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';
import { newTotpSecret, otpauthUri } from './totp.js';

/** A person's own second factor. A stolen session is enough for none of it: the password is asked for, and where there is a factor, a code. */
@Injectable()
export class MfaService {
  constructor(
    private readonly db: Database,
    private readonly factors: MfaRepository,
    private readonly credentials: CredentialsCheck,
    private readonly secondFactor: SecondFactor,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  async own(): Promise<MfaDto> {
    const actor = currentActor() as KnownActor;
    const { confirmed_at, codes_left } = await this.factors.of(actor.user_id);
    return {
      is_enabled: confirmed_at !== null,
      confirmed_at,
      recovery_codes_left: codes_left,
      must_enrol: actor.must_enrol_mfa,
    };
  }

  /** Makes a secret, in force from the first right code on. @throws SESSION_REQUIRED, MFA_ALREADY_ENABLED, VALIDATION_FAILED, TOO_MANY_FAILED_LOGINS */
  async enrol(password: string): Promise<MfaEnrolmentDto> {
    const owner = await this.withPassword(password);
    const secret = newTotpSecret();
    await this.db.transaction(async () => {
      if (!(await this.factors.store(owner.user_id, secret))) throw AUTH_ERRORS.MFA_ALREADY_ENABLED();
      await this.events.record({ event: 'second_factor_enrolled', user_id: owner.user_id });
    });
    return { secret, otpauth_uri: otpauthUri(secret, owner.username) };
  }

  /** Puts the secret in force and ends the caller's other sessions. @throws SESSION_REQUIRED, MFA_NOT_ENROLLED, MFA_ALREADY_ENABLED, WRONG_MFA_CODE */
  async confirm(code: string): Promise<RecoveryCodesDto> {
    const owner = await this.caller();
    const { secret, confirmed_at } = await this.factors.of(owner.user_id);
    if (secret === null) throw AUTH_ERRORS.MFA_NOT_ENROLLED();
    if (confirmed_at !== null) throw AUTH_ERRORS.MFA_ALREADY_ENABLED();
    return this.secondFactor.prove(owner, code, async () => {
      const codes = await this.giveCodes(owner.user_id);
      const ended = await this.guards.endSessions(owner.user_id, 'revoked', owner.session_id);
      await this.events.record({
        event: 'second_factor_enabled',
        user_id: owner.user_id,
        details: { sessions_ended: ended },
      });
      this.guards.rightsChanged(owner.user_id);
      return codes;
    });
  }

  /** Ten new recovery codes instead of those before. @throws SESSION_REQUIRED, MFA_NOT_ENABLED, VALIDATION_FAILED, WRONG_MFA_CODE */
  async renewCodes(password: string, code: string): Promise<RecoveryCodesDto> {
    const owner = await this.withBoth(password);
    return this.secondFactor.prove(owner, code, async () => {
      await this.events.record({ event: 'recovery_codes_renewed', user_id: owner.user_id });
      return this.giveCodes(owner.user_id);
    });
  }

  /** Takes the second factor away. @throws SESSION_REQUIRED, MFA_NOT_ENABLED, VALIDATION_FAILED, WRONG_MFA_CODE */
  async disable(password: string, code: string): Promise<void> {
    const owner = await this.withBoth(password);
    await this.secondFactor.prove(owner, code, async () => {
      await this.factors.remove(owner.user_id);
      await this.events.record({ event: 'second_factor_disabled', user_id: owner.user_id });
      this.guards.rightsChanged(owner.user_id);
    });
  }

  private async giveCodes(userId: string): Promise<RecoveryCodesDto> {
    const codes = newRecoveryCodes();
    await this.factors.confirm(
      userId,
      codes.map((code) => recoveryCodeHash(code)!),
    );
    return { recovery_codes: codes };
  }

  private async withBoth(password: string): Promise<Owner & { session_id: string }> {
    const owner = await this.caller();
    if (!(await this.factors.isInForce(owner.user_id))) throw AUTH_ERRORS.MFA_NOT_ENABLED();
    return this.withPassword(password);
  }

  private async caller(): Promise<Owner & { session_id: string }> {
    const actor = requireSession();
    await this.guards.readCallerAfresh();
    return actor;
  }

  /** The caller, once he has proven his password; a wrong one counts as a failed login. */
  private async withPassword(password: string): Promise<Owner & { session_id: string }> {
    const owner = await this.caller();
    const checked = await this.credentials.check(owner.username, password);
    if (!checked.right) {
      if (checked.retry_after !== null) throw tooMany(checked.retry_after);
      throw invalid([{ pointer: '/current_password', code: 'WRONG_PASSWORD', message: 'is not your password' }]);
    }
    await this.guards.forgetFailures(owner.username);
    return owner;
  }
}
