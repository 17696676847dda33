import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthAdministration } from '../administration/auth-administration.js';
import type { UserDto } from '../users/users.dto.js';
import type { RegisterDto } from './login.dto.js';

/** Accounts that nobody with a session makes: one's own, and the first administrator's. */
@Injectable()
export class NewAccountsService {
  constructor(
    private readonly config: AppConfig,
    private readonly administration: AuthAdministration,
  ) {}

  /** @throws REGISTRATION_CLOSED, VALIDATION_FAILED, DUPLICATE */
  async register({ username, password, email, full_name }: RegisterDto): Promise<UserDto> {
    if (!this.config.allowRegistration) throw AUTH_ERRORS.REGISTRATION_CLOSED();
    return this.administration.createAccount({
      username,
      password,
      email,
      full_name,
      role: 'viewer',
      event: 'registered',
    });
  }

  /** @throws BOOTSTRAP_KEY_REFUSED, BOOTSTRAP_CLOSED, VALIDATION_FAILED, DUPLICATE */
  async bootstrap({ username, password, email, full_name }: RegisterDto, key: string | undefined): Promise<UserDto> {
    const { bootstrapKey, allowBootstrapWhenUsersExist } = this.config;
    if (bootstrapKey === undefined || key === undefined || !isSame(key, bootstrapKey))
      throw AUTH_ERRORS.BOOTSTRAP_KEY_REFUSED();
    return this.administration.bootstrapAdmin({
      username,
      password,
      email,
      full_name,
      evenWhenUsersExist: allowBootstrapWhenUsersExist,
    });
  }
}

/** Compares in a time that tells nothing about where two texts differ, nor about their lengths. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
