import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { Actors } from '../access/actors.js';
import { Authority } from '../access/authority.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthEvents } from '../events/auth-events.js';
import { RolesRepository, SUPER_ADMIN } from './roles.repository.js';
import type { CreateRoleDto, RoleDto, RolesQuery, UpdateRoleDto } from './roles.dto.js';

/** Roles: what a kind of work needs to be allowed. */
@Injectable()
export class RolesService {
  constructor(
    private readonly db: Database,
    private readonly roles: RolesRepository,
    private readonly authority: Authority,
    private readonly actors: Actors,
    private readonly events: AuthEvents,
  ) {}

  list(query: RolesQuery): Promise<Page<RoleDto>> {
    return this.roles.page(query);
  }

  /** @throws NOT_FOUND */
  get(id: string): Promise<RoleDto> {
    return this.roles.answer(id);
  }

  /** @throws VALIDATION_FAILED, DUPLICATE, PERMISSION_NOT_HELD */
  async create({ permissions, ...fields }: CreateRoleDto): Promise<RoleDto> {
    this.authority.checkPatterns(permissions, '/permissions');
    return this.db.transaction(async () => {
      this.authority.requireHeld(permissions);
      const role = await this.roles.insert(fields);
      await this.roles.setPatterns(role.id, permissions);
      await this.events.record({ event: 'role_created', details: { code: role.code, permissions } });
      return this.roles.answer(role.id);
    });
  }

  /** Replaces what a role allows. Whoever has it is concerned at once. @throws NOT_FOUND, STALE_VERSION, BUILT_IN_ROLE, PERMISSION_NOT_HELD */
  async update(id: string, { permissions, ...fields }: UpdateRoleDto): Promise<RoleDto> {
    this.authority.checkPatterns(permissions, '/permissions');
    return this.db.transaction(async () => {
      const role = await this.roles.lock(id);
      if (role.code === SUPER_ADMIN) throw AUTH_ERRORS.BUILT_IN_ROLE('The role super_admin is not changed');
      this.authority.requireHeld([...role.permissions, ...permissions]);
      await this.roles.update(id, { name: fields.name, description: fields.description } as never);
      await this.roles.setPatterns(id, permissions);
      await this.events.record({
        event: 'role_changed',
        details: { code: role.code, from: role.permissions, to: permissions },
      });
      this.db.afterCommit(() => this.actors.forget());
      return this.roles.answer(id);
    });
  }

  /** Says whether a role demands a second factor, super_admin as well. @throws NOT_FOUND, STALE_VERSION, PERMISSION_NOT_HELD */
  async demandMfa(id: string, requires_mfa: boolean): Promise<RoleDto> {
    return this.db.transaction(async () => {
      const role = await this.roles.lock(id);
      this.authority.requireHeld(role.permissions);
      if (role.requires_mfa === requires_mfa) return role;
      await this.roles.update(id, { requires_mfa });
      const event = requires_mfa ? 'second_factor_required' : 'second_factor_not_required';
      await this.events.record({ event, details: { code: role.code } });
      this.db.afterCommit(() => this.actors.forget());
      return this.roles.answer(id);
    });
  }

  /** @throws NOT_FOUND, IN_USE, BUILT_IN_ROLE */
  async delete(id: string): Promise<void> {
    await this.db.transaction(async () => {
      const role = await this.roles.lock(id);
      if (role.is_system) throw AUTH_ERRORS.BUILT_IN_ROLE('A built-in role is not deleted');
      await this.roles.delete(id);
      await this.events.record({ event: 'role_deleted', details: { code: role.code } });
    });
  }
}
