import { currentActor, scopeWhere } from '../../kernel/security/index.js';

/**
 * Keeps rows to the caller's companies and, for a caller limited to warehouses, to those that `touches` finds: a predicate with one
 * `?` for the list of warehouse ids.
 */
export function warehouseScope(company: string, touches: string): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company });
  const { warehouse_ids } = currentActor();
  return warehouse_ids === null
    ? { where, params }
    : { where: `${where} and ${touches}`, params: [...params, warehouse_ids] };
}

/** What to hand to a posting so that it stays within the caller's warehouses. */
export function warehouseLimit(): { warehouses?: readonly string[] } {
  const { warehouse_ids } = currentActor();
  return warehouse_ids === null ? {} : { warehouses: warehouse_ids };
}
