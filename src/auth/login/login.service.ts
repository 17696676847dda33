import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from '../tokens/access-tokens.js';
import { newRefreshToken, successorKey, successorOf, tokenHash } from '../tokens/refresh-tokens.js';
import { CHALLENGE_SECONDS, SecondFactor } from '../mfa/second-factor.js';
import { CredentialsCheck, tooMany } from './credentials-check.js';
import type { TokensDto } from './login.dto.js';
import { countLogin } from './login-metrics.js';

/** From a password to a pair of tokens, and from a refresh token to the next pair. */
@Injectable()
export class LoginService {
  /** The current one first: while servers with the new and with the old secret run side by side, either may have made a successor. */
  private readonly successorKeys: readonly Buffer[];

  constructor(
    private readonly credentials: CredentialsCheck,
    private readonly sessions: SessionsRepository,
    private readonly tokens: AccessTokens,
    private readonly secondFactor: SecondFactor,
    config: AppConfig,
  ) {
    const secrets = [config.jwtSecret, config.jwtSecretPrevious].filter((secret) => secret !== undefined);
    this.successorKeys = secrets.map(successorKey);
  }

  /** @throws INVALID_CREDENTIALS, TOO_MANY_FAILED_LOGINS, LOGIN_BUSY; MFA_CODE_REQUIRED with the token for the second step */
  async login(name: string, password: string): Promise<TokensDto> {
    const checked = await this.credentials.check(name.toLowerCase(), password);
    if (checked.right) {
      if (checked.has_second_factor) throw await this.codeRequired(checked.user_id);
      countLogin(true);
      return this.open(checked.user_id);
    }
    countLogin(false);
    throw checked.retry_after === null ? AUTH_ERRORS.INVALID_CREDENTIALS() : tooMany(checked.retry_after);
  }

  /** The second step. @throws INVALID_MFA_TOKEN, WRONG_MFA_CODE, TOO_MANY_FAILED_LOGINS, INVALID_CREDENTIALS */
  async answer(mfaToken: string, code: string): Promise<TokensDto> {
    try {
      const tokens = await this.secondFactor.answer(mfaToken, code, (userId) => this.open(userId));
      countLogin(true);
      return tokens;
    } catch (error) {
      countLogin(false);
      throw error;
    }
  }

  private async codeRequired(userId: string): Promise<Error> {
    const mfa_token = await this.secondFactor.challenge(userId);
    return AUTH_ERRORS.MFA_CODE_REQUIRED(undefined, { mfa_token, expires_in: CHALLENGE_SECONDS });
  }

  /** Opens a session for a user whose identity has just been proven. @throws INVALID_CREDENTIALS when he was deactivated meanwhile */
  async open(userId: string): Promise<TokensDto> {
    const refreshToken = newRefreshToken();
    const session = await this.sessions.open(userId, tokenHash(refreshToken));
    if (session.session_id === null) throw AUTH_ERRORS.INVALID_CREDENTIALS();
    const access = this.tokens.sign(userId, session.session_id, session.issued_at);
    return this.pair(access, refreshToken, session.must_change_password);
  }

  /**
   * Exchanges a refresh token for the next pair. It counts once; tabs that race each other within the grace are given the same
   * successor; one that comes back later ends the session.
   * @throws INVALID_REFRESH_TOKEN
   */
  async refresh(token: string): Promise<TokensDto> {
    for (const key of this.successorKeys) {
      const successor = successorOf(token, key);
      const result = await this.sessions.rotate(tokenHash(token), tokenHash(successor));
      if (result.outcome === 'superseded') continue;
      if (result.outcome !== 'rotated' && result.outcome !== 'raced') break;
      const access = this.tokens.sign(result.user_id, result.session_id, result.issued_at);
      return this.pair(access, successor, result.must_change_password);
    }
    throw AUTH_ERRORS.INVALID_REFRESH_TOKEN();
  }

  private pair(access: string, refresh: string, mustChange: boolean): TokensDto {
    return {
      access_token: access,
      refresh_token: refresh,
      token_type: 'bearer',
      expires_in: ACCESS_TOKEN_SECONDS,
      must_change_password: mustChange,
    };
  }
}
