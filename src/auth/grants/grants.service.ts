import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { Authority } from '../access/authority.js';
import { AuthEvents } from '../events/auth-events.js';
import { UserGuards } from '../users/user-guards.js';
import { UsersRepository } from '../users/users.repository.js';
import { GrantsRepository } from './grants.repository.js';
import type { CreateGrantDto, GrantDto, GrantsQuery } from './grants.dto.js';

/** Permissions for a time: a stand-in, a month end, an audit. They end by themselves. */
@Injectable()
export class GrantsService {
  constructor(
    private readonly db: Database,
    private readonly grants: GrantsRepository,
    private readonly users: UsersRepository,
    private readonly authority: Authority,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  /** @throws NOT_FOUND */
  async list(userId: string, query: GrantsQuery): Promise<Page<GrantDto>> {
    await this.users.answer(userId);
    return this.grants.page(userId, query);
  }

  /** @throws OWN_ACCOUNT, PERMISSION_NOT_HELD, VALIDATION_FAILED, NOT_FOUND */
  async create(userId: string, input: CreateGrantDto): Promise<GrantDto> {
    this.authority.checkPatterns([input.permission], '/permission');
    return this.db.transaction(async () => {
      await this.guards.lockOther(userId);
      this.authority.requireHeld([input.permission]);
      if (!(await this.grants.isWithinAYear(input.valid_until))) {
        throw invalid([
          { pointer: '/valid_until', code: 'INVALID_VALUE', message: 'must lie ahead, and at most a year' },
        ]);
      }
      const id = await this.grants.insert({ ...input, user_id: userId });
      await this.events.record({
        event: 'grant_given',
        user_id: userId,
        details: { permission: input.permission, valid_until: input.valid_until, reason: input.reason ?? '' },
      });
      this.guards.rightsChanged(userId);
      return this.grants.answer(userId, id);
    });
  }

  /** Takes a grant back early. @throws NOT_FOUND, also when it is over already */
  async revoke(userId: string, id: string): Promise<GrantDto> {
    return this.db.transaction(async () => {
      await this.users.lock(userId);
      const grant = await this.grants.answer(userId, id);
      if (!grant.in_force) throw notFound('Grant in force', id);
      await this.grants.revoke(id, currentActor().user_id);
      await this.events.record({ event: 'grant_revoked', user_id: userId, details: { permission: grant.permission } });
      this.guards.rightsChanged(userId);
      return this.grants.answer(userId, id);
    });
  }
}
