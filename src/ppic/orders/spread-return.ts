import { cumulativeRequirement, sumQuantities } from './cumulative-requirements.js';
import { operationFirst } from './operation-first.js';
import type { LineQuantity } from './production-plan.js';

/** A component of an order as far as it may go back. */
export interface ReturnableComponent {
  readonly id: string;
  readonly product_id: string;
  readonly work_order_id: string | null;
  readonly issue_method: 'backflush' | 'manual';
  readonly numerator: string;
  readonly denominator: string;
  readonly issued_quantity: number;
  /** Pieces that have used it so far. */
  readonly processed: number;
}

/** A product of which more would come back than can. */
export interface UsedProduct {
  readonly product_id: string;
  readonly quantity: number;
  readonly returnable: number;
}

/**
 * Spreads pieces that come back over the order's lines for their product: those of the operation named first, then the last of the bill before
 * the first, each down to what was used of it.
 */
export function spreadReturn(
  components: readonly ReturnableComponent[],
  pieces: readonly { product_id: string; quantity: number }[],
  workOrderId: string | null,
): { returned: LineQuantity[]; used: UsedProduct[] } {
  const wanted = new Map<string, number>();
  for (const { product_id, quantity } of pieces)
    wanted.set(product_id, sumQuantities(wanted.get(product_id) ?? 0, quantity));
  const used: UsedProduct[] = [];
  const returned = [...wanted].flatMap(([product_id, quantity]) => {
    let left = quantity;
    const parts = operationFirst([...components].reverse(), product_id, workOrderId).map((component) => {
      const part = Math.min(left, returnable(component));
      left -= part;
      return { id: component.id, product_id, quantity: part };
    });
    if (left > 0) used.push({ product_id, quantity, returnable: quantity - left });
    return parts.filter((part) => part.quantity > 0);
  });
  return { returned, used };
}

function returnable(component: ReturnableComponent): number {
  const { issue_method, issued_quantity, processed } = component;
  if (issue_method === 'manual') return issued_quantity;
  return Math.max(issued_quantity - cumulativeRequirement(component, processed), 0);
}
