import { Rational } from '../../kernel/numbers/index.js';

/** Use of a product in the past, and how long it takes to get more. */
export interface PastUse {
  readonly used: number;
  readonly days: number;
  readonly lead_time_days: number;
  readonly safety_stock: number;
  /** How long the next order is to last. */
  readonly review_days: number;
}

export interface SuggestedReorderPoint {
  /** Pieces a day, four places. */
  readonly average_daily_use: string;
  readonly lead_time_use: number;
  readonly reorder_point: number;
  readonly maximum: number;
  readonly steps: readonly string[];
}

/**
 * The order point: expected use over the lead time plus the safety stock; and the level to order up to: the order point plus expected use
 * over a review period. The s and S of an (s, S) policy, as in Silver, Pyke and Thomas, "Inventory and Production Management in Supply
 * Chains". Expected use is the average of the past, rounded up to whole pieces once, at the end.
 */
export function suggestReorderPoint(past: PastUse): SuggestedReorderPoint {
  const { used, days, lead_time_days, safety_stock, review_days } = past;
  const leadTimeUse = share(used, lead_time_days, days);
  const point = leadTimeUse + BigInt(safety_stock);
  const reviewUse = share(used, review_days, days);
  return {
    average_daily_use: Rational.of(used, days).toFixed(4),
    lead_time_use: toNumber(leadTimeUse),
    reorder_point: toNumber(point),
    maximum: toNumber(point + reviewUse),
    steps: [
      `Used ${used} in ${days} days; in ${lead_time_days} days of lead time: ${used} x ${lead_time_days} / ${days} = ${leadTimeUse}, rounded up`,
      `Reorder point: ${leadTimeUse} + safety stock ${safety_stock} = ${point}`,
      `Maximum: ${point} + use of ${review_days} days ${reviewUse} = ${point + reviewUse}`,
    ],
  };
}

function share(used: number, part: number, days: number): bigint {
  return Rational.of(BigInt(used) * BigInt(part), days).ceil();
}

/** No level is above what a product can hold. */
function toNumber(value: bigint): number {
  return Math.min(Number(value), Number.MAX_SAFE_INTEGER);
}
