import { Injectable } from '@nestjs/common';
import { AUTH_ERRORS } from '../auth.errors.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import type { LoginAttempt } from './login-attempts.repository.js';

export type CredentialsResult =
  | { readonly right: true; readonly user_id: string; readonly has_second_factor: boolean }
  | { readonly right: false; readonly retry_after: number | null };

/**
 * Holds a password against an account. An unknown name, an inactive account and a wrong password take the same path: one count,
 * one hash, one trace, so that neither words nor time tell them apart.
 */
@Injectable()
export class CredentialsCheck {
  constructor(
    private readonly attempts: LoginAttemptsRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws TOO_MANY_FAILED_LOGINS before the password is looked at; LOGIN_BUSY */
  async check(username: string, password: string): Promise<CredentialsResult> {
    const attempt = await this.attempts.begin(username);
    if (attempt.retry_after !== null) throw tooMany(attempt.retry_after);
    const right = await this.matches(username, password, attempt);
    if (right && attempt.user_id !== null && attempt.is_active)
      return { right: true, user_id: attempt.user_id, has_second_factor: attempt.has_second_factor ?? false };
    const reason = attempt.user_id === null ? 'unknown_user' : right ? 'inactive' : 'wrong_password';
    return { right: false, retry_after: await this.attempts.failed(username, attempt.user_id, reason) };
  }

  private async matches(username: string, password: string, attempt: LoginAttempt): Promise<boolean> {
    try {
      return await this.hasher.matches(password, attempt.password_hash);
    } catch (error) {
      await this.attempts.withdraw(username);
      throw error;
    }
  }
}

/** The refusal of a closed door. */
export function tooMany(seconds: number): Error {
  return AUTH_ERRORS.TOO_MANY_FAILED_LOGINS(undefined, { retry_after: seconds });
}
