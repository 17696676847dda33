import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from '../tokens/access-tokens.js';
import { newRefreshToken, successorKey, successorOf, tokenHash } from '../tokens/refresh-tokens.js';
import { CredentialsCheck, tooMany } from './credentials-check.js';
import type { TokensDto } from './login.dto.js';

/** From a password to a pair of tokens, and from a refresh token to the next pair. */
@Injectable()
export class LoginService {
  private readonly successorKey: Buffer;

  constructor(
    private readonly credentials: CredentialsCheck,
    private readonly sessions: SessionsRepository,
    private readonly tokens: AccessTokens,
    config: AppConfig,
  ) {
    this.successorKey = successorKey(config.jwtSecret);
  }

  /** @throws INVALID_CREDENTIALS, TOO_MANY_FAILED_LOGINS, LOGIN_BUSY */
  async login(name: string, password: string): Promise<TokensDto> {
    const checked = await this.credentials.check(name.toLowerCase(), password);
    if (checked.right) return this.open(checked.user_id);
    throw checked.retry_after === null ? AUTH_ERRORS.INVALID_CREDENTIALS() : tooMany(checked.retry_after);
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
    const successor = successorOf(token, this.successorKey);
    const result = await this.sessions.rotate(tokenHash(token), tokenHash(successor));
    if (result.outcome !== 'rotated' && result.outcome !== 'raced') throw AUTH_ERRORS.INVALID_REFRESH_TOKEN();
    const access = this.tokens.sign(result.user_id, result.session_id, result.issued_at);
    return this.pair(access, successor, result.must_change_password);
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
