import { Injectable } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { AccessRefresher } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { Actors } from '../access/actors.js';
import { checkAccess } from './permission.guard.js';

/**
 * The database refused a write because the actor's rights have changed since they were read. Reads them anew and asks the same
 * question again: who lost the permission is refused at once, who kept it notices nothing.
 */
@Injectable()
export class FreshAccess extends AccessRefresher {
  constructor(private readonly actors: Actors) {
    super();
  }

  /** @throws UNAUTHENTICATED, FORBIDDEN, PASSWORD_CHANGE_REQUIRED */
  async refresh(permission: string): Promise<void> {
    const context = RequestContext.current();
    const before = context.actor;
    this.actors.forget(before?.user_id);
    // A key's secret is no longer at hand here; its owner's rights are read again with the next request.
    if (!before?.session_id) throw KERNEL_ERRORS.SERVICE_UNAVAILABLE('The rights of this key have just changed; send the request again', { retry_after: 1 });
    const actor = await this.actors.ofSession(before.session_id);
    if (!actor) throw KERNEL_ERRORS.UNAUTHENTICATED('The session has ended');
    context.actor = actor;
    checkAccess(actor, permission);
  }
}
