import { AMOUNT_SCALE, Rational, sumAmounts } from '../../kernel/numbers/index.js';

/** Pieces by what became of them. */
export interface ReworkedPieces {
  readonly good_quantity: number;
  readonly scrapped_quantity: number;
  readonly rejected_quantity: number;
}

/** What a rework order has taken and told so far, before the report at hand. */
export interface ReworkStanding extends ReworkedPieces {
  /** Pieces taken. */
  readonly quantity: number;
  /** What they were worth when they were taken. */
  readonly rejected_value: string;
  /** The same of the extra material. */
  readonly material_value: string;
  /** In progress now: a report of no good piece leaves its cost for those that follow. */
  readonly work_in_progress: string;
  /** What the time of the report costs: it comes on top. */
  readonly conversion_cost?: string;
}

export interface ReworkValues {
  /** What all good pieces of the report are received at; null: there are none. */
  readonly good_value: string | null;
  /** What all pieces that are still rejected go back on hold with; null: there are none. */
  readonly rejected_value: string | null;
  /** What stays in progress after the report. */
  readonly left_value: string;
}

/**
 * What the pieces of a report are worth. A piece that is still rejected keeps what it was taken for: nothing was gained by it. Everything
 * else, with the share of what was scrapped, lies on the good ones; where a report has none, its share waits in progress for the next.
 * Shares are differences of rounded running shares, so that any number of reports comes to the same cent as one.
 */
export function reworkValues(before: ReworkStanding, now: ReworkedPieces): ReworkValues {
  const after = processedOf(before) + processedOf(now);
  const total = sumAmounts([before.rejected_value, before.material_value]);
  const kept = sumAmounts([total, `-${share(total, after, before.quantity)}`]);
  const free = sumAmounts([before.work_in_progress, before.conversion_cost ?? '0.00', `-${kept}`]);
  const running = (pieces: number): string => share(before.rejected_value, pieces, before.quantity);
  const rejected = now.rejected_quantity
    ? smaller(
        sumAmounts([
          running(before.rejected_quantity + now.rejected_quantity),
          `-${running(before.rejected_quantity)}`,
        ]),
        free,
      )
    : null;
  const rest = sumAmounts([free, `-${rejected ?? '0.00'}`]);
  return now.good_quantity > 0
    ? { good_value: rest, rejected_value: rejected, left_value: kept }
    : { good_value: null, rejected_value: rejected, left_value: sumAmounts([kept, rest]) };
}

/** Pieces of which is known what became of them. */
export function processedOf({ good_quantity, scrapped_quantity, rejected_quantity }: ReworkedPieces): number {
  return good_quantity + scrapped_quantity + rejected_quantity;
}

/** Extra material that so many of the pieces have used, rounded up: no part of a piece of material goes back. */
export function usedMaterial(planned: number, processed: number, quantity: number): number {
  return Number(Rational.of(planned).mul(Rational.of(processed, quantity)).ceil());
}

function share(amount: string, pieces: number, of: number): string {
  return Rational.parse(amount).mul(Rational.of(pieces, of)).toFixed(AMOUNT_SCALE);
}

function smaller(a: string, b: string): string {
  return Rational.parse(a).compare(Rational.parse(b)) <= 0 ? a : b;
}
