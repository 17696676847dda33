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
}

/** What a report of production takes out of stock and, besides the product, puts into it. */
export interface ProductionPlan {
  readonly consumed: readonly LineQuantity[];
  readonly yielded: readonly LineQuantity[];
}

/**
 * What processing `now` further pieces consumes and yields, from what the order has processed before. Rejected and lost pieces have
 * used their components like good ones. A component issued by hand is never consumed by a report.
 */
export function planProduction(
  before: Processed,
  now: Processed,
  components: readonly OrderComponent[],
  outputs: readonly OrderOutput[],
): ProductionPlan {
  const processed = sumQuantities(...pieces(before), ...pieces(now));
  const line = ({ id, product_id }: { id: string; product_id: string }, quantity: number): LineQuantity[] =>
    quantity > 0 ? [{ id, product_id, quantity }] : [];
  return {
    consumed: components.flatMap((component) =>
      component.issue_method === 'backflush'
        ? line(component, cumulativeRequirement(component, processed) - component.issued_quantity)
        : [],
    ),
    yielded: outputs.flatMap((output) => line(output, cumulativeYield(output, processed) - output.received_quantity)),
  };
}

/** The good, rejected and lost pieces of an order or report. */
function pieces({ good_quantity, rejected_quantity, lost_quantity }: Processed): number[] {
  return [good_quantity, rejected_quantity, lost_quantity];
}

/** Components issued by hand of which nothing was ever issued although pieces were processed. */
export function neverIssued(components: readonly OrderComponent[], processed: number): OrderComponent[] {
  return components.filter(
    (component) =>
      component.issue_method === 'manual' &&
      component.issued_quantity === 0 &&
      cumulativeRequirement(component, processed) > 0,
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
export function unconsumed(components: readonly OrderComponent[], processed: number): LineQuantity[] {
  return components
    .map((component) => ({
      id: component.id,
      product_id: component.product_id,
      quantity: component.issued_quantity - cumulativeRequirement(component, processed),
    }))
    .filter(({ quantity }) => quantity > 0);
}
