import { Rational } from '../../kernel/numbers/index.js';
import type { LineQuantity } from './production-plan.js';
import type { OrderFlow } from './order-parts.js';

/** Pieces of a lot that go back to the location they came from, at what they were taken for. */
export interface ComponentReturn {
  readonly product_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
  readonly value: string;
}

/**
 * Sends unconsumed pieces back to where they were issued from, location by location and lot by lot, with their share of the value taken there: a
 * location that gets everything back gets its whole value back, to the cent.
 * @param flows what the order has taken from each location, net
 */
export function returnsOf(pieces: readonly LineQuantity[], flows: readonly OrderFlow[]): ComponentReturn[] {
  const wanted = new Map<string, number>();
  for (const { product_id, quantity } of pieces) wanted.set(product_id, (wanted.get(product_id) ?? 0) + quantity);
  return flows.flatMap((flow) => {
    const left = wanted.get(flow.product_id) ?? 0;
    const quantity = Math.min(left, flow.direction === 'consumed' ? flow.quantity : 0);
    if (quantity <= 0) return [];
    wanted.set(flow.product_id, left - quantity);
    const value = Rational.parse(flow.value).mul(Rational.of(quantity, flow.quantity)).toFixed(2);
    return [{ product_id: flow.product_id, location_id: flow.location_id, lot_id: flow.lot_id, quantity, value }];
  });
}
