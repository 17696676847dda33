/** A permission or a pattern of permissions: `warehouse.bom.update`, `warehouse.*.read`, `ppic.*`, `*`. */
export const PERMISSION_PATTERN = /^(?:\*|(?:[a-z][a-z0-9_]*|\*)(?:\.(?:[a-z][a-z0-9_]*|\*)){1,2})$/;

/**
 * Whether a pattern covers a permission. A star stands for one whole part, and as the last part of a pattern for all that
 * follows: `*` covers everything, `ppic.*` all of a module, `warehouse.*.read` one action on every resource of a module.
 */
export function patternCovers(pattern: string, permission: string): boolean {
  const wanted = pattern.split('.');
  const parts = permission.split('.');
  if (wanted.length > parts.length) return false;
  if (wanted.length < parts.length && wanted.at(-1) !== '*') return false;
  return wanted.every((part, index) => part === '*' || part === parts[index]);
}

/** The permissions of the catalogue that at least one of the patterns covers. */
export function expandPatterns(patterns: Iterable<string>, catalogue: Iterable<string>): Set<string> {
  const list = [...new Set(patterns)];
  const covered = new Set<string>();
  for (const permission of catalogue) {
    if (list.some((pattern) => patternCovers(pattern, permission))) covered.add(permission);
  }
  return covered;
}

/** The patterns that cover nothing in the catalogue: a misspelt permission, or one of a module that is not installed. */
export function emptyPatterns(patterns: Iterable<string>, catalogue: Iterable<string>): string[] {
  const known = [...catalogue];
  return [...new Set(patterns)].filter((pattern) => !known.some((permission) => patternCovers(pattern, permission)));
}

/** The permissions in `asked` that `held` does not have: nobody hands out what he does not hold himself. */
export function notHeld(asked: Iterable<string>, held: ReadonlySet<string>): string[] {
  return [...asked].filter((permission) => !held.has(permission)).sort();
}
