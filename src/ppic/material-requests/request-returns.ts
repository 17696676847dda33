import type { CountedLine } from '../../warehouse/index.js';
import type { MaterialReturnLineInput } from './material-requests.dto.js';
import type { Excess, RequestLine } from './request-lines.js';

/** Pieces that one ledger line took for a request, and how many of them are not back. */
export interface OpenMove {
  readonly id: string;
  readonly line_no: number;
  readonly ledger_line_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly left: number;
}

/** Pieces that go back, each to be said of the line that took them. */
export interface ReturnedPieces {
  /** Place in the return that names them, counted from one. */
  readonly place: number;
  readonly line: RequestLine;
  readonly move: OpenMove;
  readonly quantity: number;
  readonly to_location_id: string;
}

/**
 * Shares what comes back out to the ledger lines that took it, the last one first: of the lot named, or of any.
 * @param moves the last one first
 * @returns the pieces, and the lines of which a lot has less left than is said
 */
export function shareReturns(
  lines: readonly CountedLine<MaterialReturnLineInput & { product_id: string }>[],
  known: readonly RequestLine[],
  moves: readonly OpenMove[],
): { pieces: ReturnedPieces[]; excess: Excess[] } {
  const left = new Map(moves.map((move) => [move.id, move.left]));
  const excess: Excess[] = [];
  const pieces = lines.flatMap((named, n) => {
    const line = known.find(({ line_no }) => line_no === named.line_no)!;
    let wanted = named.quantity;
    const parts = moves.flatMap((move): ReturnedPieces[] => {
      const fits = move.line_no === named.line_no && (named.lot_id == null || named.lot_id === move.lot_id);
      const quantity = fits ? Math.min(wanted, left.get(move.id)!) : 0;
      if (quantity === 0) return [];
      wanted -= quantity;
      left.set(move.id, left.get(move.id)! - quantity);
      return [{ place: n + 1, line, move, quantity, to_location_id: named.to_location_id ?? move.location_id }];
    });
    if (wanted > 0) excess.push({ line_no: named.line_no, quantity: named.quantity, left: named.quantity - wanted });
    return parts;
  });
  return { pieces, excess };
}
