import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { DatabaseClock } from '../access/database-clock.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthEvents } from '../events/auth-events.js';
import { tooMany } from '../login/credentials-check.js';
import { LoginAttemptsRepository } from '../login/login-attempts.repository.js';
import { tokenHash } from '../tokens/refresh-tokens.js';
import { MfaRepository } from './mfa.repository.js';
import type { UsedCode } from './mfa.repository.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { matchingStep } from './totp.js';

/** Marks what kind of secret a text is, so that a scanner finds one that leaked. */
const CHALLENGE_PREFIX = 'pbm_';
export const CHALLENGE_SECONDS = 300;
/** Guesses of codes are counted for the account alone: whoever knows the password must not guess on from address to address. */
const SOURCE = 'second factor';

/** Whose code is asked for. */
export interface Owner {
  readonly user_id: string;
  readonly username: string;
}

/** The second step of proving who one is: a code of an authenticator app, or a recovery code, each good for once. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly db: Database,
    private readonly factors: MfaRepository,
    private readonly attempts: LoginAttemptsRepository,
    private readonly clock: DatabaseClock,
    private readonly events: AuthEvents,
  ) {}

  /** What a right password earns where there is a second factor: a token for the second step. It is no session. */
  async challenge(userId: string): Promise<string> {
    const token = CHALLENGE_PREFIX + randomBytes(32).toString('base64url');
    await this.db.transaction(async () => {
      await this.factors.openChallenge(userId, tokenHash(token), CHALLENGE_SECONDS);
      await this.events.record({ event: 'second_factor_demanded', user_id: userId });
    });
    return token;
  }

  /**
   * Runs `then` for whoever answers a challenge with a right code; a challenge is answered once.
   * @throws INVALID_MFA_TOKEN, WRONG_MFA_CODE, TOO_MANY_FAILED_LOGINS
   */
  async answer<T>(token: string, code: string, then: (userId: string) => Promise<T>): Promise<T> {
    const hash = tokenHash(token);
    const owner = await this.factors.challenge(hash);
    if (!owner) throw AUTH_ERRORS.INVALID_MFA_TOKEN();
    return this.prove(owner, code, async () => {
      if (!(await this.factors.closeChallenge(hash))) throw AUTH_ERRORS.INVALID_MFA_TOKEN();
      return then(owner.user_id);
    });
  }

  /**
   * Uses up a code and runs `then` in the same transaction. Wrong, used and mistyped codes look alike and count alike.
   * @throws WRONG_MFA_CODE, TOO_MANY_FAILED_LOGINS before the code is looked at
   */
  async prove<T>(owner: Owner, code: string, then: () => Promise<T>): Promise<T> {
    const attempt = await this.attempts.begin(owner.username, SOURCE);
    if (attempt.retry_after !== null) throw tooMany(attempt.retry_after);
    const done = await this.db.transaction(async () =>
      (await this.use(owner.user_id, code)) ? { result: await then() } : null,
    );
    if (done) return done.result;
    const retryAfter = await this.attempts.failed(owner.username, owner.user_id, 'wrong_code', SOURCE);
    throw retryAfter === null ? AUTH_ERRORS.WRONG_MFA_CODE() : tooMany(retryAfter);
  }

  private async use(userId: string, code: string): Promise<boolean> {
    const used = await this.read(userId, code);
    if (used === null || !(await this.factors.use(userId, used))) return false;
    const method = 'step' in used ? 'totp' : 'recovery_code';
    await this.events.record({ event: 'second_factor_passed', user_id: userId, details: { method } });
    return true;
  }

  private async read(userId: string, code: string): Promise<UsedCode | null> {
    const { secret } = await this.factors.of(userId);
    const step = secret === null ? null : matchingStep(secret, code.replace(/\s/g, ''), this.clock.now());
    if (step !== null) return { step };
    const hash = recoveryCodeHash(code);
    return hash && { code_hash: hash };
  }
}
