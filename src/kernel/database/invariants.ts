import type { Database } from './database.js';

/** One thing that must always be true, and whether it is. */
export interface Invariant {
  name: string;
  /** The rule in a sentence. */
  rule: string;
  /** How many things were looked at. */
  checked: number;
  violations: number;
  /** The first few violations, as found. */
  samples: Record<string, unknown>[];
}

/** SQL that answers one row: `checked`, `violations` and `samples`. */
export async function holdRule(db: Database, name: string, rule: string, sql: string): Promise<Invariant> {
  const { checked, violations, samples } = await db.one<Omit<Invariant, 'name' | 'rule'>>(sql);
  return { name, rule, checked, violations, samples };
}

/**
 * Rules that are looked at together, each by its sentence.
 * @param sql.count how many things are looked at, as `count`
 * @param sql.violations a row with `name`, `violations` and `samples` for each rule that is broken
 */
export async function holdRules(
  db: Database,
  rules: Readonly<Record<string, string>>,
  sql: { readonly count: string; readonly violations: string },
): Promise<Invariant[]> {
  const { count: checked } = await db.one<{ count: number }>(sql.count);
  const found = await db.query<Pick<Invariant, 'name' | 'violations' | 'samples'>>(sql.violations);
  return Object.entries(rules).map(([name, rule]) => {
    const broken = found.find((violation) => violation.name === name);
    return { name, rule, checked, violations: broken?.violations ?? 0, samples: broken?.samples ?? [] };
  });
}
