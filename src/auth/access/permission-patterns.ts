import { patternCovers } from '../../kernel/security/index.js';

/** A permission or a pattern of permissions: `warehouse.bom.update`, `warehouse.*.read`, `*.*.read`, `*`. */
export const PERMISSION_PATTERN = /^(?:\*|(?:[a-z][a-z0-9_]*|\*)(?:\.(?:[a-z][a-z0-9_]*|\*)){2})$/;

/** The patterns that cover nothing in the catalogue: a misspelt permission, or one of a module that is not installed. */
export function emptyPatterns(patterns: Iterable<string>, catalogue: Iterable<string>): string[] {
  const known = [...catalogue];
  return [...new Set(patterns)].filter((pattern) => !known.some((permission) => patternCovers(pattern, permission)));
}

/** The permissions in `asked` that `held` does not have: nobody hands out what he does not hold himself. */
export function notHeld(asked: Iterable<string>, held: ReadonlySet<string>): string[] {
  return [...asked].filter((permission) => !held.has(permission)).sort();
}

/** What is in both sets: a key may do what its own patterns allow, as far as its owner may do it. */
export function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((permission) => other.has(permission)));
}
