/** Where the day of a promise is from. */
export const PROMISE_SOURCES = ['stock', 'open_supply', 'lead_time', 'none'] as const;
export type PromiseSource = (typeof PROMISE_SOURCES)[number];

export interface Promised {
  /** null: nothing that is known brings enough, and nobody makes or buys it. */
  readonly promise_on: string | null;
  readonly source: PromiseSource;
  /** Pieces that can be promised today. */
  readonly available_now: number;
  /** By stock and what is known to come; null: not enough of it. */
  readonly supply_on: string | null;
  /** By the lead time of the product from today; null: it is neither made nor bought. */
  readonly lead_time_on: string | null;
}

/**
 * The earlier of what is known to be there and what the lead time gives; what is made or bought to order is promised by its lead time only.
 * Days are texts, YYYY-MM-DD.
 */
export function promiseOf(known: {
  readonly today: string;
  readonly available_now: number;
  readonly earliest: string | null;
  readonly lead: string | null;
  readonly supply: 'stock' | 'make' | 'buy';
}): Promised {
  const { today, available_now, earliest, lead, supply } = known;
  const figures = { available_now, supply_on: earliest, lead_time_on: lead };
  const usable = supply === 'stock' ? earliest : null;
  if (usable !== null && (lead === null || usable <= lead))
    return { promise_on: usable, source: usable === today ? 'stock' : 'open_supply', ...figures };
  return lead === null
    ? { promise_on: null, source: 'none', ...figures }
    : { promise_on: lead, source: 'lead_time', ...figures };
}
