import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
import { UsersRepository } from '../users/users.repository.js';
import { PasswordHasher } from './password-hasher.js';
import { passwordFaults } from './password-policy.js';
import type { PasswordContext } from './password-policy.js';

/** Sets passwords: the one place where the policy is asked and a hash is stored. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly users: UsersRepository,
  ) {}

  /**
   * The hash of a new password. Call it before the first statement of a transaction, so that none is open meanwhile.
   * @throws VALIDATION_FAILED with every reason at `pointer`; LOGIN_BUSY
   */
  hashNew(password: string, owner: PasswordContext, pointer = '/password'): Promise<string> {
    const faults = passwordFaults(password, owner).map((fault) => ({ pointer, ...fault }));
    if (faults.length) throw invalid(faults, 'The password is refused');
    return this.hasher.hash(password);
  }

  /** A hash without asking the policy, for a demo whose operator chose the password. */
  hashUnchecked(password: string): Promise<string> {
    return this.hasher.hash(password);
  }

  store(userId: string, hash: string, mustChange: boolean): Promise<void> {
    return this.users.setPassword(userId, hash, mustChange);
  }

  /** Whether a user's password is this one; takes as long when he has none. @throws LOGIN_BUSY */
  async isRight(userId: string, password: string): Promise<boolean> {
    return this.hasher.matches(password, await this.users.passwordHash(userId));
  }
}
