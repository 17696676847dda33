import { cumulativeRequirement, cumulativeYield, sumQuantities } from './cumulative-requirements.js';
import type { OrderComponent, OrderOutput } from './order-parts.js';

/** Pieces processed, by what became of them. */
export interface Processed {
  readonly good_quantity: number;
  readonly rejected_quantity: number;
  readonly lost_quantity: number;
}

/** Pieces of one line of the order's snapshot. */
export interface LineQuantity {
  readonly id: string;
  readonly product_id: string;
  readonly quantity: number;
  /** Where it is taken, when that is not the order's warehouse: at a subcontractor. */
  readonly pick_within?: string;
}

/** What a report of production takes out of stock and, besides the product, puts into it. */
export interface ProductionPlan {
  readonly consumed: readonly LineQuantity[];
  readonly yielded: readonly LineQuantity[];
}

/** Pieces processed so far where a component is used: at its operation, or in the whole order. */
export type ProcessedWith = (component: OrderComponent) => number;

/** Pieces of the whole order, whatever the operation. */
export function processedInOrder(...counts: readonly Processed[]): number {
  return sumQuantities(
    ...counts.flatMap(({ good_quantity, rejected_quantity, lost_quantity }) => [
      good_quantity,
      rejected_quantity,
      lost_quantity,
    ]),
  );
}

/**
 * What a posting consumes and yields, once so many pieces are processed, from what was consumed (or owed) and yielded before. Rejected and lost
 * pieces have used their components like good ones. A component issued by hand is never consumed by a report.
 * @param processed of the whole order, for its co- and by-products
 */
export function planProduction(
  { components, outputs }: { components: readonly OrderComponent[]; outputs: readonly OrderOutput[] },
  processedWith: ProcessedWith,
  processed: number,
): ProductionPlan {
  const line = ({ id, product_id }: { id: string; product_id: string }, quantity: number): LineQuantity[] =>
    quantity > 0 ? [{ id, product_id, quantity }] : [];
  return {
    consumed: components.flatMap((component) =>
      component.issue_method === 'backflush'
        ? line(
            component,
            cumulativeRequirement(component, processedWith(component)) -
              component.issued_quantity -
              component.owed_quantity,
          )
        : [],
    ),
    yielded: outputs.flatMap((output) => line(output, cumulativeYield(output, processed) - output.received_quantity)),
  };
}

/** Components issued by hand of which nothing was ever issued although pieces were processed. */
export function neverIssued(components: readonly OrderComponent[], processedWith: ProcessedWith): OrderComponent[] {
  return components.filter(
    (component) =>
      component.issue_method === 'manual' &&
      component.issued_quantity === 0 &&
      cumulativeRequirement(component, processedWith(component)) > 0,
  );
}

/**
 * Spreads pieces issued of one product over the order's lines for it: each line up to what it still needs, in the order of the bill,
 * and what is more than needed onto the last.
 */
export function spreadIssue(components: readonly OrderComponent[], quantity: number): LineQuantity[] {
  let left = quantity;
  const parts = components.map((component, index) => {
    const open = Math.max(component.required_quantity - component.issued_quantity, 0);
    const part = index === components.length - 1 ? left : Math.min(left, open);
    left -= part;
    return { id: component.id, product_id: component.product_id, quantity: part };
  });
  return parts.filter((part) => part.quantity > 0);
}

/** Issued pieces that no processed piece has used. */
export function unconsumed(components: readonly OrderComponent[], processedWith: ProcessedWith): LineQuantity[] {
  return components
    .map((component) => ({
      id: component.id,
      product_id: component.product_id,
      quantity: component.issued_quantity - cumulativeRequirement(component, processedWith(component)),
    }))
    .filter(({ quantity }) => quantity > 0);
}
