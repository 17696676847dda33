import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { AuthEvents } from '../events/auth-events.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { UserAccessService } from './user-access.service.js';
import { UserGuards } from './user-guards.js';
import { UsersRepository } from './users.repository.js';
import type { CreateUserDto, UpdateUserDto, UserDto, UsersQuery } from './users.dto.js';

/** Users as people see them: their names, and whether they work here. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly access: UserAccessService,
    private readonly passwords: PasswordsService,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  list(query: UsersQuery): Promise<Page<UserDto>> {
    return this.users.page(query);
  }

  /** @throws NOT_FOUND */
  get(id: string): Promise<UserDto> {
    return this.users.answer(id);
  }

  /** Creates a user with roles and scope. Without companies he gets those of who creates him. @throws VALIDATION_FAILED, DUPLICATE, PERMISSION_NOT_HELD */
  async create(input: CreateUserDto): Promise<UserDto> {
    const username = input.username.toLowerCase();
    const hash = await this.passwords.hashNew(input.password, { ...input, username });
    return this.db.transaction(async () => {
      const user = await this.users.insert({ username, email: input.email ?? null, full_name: input.full_name ?? '' });
      await this.passwords.store(user.id, hash, input.must_change_password ?? true);
      await this.events.record({ event: 'user_created', user_id: user.id });
      if (input.roles?.length) await this.access.giveRoles(user.id, input.roles);
      await this.access.placeNew(user.id, input);
      return this.users.answer(user.id);
    });
  }

  /** @throws NOT_FOUND, STALE_VERSION, DUPLICATE, PERMISSION_NOT_HELD */
  async update(id: string, input: UpdateUserDto): Promise<UserDto> {
    return this.db.transaction(async () => {
      await this.guards.lock(id);
      await this.users.update(id, { email: input.email, full_name: input.full_name } as never);
      return this.users.answer(id);
    });
  }

  /** Ends a user's access at once, on every replica; everything he did stays. @throws OWN_ACCOUNT, LAST_ADMINISTRATOR */
  deactivate(id: string, reason: string | undefined): Promise<UserDto> {
    return this.setActive(id, false, reason);
  }

  activate(id: string, reason: string | undefined): Promise<UserDto> {
    return this.setActive(id, true, reason);
  }

  /** Deletes a user that nothing refers to. @throws IN_USE, OWN_ACCOUNT, LAST_ADMINISTRATOR */
  async delete(id: string): Promise<void> {
    await this.db.transaction(async () => {
      const user = await this.guards.lockOther(id);
      await this.guards.keepAdministrator(id, () => this.users.delete(id));
      await this.events.record({ event: 'user_deleted', user_id: id, username: user.username });
      this.guards.rightsChanged(id);
    });
  }

  private async setActive(id: string, active: boolean, reason: string | undefined): Promise<UserDto> {
    return this.db.transaction(async () => {
      const user = await (active ? this.guards.lock(id) : this.guards.lockOther(id));
      if (user.is_active !== active) {
        // So that a later reactivation does not revive them.
        if (!active) await this.guards.endSessions(id, 'revoked');
        await this.guards.keepAdministrator(id, () => this.users.update(id, { is_active: active }));
        const event = active ? 'user_activated' : 'user_deactivated';
        await this.events.record({ event, user_id: id, details: { reason: reason ?? null } });
        this.guards.rightsChanged(id);
      }
      return this.users.answer(id);
    });
  }
}
