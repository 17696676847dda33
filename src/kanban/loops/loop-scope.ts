import { currentActor, scopeWhere } from '../../kernel/security/index.js';

/** Loops that a caller sees, over `l` with its place `t` and its source `f`: one of no department is everybody's, and one end of it is enough. */
export function loopScope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'l.company_id' });
  const { department_ids, warehouse_ids } = currentActor();
  const limits = [
    ...(department_ids === null ? [] : ['(l.department_id is null or l.department_id = any(?::uuid[]))']),
    ...(warehouse_ids === null ? [] : ['(f.warehouse_id = any(?::uuid[]) or t.warehouse_id = any(?::uuid[]))']),
  ];
  return {
    where: [where, ...limits].join(' and '),
    params: [
      ...params,
      ...(department_ids === null ? [] : [department_ids]),
      ...(warehouse_ids === null ? [] : [warehouse_ids, warehouse_ids]),
    ],
  };
}

/** The same for hand-written SQL, whose `$1`, `$2` and `$3` are the caller's companies, departments and warehouses. */
export const LOOP_SCOPE = `l.company_id = any($1::uuid[]) and ($2::uuid[] is null or l.department_id is null or l.department_id = any($2::uuid[]))
  and ($3::uuid[] is null or f.warehouse_id = any($3::uuid[]) or t.warehouse_id = any($3::uuid[]))`;

export function loopScopeParams(): unknown[] {
  const { company_ids, department_ids, warehouse_ids } = currentActor();
  return [company_ids, department_ids, warehouse_ids];
}
