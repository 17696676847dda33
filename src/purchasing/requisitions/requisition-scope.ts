import { SYSTEM_USER_ID, can, currentActor, scopeWhere } from '../../kernel/security/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING } from '../purchasing.permissions.js';

/** What of the requisitions (`r` in SQL) the caller sees: one that belongs to no department is everybody's who sees its warehouse. */
export function requisitionScope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'r.company_id', warehouse: 'r.warehouse_id' });
  const { department_ids } = currentActor();
  if (department_ids === null) return { where, params };
  return {
    where: `${where} and (r.department_id is null or r.department_id = any(?::uuid[]))`,
    params: [...params, department_ids],
  };
}

/** Whether the caller asked for it, or may act for who did. What the system asked for is everybody's. */
export function isOwn({ requested_by }: { readonly requested_by: string }): boolean {
  return (
    requested_by === currentActor().user_id ||
    requested_by === SYSTEM_USER_ID ||
    can(PURCHASING.requisitions.act_for_others)
  );
}

/** @throws REQUISITION_OF_ANOTHER */
export function assertOwn(requisition: { readonly requested_by: string }): void {
  if (!isOwn(requisition)) throw PURCHASING_ERRORS.REQUISITION_OF_ANOTHER();
}
