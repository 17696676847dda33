import type { CostRowDto, ExplosionNodeDto, ExplosionTotalDto, OwnCostDto, RollUpDto } from './bom-analysis.dto.js';
import type { CostRow, OwnCost } from './bom-cost.js';
import type { FlatRow, TreeNode } from './bom-explosion.js';
import { componentRequirement, ratio } from './bom-requirements.js';
import { Rational } from '../../kernel/numbers/index.js';

const UNIT_COST_PLACES = 6;
const AMOUNT_PLACES = 2;

/** A row of the tree as an answer. */
export function explosionNode({ level, requirement, wanted, bom, children }: TreeNode): ExplosionNodeDto {
  const { line_ids: _, ...row } = componentRequirement(requirement, wanted);
  return {
    ...row,
    phantoms: [...row.phantoms],
    substitutes: [...row.substitutes],
    level,
    bom_id: bom?.id ?? null,
    components: children.map(explosionNode),
  };
}

/** A row of the flat form as an answer. */
export function explosionTotal({ bom, ...row }: FlatRow): ExplosionTotalDto {
  return { ...row, bom_id: bom?.id ?? null };
}

/** A cost with its source, six places, halves away from zero. */
export function ownCost(own: OwnCost | null | undefined): OwnCostDto | null {
  return own ? { source: own.source, unit_cost: own.unit_cost.toFixed(UNIT_COST_PLACES) } : null;
}

export function costRow({ product_id, sku, name, level, bom, own, rolled_up, per_piece }: CostRow): CostRowDto {
  return {
    product_id,
    sku,
    name,
    level,
    bom_id: bom?.id ?? null,
    per_output: ratio(per_piece),
    own: ownCost(own),
    rolled_up_unit_cost: rolled_up?.toFixed(UNIT_COST_PLACES) ?? null,
    cost_per_piece: rolled_up?.mul(per_piece).toFixed(UNIT_COST_PLACES) ?? null,
  };
}

/** One way of rolling up: the piece, the batch, and what had no cost. */
export function rollUpSummary(
  unitCost: Rational,
  outputQuantity: number,
  missing: readonly string[],
  rows: readonly CostRow[],
): RollUpDto {
  return {
    unit_cost: unitCost.toFixed(UNIT_COST_PLACES),
    batch_cost: unitCost.mul(Rational.of(outputQuantity)).toFixed(AMOUNT_PLACES),
    missing: rows.filter((row) => missing.includes(row.product_id)).map(({ product_id, sku }) => ({ product_id, sku })),
  };
}
