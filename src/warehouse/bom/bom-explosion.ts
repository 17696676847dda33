import { BOM_ERRORS } from './bom.errors.js';
import { MAX_LEVELS, memoized, requiredFor, safeCount, tooDeep } from './bom-components.js';
import type { Requirement } from './bom-components.js';
import type { BomStructure, StructureBom } from './bom-structure.js';

/** A tree repeats a sub-assembly wherever it is used; past this many rows only the flat form is given. */
export const MAX_TREE_ROWS = 10_000;

/** One row of the tree: a component as one occurrence of its assembly needs it, made alone. */
export interface TreeNode {
  readonly level: number;
  readonly requirement: Requirement;
  readonly quantity: number;
  /** How many of the assembly that is for. */
  readonly wanted: number;
  /** The bill by which the component is made; null when it is bought, or deeper than was asked. */
  readonly bom: StructureBom | null;
  readonly children: readonly TreeNode[];
}

/**
 * The components of a quantity, level by level, each level with its own ceiling.
 * @param levels how many levels are shown, all when not given; 1 is what one order of the bill needs
 * @throws BOM_TOO_DEEP past 50 levels, BOM_TOO_LARGE past 10,000 rows
 */
export function explodeTree(structure: BomStructure, quantity: number, levels = Infinity): TreeNode[] {
  const requirements = memoized(structure);
  let rows = 0;
  const below = (bom: StructureBom, wanted: number, level: number): TreeNode[] => {
    if (level > MAX_LEVELS) throw tooDeep();
    return requirements(bom).map((requirement) => {
      if (++rows > MAX_TREE_ROWS) throw BOM_ERRORS.BOM_TOO_LARGE(undefined, { max_rows: MAX_TREE_ROWS });
      const needed = requiredFor(requirement.per_output, wanted);
      const own = structure.bom_of.get(requirement.component_id) ?? null;
      const children = own && level < levels ? below(own, needed, level + 1) : [];
      return { level, requirement, quantity: needed, wanted, bom: own, children };
    });
  };
  return below(structure.root, quantity, 1);
}

/** One product of the flat form: all that is needed of it, wherever. */
export interface FlatRow {
  readonly component_id: string;
  readonly sku: string;
  readonly name: string;
  /** The deepest level at which it is needed: an assembly is worked out when all who need it have been. */
  readonly level: number;
  readonly quantity: number;
  readonly bom: StructureBom | null;
}

/**
 * The needs of a quantity gathered by product, the deepest level last: every sub-assembly is exploded once, from all that is
 * needed of it, as if it were made in one order.
 */
export function explodeFlat(structure: BomStructure, quantity: number, levels = Infinity): FlatRow[] {
  const requirements = memoized(structure);
  const depth = levelsOf(structure, requirements, levels);
  const rows = new Map<string, FlatRow>();
  const needOf = (bom: StructureBom, wanted: number, level: number): void => {
    if (level >= levels) return;
    for (const requirement of requirements(bom)) {
      const { component_id, sku, name } = requirement;
      const before = rows.get(component_id)?.quantity ?? 0;
      const total = safeCount(BigInt(before) + BigInt(requiredFor(requirement.per_output, wanted)));
      const own = structure.bom_of.get(component_id) ?? null;
      rows.set(component_id, { component_id, sku, name, level: depth.get(component_id)!, quantity: total, bom: own });
    }
  };
  needOf(structure.root, quantity, 0);
  for (const [product, level] of [...depth].sort((a, b) => a[1] - b[1])) {
    const row = rows.get(product);
    if (row?.bom) needOf(row.bom, row.quantity, level);
  }
  return [...rows.values()].sort((a, b) => a.level - b.level || (a.sku < b.sku ? -1 : 1));
}

/**
 * The low-level code of every real product below the root: 1 for its own components, else one more than the deepest assembly
 * that needs it. @throws BOM_TOO_DEEP
 */
export function levelsOf(
  structure: BomStructure,
  requirements: (bom: StructureBom) => Requirement[] = memoized(structure),
  levels = Infinity,
): Map<string, number> {
  let depth = new Map<string, number>();
  let frontier = new Map<string, StructureBom | null>([[structure.root.product_id, structure.root]]);
  for (let level = 1; frontier.size > 0 && level <= Math.min(levels, MAX_LEVELS); level++) {
    const next = new Map<string, StructureBom | null>();
    for (const bom of frontier.values()) {
      if (!bom) continue;
      for (const { component_id } of requirements(bom))
        next.set(component_id, structure.bom_of.get(component_id) ?? null);
    }
    for (const product of next.keys()) depth.set(product, level);
    frontier = next;
  }
  if (levels > MAX_LEVELS && [...frontier.values()].some((bom) => bom && requirements(bom).length > 0)) throw tooDeep();
  depth = new Map([...depth].sort((a, b) => a[1] - b[1]));
  return depth;
}
