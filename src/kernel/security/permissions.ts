/** One permission of the catalogue, `module.resource.action`. */
export interface PermissionEntry {
  readonly permission: string;
  readonly module: string;
  readonly resource: string;
  readonly action: string;
  readonly description: string;
}

const catalogue = new Map<string, PermissionEntry>();

type Names<Module extends string, Tree extends Record<string, Record<string, string>>> = {
  readonly [Resource in keyof Tree]: {
    readonly [Action in keyof Tree[Resource]]: `${Module}.${Resource & string}.${Action & string}`;
  };
};

/**
 * Declares a module's permissions, once, at load: `WAREHOUSE.bom.update === 'warehouse.bom.update'`.
 * @param tree resource -> action -> what it allows, in a sentence for the catalogue
 */
export function definePermissions<
  const Module extends string,
  const Tree extends Record<string, Record<string, string>>,
>(module: Module, tree: Tree): Names<Module, Tree> {
  const names: Record<string, Record<string, string>> = {};
  for (const [resource, actions] of Object.entries(tree)) {
    names[resource] = {};
    for (const [action, description] of Object.entries(actions)) {
      const permission = `${module}.${resource}.${action}`;
      if (!/^[a-z][a-z_]*\.[a-z][a-z_]*\.[a-z][a-z_]*$/.test(permission))
        throw new Error(`Bad permission ${permission}`);
      if (catalogue.has(permission)) throw new Error(`Permission ${permission} is declared twice`);
      catalogue.set(permission, { permission, module, resource, action, description });
      names[resource][action] = permission;
    }
  }
  return names as Names<Module, Tree>;
}

/** Every permission of every loaded module, in the order of the alphabet. */
export function permissionCatalogue(): PermissionEntry[] {
  return [...catalogue.values()].sort((a, b) => a.permission.localeCompare(b.permission));
}

/** Whether a pattern such as `warehouse.*.read`, `ppic.*.*` or `*` covers a permission. A `*` stands for one whole part, or for all. */
export function patternCovers(pattern: string, permission: string): boolean {
  if (pattern === '*') return true;
  const wanted = pattern.split('.');
  const parts = permission.split('.');
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}

/** The permissions of the catalogue that a set of patterns covers. */
export function expandPatterns(patterns: Iterable<string>): Set<string> {
  const list = [...patterns];
  return new Set(
    [...catalogue.keys()].filter((permission) => list.some((pattern) => patternCovers(pattern, permission))),
  );
}
