import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
import { SYSTEM_USER_ID, currentActor, expandPatterns, permissionCatalogue } from '../../kernel/security/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { UsersRepository } from '../users/users.repository.js';
import { PERMISSION_PATTERN, emptyPatterns, notHeld } from './permission-patterns.js';

const MOST_LISTED = 20;

/** Who may hand out what, and to whom: nobody beyond what he holds himself, and nobody to himself. */
@Injectable()
export class Authority {
  constructor(private readonly users: UsersRepository) {}

  /** @throws PERMISSION_NOT_HELD when the patterns allow something that the caller may not do */
  requireHeld(patterns: Iterable<string>): void {
    const actor = currentActor();
    if (actor.user_id === SYSTEM_USER_ID) return;
    const missing = notHeld(expandPatterns(patterns), actor.permissions);
    if (missing.length === 0) return;
    throw AUTH_ERRORS.PERMISSION_NOT_HELD(`${missing.length} of the permissions concerned are not held by you`, {
      permissions: missing.slice(0, MOST_LISTED),
    });
  }

  /** @throws PERMISSION_NOT_HELD when the user may do something that the caller may not: he could be made to do it */
  async requireOver(userId: string): Promise<void> {
    this.requireHeld(await this.users.patterns(userId));
  }

  /** @throws OWN_ACCOUNT */
  requireOther(userId: string): void {
    if (currentActor().user_id === userId) throw AUTH_ERRORS.OWN_ACCOUNT();
  }

  /** @throws VALIDATION_FAILED with every text that is no pattern, or covers no permission there is */
  checkPatterns(patterns: readonly string[], pointer: string): void {
    const catalogue = permissionCatalogue().map(({ permission }) => permission);
    const empty = new Set(emptyPatterns(patterns, catalogue));
    const faults = patterns.flatMap((pattern, index) => {
      const at = patterns.length === 1 && !pointer.endsWith('s') ? pointer : `${pointer}/${index}`;
      if (!PERMISSION_PATTERN.test(pattern))
        return [{ pointer: at, code: 'INVALID_PATTERN', message: 'is not of the form module.resource.action' }];
      return empty.has(pattern)
        ? [{ pointer: at, code: 'UNKNOWN_PERMISSION', message: 'covers no permission of the catalogue' }]
        : [];
    });
    if (faults.length) throw invalid(faults);
  }
}
