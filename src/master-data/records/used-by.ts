import type { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';

/** One kind of rows that refer to a row, and how many do; 1000 stands for 1000 or more. */
export interface Use {
  readonly resource: string;
  readonly used: number;
}

/**
 * What refers to a row, found in the foreign keys of the database itself.
 * @param table name with its schema, e.g. `erp.products`
 */
export function usedBy(db: Database, table: string, id: string): Promise<Use[]> {
  return db.query<Use>('select resource, used from erp.used_by($1::text::regclass, $2)', [table, id]);
}

/** @throws IN_USE with `used_by` when anything refers to the row. Lock the row first: then nothing new can begin to. */
export async function assertUnused(db: Database, table: string, id: string): Promise<void> {
  const uses = await usedBy(db, table, id);
  if (uses.length === 0) return;
  const list = uses
    .map(({ resource, used }) => `${used >= 1000 ? '1000 or more' : used} ${resource.replaceAll('-', ' ')}`)
    .join(', ');
  throw KERNEL_ERRORS.IN_USE(`In use by ${list}; deactivate it instead.`, { used_by: uses });
}
