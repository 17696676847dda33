export {
  SYSTEM_USER_ID,
  assertInScope,
  can,
  currentActor,
  defaultCompanyId,
  requirePermission,
  scopeWhere,
  systemActor,
} from './actor.js';
export type { Actor, ScopeColumns, ScopedRow } from './actor.js';
export { definePermissions, expandPatterns, patternCovers, permissionCatalogue } from './permissions.js';
export type { PermissionEntry } from './permissions.js';
export { RequestContext } from './request-context.js';
export type { RequestState } from './request-context.js';
