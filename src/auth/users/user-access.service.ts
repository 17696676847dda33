import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { AuthEvents } from '../events/auth-events.js';
import { RolesRepository } from '../roles/roles.repository.js';
import { UserGuards } from './user-guards.js';
import { UserScopeRepository } from './user-scope.repository.js';
import type { ScopeDto, UserDto } from './users.dto.js';
import { UsersRepository } from './users.repository.js';

/** What a user may do, and where: roles, companies, warehouses, departments. */
@Injectable()
export class UserAccessService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly roles: RolesRepository,
    private readonly scopes: UserScopeRepository,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  /** Makes a user's roles those given. @throws OWN_ACCOUNT, PERMISSION_NOT_HELD, LAST_ADMINISTRATOR, VALIDATION_FAILED */
  async setRoles(id: string, codes: readonly string[]): Promise<UserDto> {
    return this.db.transaction(async () => {
      await this.guards.lockOther(id);
      await this.guards.keepAdministrator(id, () => this.giveRoles(id, codes));
      await this.users.update(id, {});
      this.guards.rightsChanged(id);
      return this.users.answer(id);
    });
  }

  /** The same for a user that this transaction has just made. */
  async giveRoles(id: string, codes: readonly string[]): Promise<void> {
    const before = await this.roles.codesOf(id);
    const roles = await this.roles.byCodes(codes);
    const known = new Set(roles.map(({ code }) => code));
    const faults = codes.flatMap((code, index): FieldError[] =>
      known.has(code)
        ? []
        : [{ pointer: `/roles/${index}`, code: 'REFERENCE_NOT_FOUND', message: 'is not the code of a role' }],
    );
    if (faults.length) throw invalid(faults);
    this.guards.requireHeld(roles.flatMap(({ patterns }) => patterns));
    await this.roles.setRolesOf(
      id,
      roles.map((role) => role.id),
    );
    await this.events.record({ event: 'roles_changed', user_id: id, details: { from: before, to: [...known] } });
  }

  /** Makes a user's companies, warehouses and departments those given. @throws PERMISSION_NOT_HELD, VALIDATION_FAILED, OWN_ACCOUNT */
  async setScope(id: string, scope: ScopeDto): Promise<UserDto> {
    return this.db.transaction(async () => {
      await this.guards.lockOther(id);
      await this.place(id, scope);
      await this.users.update(id, {});
      this.guards.rightsChanged(id);
      return this.users.answer(id);
    });
  }

  /** Places a user that this transaction has just made; without companies, where his creator is. */
  placeNew(id: string, scope: Partial<ScopeDto>): Promise<void> {
    return this.place(id, {
      ...scope,
      company_ids: scope.company_ids?.length ? scope.company_ids : [...currentActor().company_ids],
    });
  }

  private async place(id: string, scope: ScopeDto): Promise<void> {
    const actor = currentActor();
    const companies = distinct(scope.company_ids);
    const warehouses = limits(scope.warehouse_ids, actor.warehouse_ids);
    const departments = limits(scope.department_ids, actor.department_ids);
    const faults = [
      ...outside('/company_ids', companies, actor.company_ids),
      ...outside('/warehouse_ids', warehouses ?? [], actor.warehouse_ids),
      ...outside('/department_ids', departments ?? [], actor.department_ids),
    ];
    if (faults.length) throw invalid(faults);
    await this.scopes.setCompanies(id, companies, actor.company_ids);
    await this.scopes.setWarehouses(id, warehouses);
    await this.scopes.setDepartments(id, departments);
    await this.events.record({
      event: 'scope_changed',
      user_id: id,
      details: { company_ids: companies, warehouse_ids: warehouses, department_ids: departments },
    });
  }
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

/** Who is limited himself passes his limits on: a user without limits of his own takes those of who places him. */
function limits(given: readonly string[] | null | undefined, own: readonly string[] | null): string[] | null {
  if (given?.length) return distinct(given);
  return own && [...own];
}

function outside(pointer: string, ids: readonly string[], allowed: readonly string[] | null): FieldError[] {
  return ids.flatMap((id, index) =>
    allowed === null || allowed.includes(id)
      ? []
      : [{ pointer: `${pointer}/${index}`, code: 'REFERENCE_NOT_FOUND', message: 'is not one of yours' }],
  );
}
