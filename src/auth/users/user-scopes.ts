import { Injectable } from '@nestjs/common';
import { UserGuards } from './user-guards.js';
import { UserScopeRepository } from './user-scope.repository.js';

/** What other modules may do to a user's scope. */
@Injectable()
export class UserScopes {
  constructor(
    private readonly scopes: UserScopeRepository,
    private readonly guards: UserGuards,
  ) {}

  /** Makes a user a member of a company, in the ambient transaction: who creates a company belongs to it. */
  async addCompany(userId: string, companyId: string): Promise<void> {
    await this.scopes.addCompany(userId, companyId);
    this.guards.rightsChanged(userId);
  }
}
