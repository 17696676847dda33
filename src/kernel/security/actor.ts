import { KERNEL_ERRORS, invalid, notFound } from '../errors/index.js';
import { RequestContext } from './request-context.js';

/** Who acts: a person with a session, an API key of a person, or the system itself. */
export interface Actor {
  readonly user_id: string;
  readonly username: string;
  readonly session_id: string | null;
  readonly api_key_id: string | null;
  /** Bumped whenever the person's rights change; a write with an older one is refused by the database. */
  readonly access_version: number;
  readonly permissions: ReadonlySet<string>;
  readonly company_ids: readonly string[];
  readonly default_company_id: string | null;
  /** null: not limited to warehouses */
  readonly warehouse_ids: readonly string[] | null;
  /** null: not limited to departments */
  readonly department_ids: readonly string[] | null;
}

/** The user behind the CLI, seeds and jobs. It has no password and cannot log in. */
export const SYSTEM_USER_ID = '00000000-0000-7000-8000-000000000001';

/** The system as an actor: every permission of the loaded modules, every company (`company_ids` filled by the caller). */
export function systemActor(permissions: ReadonlySet<string>, companyIds: readonly string[]): Actor {
  return {
    user_id: SYSTEM_USER_ID,
    username: 'system',
    session_id: null,
    api_key_id: null,
    access_version: 0,
    permissions,
    company_ids: companyIds,
    default_company_id: companyIds[0] ?? null,
    warehouse_ids: null,
    department_ids: null,
  };
}

/** The actor of the running request. @throws UNAUTHENTICATED when there is none. */
export function currentActor(): Actor {
  const actor = RequestContext.find()?.actor;
  if (!actor) throw KERNEL_ERRORS.UNAUTHENTICATED();
  return actor;
}

/** Whether the actor of the running request holds a permission. */
export function can(permission: string): boolean {
  return currentActor().permissions.has(permission);
}

/** @throws FORBIDDEN when the actor lacks the permission. */
export function requirePermission(permission: string): void {
  if (!can(permission)) throw KERNEL_ERRORS.FORBIDDEN(`The permission ${permission} is needed`, { permission });
}

/** Columns, in SQL, that say to which company, warehouse and department a row belongs. */
export interface ScopeColumns {
  readonly company?: string;
  readonly warehouse?: string;
  readonly department?: string;
}

/** A predicate with `?` placeholders that keeps the rows within the actor's scope, for `Database.page` and hand-written SQL. */
export function scopeWhere(columns: ScopeColumns): { where: string; params: unknown[] } {
  const actor = currentActor();
  const predicates: string[] = [];
  const params: unknown[] = [];
  const limit = (column: string | undefined, ids: readonly string[] | null): void => {
    if (column === undefined || ids === null) return;
    predicates.push(`${column} = any(?::uuid[])`);
    params.push(ids);
  };
  limit(columns.company, actor.company_ids);
  limit(columns.warehouse, actor.warehouse_ids);
  limit(columns.department, actor.department_ids);
  return { where: predicates.length ? predicates.join(' and ') : 'true', params };
}

/** The parts of a row that place it. null or undefined: the row belongs to none, and a limited actor does not see it only where it must. */
export interface ScopedRow {
  readonly company_id?: string | null;
  readonly warehouse_id?: string | null;
  readonly department_id?: string | null;
}

/** @throws NOT_FOUND when the row lies outside the actor's companies, warehouses or departments: a stranger learns nothing. */
export function assertInScope(row: ScopedRow, what = 'Object'): void {
  const actor = currentActor();
  const outside = (id: string | null | undefined, ids: readonly string[] | null): boolean =>
    id !== undefined && id !== null && ids !== null && !ids.includes(id);
  if (
    outside(row.company_id, actor.company_ids) ||
    outside(row.warehouse_id, actor.warehouse_ids) ||
    outside(row.department_id, actor.department_ids)
  ) {
    throw notFound(what);
  }
}

/** The company that a document belongs to when its body names none. @throws 422 when the actor has no company. */
export function defaultCompanyId(): string {
  const { default_company_id, company_ids } = currentActor();
  const id = default_company_id ?? company_ids[0];
  if (!id)
    throw invalid([
      { pointer: '/company_id', code: 'REQUIRED', message: 'Name a company: you belong to none by default' },
    ]);
  return id;
}
