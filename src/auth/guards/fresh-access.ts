import { Injectable } from '@nestjs/common';
import { AccessRefresher } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestContext, currentActor } from '../../kernel/security/index.js';
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
  async refresh(route: RouteOptions): Promise<void> {
    const actor = await this.actors.readAfresh(currentActor());
    RequestContext.current().actor = actor;
    checkAccess(actor, route);
  }
}
