import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { Role } from './role.entity.js';
import type { RoleDto, RolesQuery } from './roles.dto.js';

/** The role that may do everything; somebody active always has it. */
export const SUPER_ADMIN = 'super_admin';

const ANSWER = `r.id, r.code, r.name, r.description, r.is_system, r.requires_mfa,
  array(select p.pattern from erp.role_permissions p where p.role_id = r.id order by p.pattern) as permissions,
  (select count(*)::integer from erp.user_roles ur where ur.role_id = r.id) as user_count, r.version, r.created_at, r.updated_at`;
const ONE = `select ${ANSWER} from erp.roles r where r.id = $1`;

const ROLES = defineList({
  select: ANSWER,
  from: 'erp.roles r',
  id: 'r.id',
  sorts: { code: 'r.code' },
  default_sort: 'code',
  search: ['r.code', 'r.name'],
  filters: { is_system: 'r.is_system = ?' },
});

@Injectable()
export class RolesRepository {
  constructor(private readonly db: Database) {}

  page(query: RolesQuery): Promise<Page<RoleDto>> {
    return this.db.page<RoleDto>(ROLES, query);
  }

  /** @throws NOT_FOUND */
  async answer(id: string): Promise<RoleDto> {
    const row = await this.db.maybe<RoleDto>(ONE, [id]);
    if (!row) throw notFound('Role', id);
    return row;
  }

  /** Locks a role. @throws NOT_FOUND, STALE_VERSION with the whole representation */
  async lock(id: string): Promise<RoleDto> {
    await this.db.query('select 1 as held from erp.roles r where r.id = $1 for update', [id]);
    const role = await this.answer(id);
    checkIfMatch(role);
    return role;
  }

  insert(values: Partial<Role>): Promise<Role> {
    return this.db.insert(Role, values);
  }

  update(id: string, patch: Partial<Role>): Promise<Role> {
    return this.db.update(Role, id, patch);
  }

  delete(id: string): Promise<void> {
    return this.db.delete(Role, id);
  }

  /** Makes the patterns of a role those given. */
  async setPatterns(id: string, patterns: readonly string[]): Promise<void> {
    await this.db.query('delete from erp.role_permissions p where p.role_id = $1 and p.pattern <> all($2::text[])', [
      id,
      patterns,
    ]);
    await this.db.query(
      'insert into erp.role_permissions (role_id, pattern) select $1, g from unnest($2::text[]) g on conflict do nothing',
      [id, patterns],
    );
  }

  /** Roles by their codes, with what they allow. */
  byCodes(codes: readonly string[]): Promise<{ id: string; code: string; patterns: string[] }[]> {
    return this.db.query(
      `select r.id, r.code, array(select p.pattern from erp.role_permissions p where p.role_id = r.id) as patterns
         from erp.roles r where r.code = any($1::text[]) order by r.code`,
      [codes],
    );
  }

  /** Codes of the roles that a user has. */
  async codesOf(userId: string): Promise<string[]> {
    const rows = await this.db.query<{ code: string }>(
      'select r.code from erp.user_roles ur join erp.roles r on r.id = ur.role_id where ur.user_id = $1 order by r.code',
      [userId],
    );
    return rows.map(({ code }) => code);
  }

  /** Makes the roles of a user those given. */
  async setRolesOf(userId: string, roleIds: readonly string[]): Promise<void> {
    await this.db.query('delete from erp.user_roles ur where ur.user_id = $1 and ur.role_id <> all($2::uuid[])', [
      userId,
      roleIds,
    ]);
    await this.db.query(
      'insert into erp.user_roles (user_id, role_id) select $1, g from unnest($2::uuid[]) g on conflict do nothing',
      [userId, roleIds],
    );
  }

  /** Makes changes of who is an administrator wait for each other until the end of the transaction. */
  async lockAdministrators(): Promise<void> {
    await this.db.query('select 1 as held from erp.roles r where r.code = $1 for update', [SUPER_ADMIN]);
  }

  async activeAdministrators(): Promise<number> {
    const { count } = await this.db.one<{ count: number }>(
      `select count(*)::integer as count from erp.user_roles ur
         join erp.roles r on r.id = ur.role_id join erp.users u on u.id = ur.user_id
        where r.code = $1 and u.is_active`,
      [SUPER_ADMIN],
    );
    return count;
  }

  /** Adds the built-in roles that are missing. Answers how many. */
  async seed(): Promise<number> {
    return (await this.db.one<{ count: number }>('select erp.auth_seed_roles() as count')).count;
  }
}
