import type { LineQuantity } from '../orders/production-plan.js';

/** A debt that is not over yet, as its order knows it. */
export interface OpenDebt {
  readonly id: string;
  readonly component_id: string;
  readonly state: 'requested' | 'approved';
  /** Pieces that may still be worked up on it. */
  readonly open_quantity: number;
}

/** Pieces that are worked up on a debt instead of being taken out of stock. */
export interface DebtUse {
  readonly debt_id: string;
  readonly component_id: string;
  readonly quantity: number;
}

/** What is taken out of stock, and what is worked up on debts. */
export interface DebtSplit {
  readonly consumed: readonly LineQuantity[];
  readonly owed: readonly DebtUse[];
}

/**
 * Takes what there is, and what is missing on the debts, the one that was approved first first. A line never owes more than it needs. What is
 * beyond stock and debts stays among what is consumed, so that the ledger refuses it and says of what.
 * @param lines what is needed of each component
 * @param debts approved ones, in the order of their approval
 * @param available pieces by product that can be taken
 */
export function splitByDebts(
  lines: readonly LineQuantity[],
  debts: readonly OpenDebt[],
  available: ReadonlyMap<string, number>,
): DebtSplit {
  const left = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  const productOf = new Map(lines.map(({ id, product_id }) => [id, product_id]));
  const missing = new Map<string, number>();
  for (const { product_id, quantity } of lines)
    missing.set(product_id, (missing.get(product_id) ?? -(available.get(product_id) ?? 0)) + quantity);
  const owed: DebtUse[] = [];
  for (const { id, component_id, state, open_quantity } of debts) {
    const product = productOf.get(component_id);
    if (product === undefined || state !== 'approved') continue;
    const quantity = Math.min(open_quantity, left.get(component_id)!, missing.get(product)!);
    if (quantity <= 0) continue;
    owed.push({ debt_id: id, component_id, quantity });
    left.set(component_id, left.get(component_id)! - quantity);
    missing.set(product, missing.get(product)! - quantity);
  }
  const consumed = lines.flatMap((line) => (left.get(line.id)! > 0 ? [{ ...line, quantity: left.get(line.id)! }] : []));
  return { consumed, owed };
}

/** What stock that came in can settle: the debts in the order of their approval, each from one place after the other. */
export interface OwedPieces {
  readonly id: string;
  readonly product_id: string;
  readonly warehouse_id: string;
  readonly owed_quantity: number;
}

/** Free pieces at one place. */
export interface FreePieces {
  readonly product_id: string;
  readonly warehouse_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly free_quantity: number;
}

export interface SettledPieces {
  readonly debt_id: string;
  readonly lines: readonly { location_id: string; lot_id: string | null; quantity: number }[];
}

/** @param debts in the order in which they are settled @param free in the order in which it is taken */
export function settleFrom(debts: readonly OwedPieces[], free: readonly FreePieces[]): SettledPieces[] {
  const rest = free.map((place) => ({ ...place }));
  return debts.flatMap(({ id, product_id, warehouse_id, owed_quantity }) => {
    let owed = owed_quantity;
    const lines = rest.flatMap((place) => {
      if (place.product_id !== product_id || place.warehouse_id !== warehouse_id) return [];
      const quantity = Math.min(owed, place.free_quantity);
      if (quantity <= 0) return [];
      owed -= quantity;
      place.free_quantity -= quantity;
      return [{ location_id: place.location_id, lot_id: place.lot_id, quantity }];
    });
    return lines.length > 0 ? [{ debt_id: id, lines }] : [];
  });
}
