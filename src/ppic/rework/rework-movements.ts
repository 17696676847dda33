import { negated } from '../../kernel/numbers/index.js';
import type { MovementDraft, MovementLineDraft, ValueAdjustmentDraft } from '../../warehouse/index.js';
import type { ComponentReturn } from '../orders/component-returns.js';
import type { ReworkValues, ReworkedPieces } from './rework-cost.js';

/** Under this name, with the order's id, everything that a rework order does to stock is found in the ledger. */
export const REWORK_SOURCE = 'rework_order';

/** What of a rework order its movements need. */
export interface ReworkPlace {
  readonly id: string;
  readonly number: string;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
  readonly from_location_id: string;
  readonly output_location_id: string;
  readonly reject_location_id: string;
}

function draft(
  order: ReworkPlace,
  type: MovementDraft['type'],
  reason: string | null | undefined,
  lines: MovementLineDraft[],
): MovementDraft[] {
  const { id, number, company_id } = order;
  if (lines.length === 0) return [];
  const source = { source_type: REWORK_SOURCE, source_id: id, reference: number };
  return [{ type, company_id, ...source, reason: reason ?? null, pointer: '', lines }];
}

/** The rejected pieces out of their place, and the extra material out of anywhere in the warehouse, into production. */
export function taking(
  order: ReworkPlace,
  materials: readonly { product_id: string; quantity: number }[],
  production: string,
  reason: string | null | undefined,
): MovementDraft[] {
  const { id, product_id, lot_id, quantity, from_location_id, warehouse_id } = order;
  const common = { to_location_id: production, reserved_for: id };
  return draft(order, 'production_consumption', reason, [
    { product_id, lot_id, quantity, from_location_id, ...common },
    ...materials.map((material) => ({
      product_id: material.product_id,
      quantity: material.quantity,
      pick_within: warehouse_id,
      ...common,
    })),
  ]);
}

/**
 * Good pieces to where they belong, those that are still rejected back on hold, both as output, so that what went into them is known of
 * either. Scrap leaves nothing behind. Where both go to one place they are two lines all the same.
 */
export function receiving(
  order: ReworkPlace,
  pieces: ReworkedPieces,
  values: ReworkValues,
  production: string,
  reason: string | null | undefined,
): MovementDraft[] {
  const { product_id, lot_id, output_location_id, reject_location_id } = order;
  const line = (quantity: number, value: string | null, to_location_id: string): MovementLineDraft[] =>
    value === null ? [] : [{ product_id, lot_id, quantity, value, from_location_id: production, to_location_id }];
  return draft(order, 'production_output', reason, [
    ...line(pieces.good_quantity, values.good_value, output_location_id),
    ...line(pieces.rejected_quantity, values.rejected_value, reject_location_id),
  ]);
}

/** What was not used, back to where it was taken, at what it was taken for. */
export function givingBack(
  order: ReworkPlace,
  returns: readonly ComponentReturn[],
  production: string,
  reason: string | null | undefined,
): MovementDraft[] {
  return draft(
    order,
    'return',
    reason,
    returns.map(({ product_id, lot_id, quantity, location_id, value }) => ({
      product_id,
      lot_id,
      quantity,
      value,
      from_location_id: production,
      to_location_id: location_id,
    })),
  );
}

/** The time of a report, into production: the wages and machines that it stands for are owed to somebody else. */
export function working({ id, company_id }: ReworkPlace, cost: string, reason: string): ValueAdjustmentDraft {
  return {
    company_id,
    type: 'conversion_cost',
    source_type: REWORK_SOURCE,
    source_id: id,
    value: '0.00',
    wip_source_id: id,
    wip_value: cost,
    counter_value: negated(cost),
    reason,
  };
}

/**
 * Empties work in progress: onto the good pieces of earlier reports as far as they are on hand, the rest a variance; all of it a variance
 * where there is no good piece.
 */
export function settling(order: ReworkPlace, goodQuantity: number, reason: string): ValueAdjustmentDraft {
  const { id, company_id, product_id, warehouse_id } = order;
  const common = {
    company_id,
    type: 'production_true_up' as const,
    source_type: REWORK_SOURCE,
    source_id: id,
    wip_source_id: id,
    settle_wip: true,
    reason,
  };
  if (goodQuantity === 0) return { ...common, value: '0.00' };
  return { ...common, product_id, location_id: warehouse_id, spread_over: goodQuantity };
}
