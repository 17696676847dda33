import type { Database } from '../../kernel/database/index.js';
import type { Reasoned } from './reasons.js';

/** Ids of the active reason codes that were given, by the name of what they are given for; those that do not exist or fit are missing. */
export async function reasonIdsOf(db: Database, reasoned: readonly Reasoned[]): Promise<Map<string, string>> {
  const named = reasoned.filter(({ code }) => code);
  if (named.length === 0) return new Map();
  const rows = await db.query<{ name: string; id: string }>(
    `select n.name, r.id from erp.production_reason_codes r
       join unnest($1::text[], $2::text[], $3::text[]) n (name, category, code) on n.category = r.category and n.code = r.code
      where r.is_active`,
    [named.map(({ name }) => name), named.map(({ category }) => category), named.map(({ code }) => code)],
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}
