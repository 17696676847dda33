import { ORDER_SOURCE } from '../orders/order-movements.js';
import type { IssueLine, Occasion } from '../orders/order-movements.js';
import type { LineQuantity } from '../orders/production-plan.js';
import type { MovementDraft, MovementLineDraft, PostedLine, ReservationRequest } from '../../warehouse/index.js';
import type { AskedLine, PlannedLine } from './dispatch-plan.js';
import type { LyingOutside } from './subcontract-flow.repository.js';

/** An order as far as its components travel. */
export interface TravellingOrder {
  readonly id: string;
  readonly company_id: string;
  readonly warehouse_id: string;
}

function transfer(
  order: TravellingOrder,
  lines: MovementLineDraft[],
  { reason, effective_at }: Occasion,
): MovementDraft {
  return {
    type: 'transfer',
    company_id: order.company_id,
    source_type: ORDER_SOURCE,
    source_id: order.id,
    reason: reason ?? null,
    effective_at: effective_at ?? null,
    pointer: '',
    lines,
  };
}

/** Out of the warehouse to the subcontractor: what the order holds goes first, what is extra out of free stock. */
export function outward(
  order: TravellingOrder,
  place: string,
  lines: readonly PlannedLine[],
  occasion: Occasion,
): MovementDraft {
  const legs = lines.map(({ product_id, quantity, lot_id, location_id, is_extra }) => ({
    product_id,
    lot_id: lot_id ?? null,
    quantity,
    ...(location_id ? { from_location_id: location_id } : { pick_within: order.warehouse_id }),
    to_location_id: place,
    reserved_for: is_extra ? null : order.id,
  }));
  return transfer(order, legs, occasion);
}

/** Back from the subcontractor, each product to where it came from unless another place is named. */
export function homeward(
  order: TravellingOrder,
  place: string,
  lines: readonly (AskedLine & { location_id: string })[],
  occasion: Occasion,
): MovementDraft {
  return transfer(
    order,
    lines.map((line) => homeLine(order, place, line)),
    occasion,
  );
}

/** Everything that lies outside for an order that ends, less what the same posting consumes there; none when that is nothing. */
export function endOfOrder(
  order: TravellingOrder,
  lying: readonly LyingOutside[],
  consumed: readonly (LineQuantity & Pick<IssueLine, 'pick_within'>)[],
  occasion: Occasion,
): MovementDraft[] {
  const lines = lying.flatMap(({ location_id, product_id, quantity, origin_id }) => {
    const used = consumed
      .filter((line) => line.product_id === product_id && line.pick_within === location_id)
      .reduce((sum, line) => sum + line.quantity, 0);
    const left = quantity - used;
    return left > 0 ? [homeLine(order, location_id, { product_id, quantity: left, location_id: origin_id })] : [];
  });
  return lines.length > 0 ? [transfer(order, lines, occasion)] : [];
}

function homeLine(
  order: TravellingOrder,
  place: string,
  { product_id, quantity, lot_id, location_id }: AskedLine & { location_id: string },
): MovementLineDraft {
  return {
    product_id,
    lot_id: lot_id ?? null,
    quantity,
    ...(lot_id ? { from_location_id: place } : { pick_within: place }),
    to_location_id: location_id,
    reserved_for: order.id,
  };
}

/** What arrived at a place is held for the order, lot by lot: the balances are locked by the posting already. */
export function holding(order: TravellingOrder, lines: readonly PostedLine[]): ReservationRequest[] {
  const sums = new Map<string, ReservationRequest>();
  for (const { product_id, lot_id, quantity, to_location_id } of lines) {
    const key = `${product_id}|${lot_id ?? ''}|${to_location_id}`;
    const known = sums.get(key);
    sums.set(key, {
      product_id,
      lot_id,
      quantity: quantity + (known?.quantity ?? 0),
      within_location_id: to_location_id,
      source_type: ORDER_SOURCE,
      source_id: order.id,
    });
  }
  return [...sums.values()];
}
