import { Injectable } from '@nestjs/common';
import { AUTH_ERRORS } from '../auth.errors.js';
import { RolesRepository, SUPER_ADMIN } from './roles.repository.js';

/** Keeps the system from being left without anybody who may do everything. */
@Injectable()
export class Administrators {
  constructor(private readonly roles: RolesRepository) {}

  /**
   * Runs a change of a user who may be an administrator. Such changes wait for each other, so that two administrators cannot
   * remove one another at the same moment.
   * @throws LAST_ADMINISTRATOR
   */
  async keepOne<T>(userId: string, change: () => Promise<T>): Promise<T> {
    const concerned = (await this.roles.codesOf(userId)).includes(SUPER_ADMIN);
    if (!concerned) return change();
    await this.roles.lockAdministrators();
    const result = await change();
    if ((await this.roles.activeAdministrators()) === 0) throw AUTH_ERRORS.LAST_ADMINISTRATOR();
    return result;
  }
}
