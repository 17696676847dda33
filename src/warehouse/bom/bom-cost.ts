import { Rational } from '../../kernel/numbers/index.js';
import { memoized, outputsOf } from './bom-components.js';
import type { Requirement } from './bom-components.js';
import { levelsOf } from './bom-explosion.js';
import type { BomStructure, StructureBom } from './bom-structure.js';

/** Where the cost of one piece comes from, the first that there is. */
export const COST_SOURCES = ['moving_average', 'standard_cost', 'supplier_price'] as const;
export type CostSource = (typeof COST_SOURCES)[number];

/** What one piece of a product costs by itself, without looking at how it is made. */
export interface OwnCost {
  readonly source: CostSource;
  readonly unit_cost: Rational;
}

/** One product of the structure, costed. */
export interface CostRow {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  /** The deepest level at which it is used; 0 is the product itself. */
  readonly level: number;
  /** The bill it is made by; null when it is bought. */
  readonly bom: StructureBom | null;
  readonly own: OwnCost | null;
  /** Rolled up from its own components where it has a bill, its own cost where not; null when neither is known. */
  readonly rolled_up: Rational | null;
  /** Exactly so many for one piece of the root. */
  readonly per_piece: Rational;
}

/** What one piece of the root costs. */
export interface RollUp {
  /** Components at their own cost, sub-assemblies not opened. */
  readonly single_level: Rational;
  /** Sub-assemblies at what their components cost, through all levels. */
  readonly multi_level: Rational;
  /** Products without any cost: the figures leave them out. */
  readonly missing_single_level: readonly string[];
  readonly missing_multi_level: readonly string[];
  readonly rows: readonly CostRow[];
}

/**
 * Costs a bill exactly, for one piece in the long run: quantities are not rounded up, scrap is in them, co-products and
 * by-products carry their share away. The numbers are fractions until they are shown.
 * @param own cost of each product by itself; absent when unknown
 */
export function rollUp(structure: BomStructure, own: ReadonlyMap<string, OwnCost>): RollUp {
  const requirements = memoized(structure);
  const levels = levelsOf(structure, requirements);
  const rolled = new Map<string, Rational | null>();
  const costOf = (productId: string): Rational | null => rolled.get(productId) ?? null;
  const deepestFirst = [...levels].sort((a, b) => b[1] - a[1]);
  for (const [product] of deepestFirst) {
    const bom = structure.bom_of.get(product);
    rolled.set(
      product,
      bom ? costByBom(bom, structure, requirements(bom), costOf) : (own.get(product)?.unit_cost ?? null),
    );
  }
  const { root } = structure;
  const components = requirements(root);
  const ownOf = (productId: string): Rational | null => own.get(productId)?.unit_cost ?? null;
  const missingOwn = components
    .filter(({ component_id }) => !own.has(component_id))
    .map(({ component_id }) => component_id);
  const missingBelow = deepestFirst
    .filter(([product]) => costOf(product) === null && !structure.bom_of.has(product))
    .map(([product]) => product);
  return {
    single_level: costByBom(root, structure, components, ownOf),
    multi_level: costByBom(root, structure, components, costOf),
    missing_single_level: [...new Set(missingOwn)],
    missing_multi_level: missingBelow,
    rows: costRows(structure, levels, own, rolled),
  };
}

/** The cost of one piece of a made product; what is unknown below counts as nothing and is listed. */
function costByBom(
  bom: StructureBom,
  structure: BomStructure,
  requirements: readonly Requirement[],
  costOf: (productId: string) => Rational | null,
): Rational {
  const material = requirements.reduce(
    (sum, { component_id, per_output }) => sum.add(per_output.mul(costOf(component_id) ?? Rational.ZERO)),
    Rational.ZERO,
  );
  return material.mul(keptShare(bom, structure));
}

/** The part of the cost that stays with the product itself. */
function keptShare(bom: StructureBom, structure: BomStructure): Rational {
  const hundred = Rational.of(100);
  const away = outputsOf(bom, structure).reduce(
    (sum, output) => sum.add(Rational.parse(output.cost_share_percent)),
    Rational.ZERO,
  );
  return hundred.sub(away).div(hundred);
}

function costRows(
  structure: BomStructure,
  levels: ReadonlyMap<string, number>,
  own: ReadonlyMap<string, OwnCost>,
  rolled: ReadonlyMap<string, Rational | null>,
): CostRow[] {
  const requirements = memoized(structure);
  const perPiece = new Map<string, Rational>();
  const named = new Map<string, Requirement>();
  const spread = (bom: StructureBom, factor: Rational): void => {
    for (const requirement of requirements(bom)) {
      const id = requirement.component_id;
      perPiece.set(id, (perPiece.get(id) ?? Rational.ZERO).add(requirement.per_output.mul(factor)));
      named.set(id, requirement);
    }
  };
  spread(structure.root, Rational.ONE);
  const rows: CostRow[] = [];
  for (const [product_id, level] of [...levels].sort((a, b) => a[1] - b[1])) {
    const bom = structure.bom_of.get(product_id) ?? null;
    const quantity = perPiece.get(product_id)!;
    if (bom) spread(bom, quantity);
    const { sku, name } = named.get(product_id)!;
    rows.push({
      product_id,
      sku,
      name,
      level,
      bom,
      own: own.get(product_id) ?? null,
      rolled_up: rolled.get(product_id) ?? null,
      per_piece: quantity,
    });
  }
  return rows;
}
