import { addDays } from '../../master-data/index.js';
import type { ShiftOfDay, Span } from '../../master-data/index.js';
import type { Standstill } from './oee.js';

/** A shift of a production day with its worked time so far. */
export interface ShiftSlot {
  readonly production_date: string;
  readonly shift: string | null;
  readonly spans: readonly Span[];
}

const DAY = 1440;
/** A day on the wall begins at most this long before or after its midnight in UTC, and its last shift ends within two days of it. */
const DAYS_BEFORE = 3;
const DAYS_AFTER = 1;

/**
 * The shifts of production days from one to another, both included, cut at a moment: what has not come yet is not worked. Where two
 * shifts overlap, the time is that of the one which began first, so that no minute of a place counts twice.
 * @param named only the shift of this name, whatever its case
 */
export function slotsOf(
  clock: { shiftsOn(date: string): ShiftOfDay[] },
  range: { readonly from: string; readonly to: string },
  until: number,
  named?: string,
): ShiftSlot[] {
  const slots: ShiftSlot[] = [];
  let counted = -Infinity;
  for (let date = range.from; date <= range.to; date = addDays(date, 1)) {
    for (const { name, spans } of clock.shiftsOn(date)) {
      const worked = spans
        .map(([start, end]): Span => [Math.max(start, counted), Math.min(end, until)])
        .filter(([start, end]) => start < end);
      counted = Math.max(counted, worked.at(-1)?.[1] ?? counted);
      if (named !== undefined && name?.toLowerCase() !== named.toLowerCase()) continue;
      if (worked.length > 0) slots.push({ production_date: date, shift: name, spans: worked });
    }
  }
  return slots;
}

/** The standstills that can touch each production day, so that a year is not held against every one of them. */
export function byDay(from: string, standstills: readonly Standstill[]): (date: string) => readonly Standstill[] {
  const dayOf = (moment: number): number => Math.floor(moment / DAY);
  const indexOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / (DAY * 60_000);
  const first = indexOf(from);
  const found = new Map<number, Standstill[]>();
  for (const each of standstills) {
    const last = dayOf(each.ended) + DAYS_AFTER;
    for (let day = Math.max(first, dayOf(each.started) - DAYS_BEFORE); day <= last; day++) {
      const there = found.get(day);
      if (there) there.push(each);
      else found.set(day, [each]);
    }
  }
  return (date) => found.get(indexOf(date)) ?? [];
}
