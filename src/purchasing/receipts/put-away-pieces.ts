import type { PutAwayPieces } from '../../warehouse/index.js';
import type { WaitingReceiptLine } from './receipts.repository.js';

/**
 * Which lines of receipts pieces are of that somebody takes out of a receiving place: of those that wait there of the product and lot, what
 * came first. Pieces of no receipt, such as found ones, are nobody's.
 * @param waiting in the order in which it came
 */
export function receiptLinesOf(
  pieces: readonly PutAwayPieces[],
  waiting: readonly WaitingReceiptLine[],
): { id: string; order_id: string; quantity: number }[] {
  const taken = new Map<string, number>();
  for (const { product_id, lot_id, from_location_id, quantity } of pieces) {
    let left = quantity;
    for (const line of waiting) {
      if (line.product_id !== product_id || line.lot_id !== lot_id || line.location_id !== from_location_id) continue;
      const before = taken.get(line.id) ?? 0;
      const some = Math.min(left, line.quantity - before);
      taken.set(line.id, before + some);
      left -= some;
    }
  }
  return waiting
    .map(({ id, order_id }) => ({ id, order_id, quantity: taken.get(id) ?? 0 }))
    .filter(({ quantity }) => quantity > 0);
}
