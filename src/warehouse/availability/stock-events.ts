import type { NotCounted } from './availability-limits.js';
import type { KnownEvent, Outlook } from './availability.repository.js';
import { StockProjection } from './stock-projection.js';
import type { PlannedQuantity } from './stock-projection.js';

/** Something that is known to come or to go, and the day as of which it counts. */
export interface StockEvent extends KnownEvent {
  /** Today where it is overdue, or wanted without a date; null where it does not count. */
  readonly on: string | null;
  readonly overdue: boolean;
  readonly not_counted: NotCounted | null;
}

/**
 * What counts, and as of when. Supply without a date, of orders that are only approved, or of lots that nobody may use, is not promised;
 * demand counts always, without a date as of today. What a hard reservation holds has left the free stock already.
 */
export function stockEvents({ events, today }: Pick<Outlook, 'events' | 'today'>): StockEvent[] {
  return events.map((event) => {
    const reason = notCounted(event);
    const overdue = event.due_on !== null && event.due_on < today;
    const on = event.due_on === null || overdue ? today : event.due_on;
    return { ...event, overdue, not_counted: reason, on: reason === null ? on : null };
  });
}

function notCounted({ direction, is_held, due_on, is_firm, is_lot_usable }: KnownEvent): NotCounted | null {
  if (is_held) return 'held';
  if (direction === 'demand') return null;
  if (due_on === null) return 'undated';
  if (!is_firm) return 'planned';
  return is_lot_usable ? null : 'lot_unusable';
}

/** Free stock day by day, through everything that counts. */
export function projectionOf({ today, free }: Outlook, events: readonly StockEvent[]): StockProjection {
  const planned = events.flatMap(({ on, direction, quantity, expires_on }): PlannedQuantity[] =>
    on === null ? [] : [{ on, direction, quantity, expires_on }],
  );
  return new StockProjection(today, free, planned);
}
